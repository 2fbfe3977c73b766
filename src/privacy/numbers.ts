import { isPaymentCard } from './payment-card.ts';
import { isPhone } from './phone.ts';
import { isResidentId } from './resident-id.ts';
import type { Span } from './span.ts';

/** Groups of digits with at most two signs between them: as much as one number may be written in. */
export interface NumberRun extends Span {
  /** As written, from its first digit, + or parenthesis to its last digit. */
  readonly written: string;
  readonly digits: string;
  /** Digits by group, and what stands between them. */
  readonly groups: readonly string[];
  readonly separators: readonly string[];
  /** Up to 24 units in front of it. */
  readonly before: string;
}

const MOST_GROUPS = 13;
const RUN = new RegExp(String.raw`\(?\+?\(?\d+(?:[ ()./-]{1,2}\d+){0,${MOST_GROUPS - 1}}[Xx]?`, 'g');
/** What makes it a piece of something longer: a word, an address, an amount. Letters of scripts without spaces do not. */
const HELD_BEFORE = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_/=&#%@<>+-]$|[$€£¥₹]\s?$/u;
const HELD_AFTER = /^(?:[\p{Script=Latin}\p{N}_/=&%@<°]|-[\p{L}\p{N}]|[.,:]\d|\s?[$€£¥₹])/u;
const CONTINUED = /^[ ()./-]{1,2}\d/;
const FRACTION = /\d[.,:]$/;

const CONTEXT = 24;
const LONGEST = 40;
const SHORTEST = 7;

function* runsIn(text: string): Generator<NumberRun> {
  let cut = Number.NEGATIVE_INFINITY;
  for (const { 0: found, index } of text.matchAll(RUN)) {
    const end = index + found.length;
    const continues = index - cut <= 2;
    // Rows of numbers are none of them.
    const isCut = found.length >= SHORTEST && CONTINUED.test(text.slice(end, end + 3));
    if (isCut) cut = end;
    if (isCut || continues || found.length < SHORTEST || found.length > LONGEST || HELD_AFTER.test(text.slice(end, end + 2))) continue;
    // A parenthesis that is not closed within the number is around it.
    const skipped = found.includes('(') && !found.includes(')') ? found.lastIndexOf('(') + 1 : 0;
    const written = found.slice(skipped);
    const start = index + skipped;
    const before = text.slice(Math.max(0, start - CONTEXT), start);
    if (HELD_BEFORE.test(before) || (/^\d/.test(written) && FRACTION.test(before))) continue;
    const groups = written.match(/\d+/g) ?? [];
    const separators = written.split(/\d+/).slice(1, -1);
    yield { start, end, written, digits: groups.join(''), groups, separators, before };
  }
}

const runsThatAre =
  (holds: (run: NumberRun) => boolean) =>
  (text: string): readonly Span[] =>
    [...runsIn(text)].filter(holds).map(({ start, end }) => ({ start, end }));

export const findResidentIds = runsThatAre(isResidentId);
export const findPaymentCards = runsThatAre(isPaymentCard);
export const findPhones = runsThatAre(isPhone);
