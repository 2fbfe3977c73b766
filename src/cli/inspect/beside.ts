import { type Change, wordDiff } from '../../corpus/inspect/diff.ts';
import type { Duplicate } from '../../corpus/inspect/duplicates.ts';
import type { TextOrNot } from '../../run/beside.ts';
import { printable } from '../../text/printable.ts';
import { flowed, type Paint, type Part, type Style } from './layout.ts';

/** A duplicate with its text, or why there is none. */
export type Beside = Duplicate & TextOrNot;

/** Letters of what both have that are shown on either side of a change. */
const AROUND = 120;

/** How a duplicate's text is another than that of its document. On a terminal in colours, elsewhere as `[-gone-]{+new+}`. */
export function besideLines(text: string, beside: Beside, paint: Paint, width: number): readonly string[] {
  const head = [paint('bold', printable(beside.url)), paint('dim', printable(`${beside.because} (fetched ${beside.date})`))];
  if ('missing' in beside) return [...head, `  its text cannot be shown: ${printable(beside.missing)}`, ''];
  const changes = wordDiff(text, beside.text);
  if (changes.every(({ kind }) => kind === 'same')) return [...head, '  the same, letter for letter', ''];
  return [...head, ...marked(changes, paint, width), ''];
}

const GONE: Style = ['red', 'strikethrough'];
const NEW: Style = ['green', 'underline'];

function marked(changes: readonly Change[], paint: Paint, width: number): readonly string[] {
  const hasColours = paint('red', 'x') !== 'x';
  const parts = changes.map(({ kind, text }, n): Part => {
    if (kind === 'same') return { text: shortened(text, n === 0, n === changes.length - 1) };
    if (hasColours) return { text, style: kind === 'gone' ? GONE : NEW };
    return { text: kind === 'gone' ? `[-${text}-]` : `{+${text}+}` };
  });
  return flowed(parts, width - 2, paint).map((line) => `  ${line}`.trimEnd());
}

function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= 2 * AROUND) return text;
  const [start, end] = [isFirst ? '' : text.slice(0, AROUND), isLast ? '' : text.slice(-AROUND)];
  return `${start} … ${end}`;
}
