import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Two texts, how one came from the other, and how alike they truly are. */
export interface Pair {
  readonly lang: 'en' | 'zh';
  readonly kind: 'tail' | 'subst' | 'append' | 'shuffle' | 'cosmetic' | 'negative';
  /** Of runs of five words or characters, 0 to 1. */
  readonly jaccard: number;
  readonly a: string;
  readonly b: string;
}

export const pairsIn = (data: string): readonly Pair[] =>
  readFileSync(join(data, 'dedup/neardup.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Pair);

/** A figure beside what it should be. */
export function told(what: string, figure: string, target: string, isGood: boolean): void {
  console.log(`  ${what.padEnd(44)}${figure.padStart(12)}   ${target}${isGood ? '' : '   MISSED'}`);
}
