import type { Element } from 'domhandler';
import { positionOf } from '../../html/source.ts';
import type { PageSurvey } from '../survey.ts';
import { isForOtherThings } from './addresses.ts';
import { candidate, type Candidate } from './candidate.ts';
import { allRightsReserved, namedIn } from './identify.ts';
import { judge } from './judge.ts';
import { longestPassage, passagesOf } from './passage.ts';
import type { Places } from './place.ts';
import { publicDomain } from './public-domain.ts';
import { subjectOf } from './subject.ts';
import { otherThing, ownText } from './words/nouns.ts';
import { reservation } from './words/reservations.ts';
import { exceptWhere } from './words/statements.ts';

/** Blocks that are read, and their characters together: a page with more notices is about them. */
const most = { notices: 40, characters: 12_000 };

/**
 * What the page says in words: in a footer by naming a licence or reserving all rights, elsewhere only by a whole statement (`this is an
 * open access article under the CC BY licence`).
 */
export function fromProse(page: PageSurvey, url: string, places: Places): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const block of readIn(page, places)) {
    let lead = '';
    for (const sentence of block.text.split(/(?<=[.!?;])(?<!(?<!\p{L})\p{L}\.)\s+(?=[\p{Lu}\p{Lo}\p{Ll}©("„«「“])|(?<=。)/u)) {
      found.push(...fromSentence({ ...block, sentence, lead, url }));
      lead = `${sentence} `;
    }
  }
  return found;
}

interface Block {
  readonly element: Element;
  /** What is read of it. */
  readonly text: string;
  readonly footer: boolean;
}

/** The blocks that are read, in their order: those of footers are sure of it, however much a page says of rights above them. */
function readIn(page: PageSurvey, places: Places): readonly Block[] {
  const blocks = page.notices.flatMap((element, at) => {
    const { apart, other, footer } = places.of(element);
    return apart || other ? [] : [{ element, at, footer }];
  });
  const read: (Block & { readonly at: number })[] = [];
  let characters = 0;
  for (const block of blocks.toSorted((a, b) => Number(b.footer) - Number(a.footer)).slice(0, most.notices)) {
    const passages = passagesOf(block.element);
    const length = passages.reduce((sum, { text }) => sum + text.length, 0) || longestPassage;
    if (characters + length > most.characters) continue;
    characters += length;
    for (const { element, text } of passages) {
      const { apart, other, footer } = places.of(element);
      if (!apart && !other) read.push({ element, at: block.at, footer, text });
    }
  }
  return read.toSorted((a, b) => a.at - b.at);
}

interface Notice extends Block {
  readonly sentence: string;
  /** The sentence before it. */
  readonly lead: string;
  readonly url: string;
}

function fromSentence({ sentence, lead, text, footer, url, element }: Notice): readonly Candidate[] {
  if (/[?？]\W*$/u.test(sentence)) return [];
  const stated = (id: string, scope: Candidate['scope'], more: { readonly group?: object; readonly yields?: boolean } = {}): Candidate =>
    candidate(id, scope, 'statement', sentence, { where: `${element.name} element`, line: positionOf(element)?.line, footer, ...more });
  const found: Candidate[] = [];
  const reserved = reservation(sentence, footer);
  // "All rights reserved" is a formula: in running text it counts only beside a copyright notice.
  const formal = reserved >= 0 && (footer || (ofHolder.test(text) && sentence.length < 200));
  const yields = sentence.search(exceptWhere) >= 0;
  if (formal && !isReservedForAnother(sentence.slice(0, reserved), lead, text)) found.push(stated(allRightsReserved, 'page', { yields }));
  const free = publicDomain(sentence, url, footer);
  if (free !== null) return [...found, stated(free.id, /\bsite|website\b/i.test(sentence) ? 'site' : 'page')];
  const named = namedIn(sentence, url);
  const first = named[0]?.at ?? 0;
  // Alternatives of one statement: `CC BY-SA or GFDL`.
  const group = {};
  const licences = named.flatMap(({ id, at, end }, i) => {
    // What stands between two licences belongs to the second: `texts CC BY-SA, photos CC BY-NC`.
    const joined = i > 0 && isJoined(sentence.slice(named[i - 1]?.end, at));
    const before = lead + sentence.slice(0, joined ? first : at);
    const scope = judge({
      before,
      behind: sentence.slice(end),
      standing: footer ? 'footer' : 'text',
      forOtherThings: isForOtherThings(id),
    });
    return scope === null ? [] : [stated(id, scope, { group, yields })];
  });
  return [...found, ...licences];
}

const anySubject = new RegExp(`${otherThing.source}|${ownText.source}`, 'iu');

/** `and the`, `, or`, an opening bracket: nothing that could name another subject. */
const isJoined = (text: string): boolean => text.length < 40 && !anySubject.test(text);

const ofHolder = /©|\(c\)|copyright/i;

/** By what stands in front of it in its sentence; else in the one before it, if that names a holder, or in its block: `Images © Agency. All rights reserved`. */
const isReservedForAnother = (before: string, lead: string, block: string): boolean =>
  ofAnother.test(nearestHolder(before)) ||
  ofTheRest.test(before) ||
  behindAnother.test(before) ||
  (linked.test(before) && subjectOf(before) === 'other') ||
  (!/\p{L}/u.test(before) &&
    (ofHolder.test(lead)
      ? ofAnother.test(nearestHolder(lead)) && !ofPage.test(block.slice(0, block.indexOf(lead)))
      : ofAnother.test(block)));

/** `Theme by A | © B`: what stands behind the last bar, if it names a holder. */
function nearestHolder(text: string): string {
  const last = text.split(/[|·•]/).at(-1) ?? '';
  return ofHolder.test(last) ? last : text;
}

/** `© The Daily. Photos © Agency. All rights reserved`: those of the page, too. */
const ofPage = /(?:^|[.|·•]) ?(?:©|\(c\)|copyright)/i;

/** `Content under CC BY, except for images, which are all rights reserved`. */
const linked = /(?<!\p{L})(?:which|that|die|qui|que|che) (?:is|are|ist|sind|est|sont|son|é|são|è|sono) $/iu;

/** A reservation for something else: `Images © Agency`. */
const ofAnother = new RegExp(
  `^\\W*(?:all |the |cover |site |website )?(?:${otherThing.source}|design)\\s*(?:and (?!(?:${ownText.source}))\\p{L}+\\s*)?(?:©|\\(c\\)|copyright|by\\b|courtesy|:|$)`,
  'iu',
);

/** `Texts: CC BY | Images: © Agency, all rights reserved`. */
const behindAnother = new RegExp(`(?:[|·•;、]|\\s-\\s)\\s*(?:${otherThing.source})\\s*(?:©|\\(c\\)|:)[^|·•;]{0,60}$`, 'iu');

/** `The other elements (illustrations): all rights reserved`. */
const ofTheRest = /^\W*(?:\p{L}+ ){0,2}(?:other|autres|andere[nrs]?|otr[oa]s|outr[oa]s|altr[ei]|overige|pozostałe|остальные|інші) \p{L}/iu;
