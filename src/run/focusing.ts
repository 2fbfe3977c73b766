import type { Config } from '../config/config.ts';
import { type Focus, focusOf } from '../config/topic.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import type { Discovery, PolitenessKey } from '../records.ts';
import type { RefineResult } from '../refine/refine.ts';
import { promiseOf } from '../topic/link-reader.ts';
import { hopeFor, MOST_ASTRAY, priorityFor, type Yield } from '../topic/priority.ts';
import { TermIndex } from '../topic/terms.ts';
import { politenessKeyOf } from '../url/politeness.ts';

type Maybe<Value> = Value | Promise<Value>;

/** How much of what was fetched in a run was on its topic, for all who work on it. */
export interface HostYields {
  add(key: PolitenessKey, relevant: boolean): Maybe<void>;
  /** Of each of these hosts, and of all together. */
  of(keys: readonly PolitenessKey[]): Maybe<{ readonly each: ReadonlyMap<PolitenessKey, Yield>; readonly pages: number }>;
}

/** Of a run that one process works on; it is learnt anew when that starts again. */
export class LocalYields implements HostYields {
  readonly #each = new Map<PolitenessKey, Yield>();
  #pages = 0;

  add(key: PolitenessKey, relevant: boolean): void {
    const { pages, relevant: known } = this.#each.get(key) ?? { pages: 0, relevant: 0 };
    this.#each.set(key, { pages: pages + 1, relevant: known + Number(relevant) });
    this.#pages += 1;
  }

  of(): { readonly each: ReadonlyMap<PolitenessKey, Yield>; readonly pages: number } {
    return { each: this.#each, pages: this.#pages };
  }
}

/** Gives what is found in a focused crawl its priority, and leaves alone what is too far off the topic. */
export class Focusing {
  readonly focus: Focus;
  readonly #yields: HostYields;
  readonly #index: TermIndex;

  constructor(focus: Focus, yields: HostYields) {
    this.focus = focus;
    this.#yields = yields;
    this.#index = new TermIndex(focus.terms);
  }

  /** What a page led to; `astray` is how many pages off the topic, in a row, led to it. */
  async followed(entry: LedgerEntry, astray: number, result: RefineResult, found: readonly Discovery[]): Promise<Discovery[]> {
    const score = result.focused?.score ?? 0;
    const isRelevant = score >= this.focus.minimumScore;
    await this.#yields.add(politenessKeyOf(entry.url), isRelevant);
    const strayed = isRelevant || entry.depth === 0 ? 0 : astray + 1;
    if (strayed > MOST_ASTRAY) return [];
    const promises = new Map(result.links.map((link, n) => [link, result.focused?.promises[n] ?? 0]));
    const hopes = await this.#hopesOf(found);
    return found.map((each) =>
      this.#prioritised(each, { link: promises.get(each.url) ?? 0, parent: score, host: hopes(each.key) }, strayed),
    );
  }

  /** What a sitemap or a feed lists: little is known of it but its address, and its host stands for the page that would name it. */
  async listed(found: readonly Discovery[]): Promise<Discovery[]> {
    const hopes = await this.#hopesOf(found);
    return found.map((each) => {
      const host = hopes(each.key);
      return this.#prioritised(each, { link: promiseOf(this.#index, each.url), parent: host, host }, 0);
    });
  }

  #prioritised(found: Discovery, prospect: Parameters<typeof priorityFor>[1], astray: number): Discovery {
    if (found.role !== 'page') return found;
    return { ...found, priority: priorityFor(found.url, prospect), ...(astray > 0 && { astray }) };
  }

  async #hopesOf(found: readonly Discovery[]): Promise<(key: PolitenessKey) => number> {
    const { each, pages } = await this.#yields.of([...new Set(found.map(({ key }) => key))]);
    return (key) => hopeFor(each.get(key) ?? { pages: 0, relevant: 0 }, pages);
  }
}

function focusFor(config: Config, topic: string | undefined): Focus | null {
  const found = topic === undefined ? undefined : config.topics.get(topic);
  return found === undefined ? null : focusOf(found);
}

/** Whether a crawl is focused: it is for a topic, and that has terms. */
export const isFocused = (config: Config, topic: string | undefined): boolean => focusFor(config, topic) !== null;

/** Null for a crawl that is not focused. */
export function focusingOf(config: Config, topic: string | undefined, yields: HostYields): Focusing | null {
  const focus = focusFor(config, topic);
  return focus === null ? null : new Focusing(focus, yields);
}
