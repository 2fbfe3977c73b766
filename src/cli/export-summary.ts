import { fileSize } from '../corpus/figures.ts';
import type { WrittenFile } from '../corpus/export/describe.ts';
import type { Amount } from '../corpus/export/amounts.ts';
import type { Plan } from '../corpus/export/plan.ts';
import { printable } from '../text/printable.ts';
import { figure } from './progress/figures.ts';

const tokens = (amount: Amount): string => (amount.tokens === null ? 'not counted' : figure(amount.tokens));

/** What an export comes to, as a table, before anything is written. */
export function planLines({ found, mix, splits }: Plan): readonly string[] {
  return aligned([
    ['', 'documents', 'characters', 'tokens'],
    ['found', figure(found.documents), figure(found.characters), tokens(found)],
    ...mix.map(({ dimension, value, weight, written, found: before }) => [
      `  ${dimension} ${printable(value)} × ${weight}`,
      `${figure(before.documents)} → ${figure(written.documents)}`,
      `${figure(before.characters)} → ${figure(written.characters)}`,
      before.tokens === null ? 'not counted' : `${tokens(before)} → ${tokens(written)}`,
    ]),
    ...Object.entries(splits).map(([split, amount]) => [split, figure(amount.documents), figure(amount.characters), tokens(amount)]),
  ]);
}

export function writtenLines(to: string, files: readonly WrittenFile[]): readonly string[] {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return [`${figure(files.length)} ${files.length === 1 ? 'file' : 'files'}, ${fileSize(bytes)}, in`, `  ${printable(to)}`];
}

/** Cells under each other: the first column to the left, figures to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  '));
}
