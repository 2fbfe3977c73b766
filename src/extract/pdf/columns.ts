import type { Line } from './lines.ts';

/** Rows on either side of a gap before it counts as one between columns. */
const ROWS = 3;
/** Letters that a line of a column has at least, by its median: cells of tables have fewer. */
const LETTERS = 12;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Where columns part: lines that end before `at` stand left of it, those that begin after it right. */
function gutterOf(lines: readonly Line[]): number | null {
  const candidates = new Set(lines.map(({ left }) => left - 0.5));
  let best: { readonly at: number; readonly crossing: number; readonly balance: number } | null = null;
  for (const at of candidates) {
    const [left, right] = [lines.filter((line) => line.right <= at), lines.filter((line) => line.left >= at)];
    if (left.length < ROWS || right.length < ROWS) continue;
    const crossing = lines.length - left.length - right.length;
    if (crossing > Math.min(left.length, right.length)) continue;
    if ([left, right].some((side) => median(side.map(({ text }) => text.length)) < LETTERS)) continue;
    if (!areBeside(left, right)) continue;
    const balance = Math.min(left.length, right.length);
    if (best === null || crossing < best.crossing || (crossing === best.crossing && balance > best.balance))
      best = { at, crossing, balance };
  }
  return best?.at ?? null;
}

/** Whether the two stand side by side for some rows, rather than one above the other. */
function areBeside(left: readonly Line[], right: readonly Line[]): boolean {
  const span = (lines: readonly Line[]): readonly [number, number] => [
    Math.min(...lines.map(({ y }) => y)),
    Math.max(...lines.map(({ y }) => y)),
  ];
  const [[bottom, top], [otherBottom, otherTop]] = [span(left), span(right)];
  const shared = Math.min(top, otherTop) - Math.max(bottom, otherBottom);
  return shared > 0.3 * Math.min(top - bottom, otherTop - otherBottom) && shared > 0;
}

const byPlace = (a: Line, b: Line): number => b.y - a.y || a.left - b.left;

/** Lines in the order in which they are read: columns one after the other, between what stands across them. */
export function inReadingOrder(lines: readonly Line[]): readonly (readonly Line[])[] {
  const at = gutterOf(lines);
  if (at === null) return lines.length === 0 ? [] : [[...lines].sort(byPlace)];
  const ordered: (readonly Line[])[] = [];
  let band: Line[] = [];
  const close = (): void => {
    ordered.push(...inReadingOrder(band.filter((line) => line.right <= at)), ...inReadingOrder(band.filter((line) => line.right > at)));
    band = [];
  };
  for (const line of [...lines].sort(byPlace)) {
    if (line.left >= at || line.right <= at) {
      band.push(line);
      continue;
    }
    close();
    ordered.push([line]);
  }
  close();
  return ordered.filter((column) => column.length > 0);
}
