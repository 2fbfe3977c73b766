import { wordsOf } from './labels.ts';
import type { PageData } from './dataset.ts';

/** The benchmark's F1 of a page when these blocks are kept. */
export function f1Of(page: PageData, kept: ArrayLike<number>): number {
  const left = new Map<string, number>();
  const truth = wordsOf(page.truth.main_content ?? '');
  for (const word of truth) left.set(word, (left.get(word) ?? 0) + 1);
  let found = 0;
  let hits = 0;
  for (const [row, words] of page.words.entries()) {
    if (kept[row] !== 1) continue;
    found += words.length;
    for (const word of words) {
      const count = left.get(word) ?? 0;
      if (count === 0) continue;
      hits += 1;
      left.set(word, count - 1);
    }
  }
  if (truth.length === 0 || found === 0) return truth.length === found ? 1 : 0;
  return (2 * hits) / (found + truth.length);
}

const mean = (values: readonly number[]): string => (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(4);

/** One line: the mean over all pages, and by type and fold. */
export function tell(name: string, pages: readonly PageData[], keptOf: (page: PageData) => ArrayLike<number>): string {
  const groups = new Map<string, number[]>([['all', []]]);
  for (const page of pages) {
    const f1 = f1Of(page, keptOf(page));
    for (const key of ['all', page.truth.page_type, `fold ${page.fold}`]) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [f1]);
      else group.push(f1);
    }
  }
  const order = [...groups.keys()].sort();
  return `${name.padEnd(14)} ${order.map((key) => `${key} ${mean(groups.get(key) ?? [])}`).join(' · ')}`;
}
