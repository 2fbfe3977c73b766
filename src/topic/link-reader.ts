import type { Element } from 'domhandler';
import type { HtmlDocument } from '../html/document.ts';
import { wordsOfUrl } from './bm25.ts';
import type { Match, TermIndex } from './terms.ts';
import { visibleText } from './visible-text.ts';

/** Words before and after a link that say what it is about (Chakrabarti et al. 2002). */
const CONTEXT = 20;
/** What a term around a link counts, next to one in it or in its address. */
const AROUND = 0.3;
/** A sum of weights that makes one half: one term that hints at the topic is less, one that names it is more. */
const HALF = 1.5;

/** What the links of one page promise, as far as they and what stands around them say. */
export class LinkReader {
  readonly #index: TermIndex;
  readonly #spans: ReturnType<typeof visibleText>['spans'];
  readonly #matches: readonly Match[];
  /** Where each unit of the page begins. */
  readonly #starts: readonly number[];
  /** All that can be read on the page, folded. */
  readonly text: string;

  constructor(index: TermIndex, document: HtmlDocument) {
    this.#index = index;
    const { text, spans } = visibleText(document);
    const matches: Match[] = [];
    this.#starts = index.find(text, null, (match) => matches.push(match));
    this.#matches = matches;
    this.#spans = spans;
    this.text = text;
  }

  /** Of a link with the elements that name it, 0 to 1: the best of them counts. */
  promiseOf(url: string, elements: readonly Element[]): number {
    return Math.max(...[null, ...elements].map((element) => promiseOf(this.#index, url, element === null ? [] : this.#around(element))));
  }

  #around(element: Element): readonly Weighed[] {
    const span = this.#spans.get(element);
    if (span === undefined) return [];
    const [first, end] = span.map((at) => firstFrom(this.#starts, (start) => start >= at)) as [number, number];
    const weighed: Weighed[] = [];
    for (let at = firstFrom(this.#matches, ({ unit }) => unit >= first - CONTEXT); at < this.#matches.length; at += 1) {
      const match = this.#matches[at];
      if (match === undefined || match.unit >= end + CONTEXT) break;
      weighed.push({ term: match.term, weight: match.weight * (match.unit >= first && match.unit < end ? 1 : AROUND) });
    }
    return weighed;
  }
}

type Weighed = Pick<Match, 'term' | 'weight'>;

/** Of an address of which no more is known than what was found around it, 0 to 1. */
export function promiseOf(index: TermIndex, url: string, around: readonly Weighed[] = []): number {
  const best = new Map<number, number>();
  const take = ({ term, weight }: Weighed): unknown => best.set(term, Math.max(weight, best.get(term) ?? 0));
  around.forEach(take);
  index.find(wordsOfUrl(url), null, take);
  const sum = [...best.values()].reduce((total, weight) => total + weight, 0);
  return sum / (sum + HALF);
}

/** The first place at which the condition holds, of a list in which it holds from there on; the length when nowhere. */
function firstFrom<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as Item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
