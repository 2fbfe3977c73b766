import { hash } from 'node:crypto';
import { z } from 'zod';
import { isMeant } from '../documents.ts';
import type { Row } from '../shards/shard.ts';

/** What documents can be weighed by: columns of their rows. */
export const DIMENSIONS = ['language', 'license', 'host', 'topic', 'crawler'] as const;
type Dimension = (typeof DIMENSIONS)[number];

/** How often documents with this value go in: 0.5 is one of two, 2 is each twice. */
export interface Weight {
  readonly dimension: Dimension;
  readonly value: string;
  readonly weight: number;
}

/** More copies than anybody trains on. */
const MOST = 100;
const weight = z.number(`a number from 0 to ${MOST}`).min(0, 'at least 0').max(MOST, `at most ${MOST}`);

/** `language: { en: 0.5 }`, as a file of weights has it. */
export const weightsSchema = z
  .partialRecord(z.enum(DIMENSIONS), z.record(z.string(), weight))
  .transform((file): readonly Weight[] =>
    DIMENSIONS.flatMap((dimension) => Object.entries(file[dimension] ?? {}).map(([value, each]) => ({ dimension, value, weight: each }))),
  );

/** `language=en:0.5`; null when it says something else. */
export function parseWeight(text: string): Weight | null {
  const [, dimension, value = '', figure = ''] = /^([a-z]+)=(.+):(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const known = DIMENSIONS.find((each) => each === dimension);
  const parsed = weight.safeParse(Number(figure));
  return known === undefined || !parsed.success ? null : { dimension: known, value, weight: parsed.data };
}

/** The weights that a document's copies come from: of each dimension the one that means its value most exactly. */
export function weightsOn(row: Row, weights: readonly Weight[]): readonly Weight[] {
  return DIMENSIONS.flatMap((dimension) => {
    const meant = weights.filter((each) => each.dimension === dimension && isMeant(dimension, row[dimension], each.value));
    return meant.sort((a, b) => b.value.length - a.value.length).slice(0, 1);
  });
}

/** How often a document goes in: the weights multiplied, and what is left below 1 decided by a hash of its id, so always the same way. */
export function copiesOf(row: Row, weights: readonly Weight[], seed: number): number {
  const times = weightsOn(row, weights).reduce((product, each) => product * each.weight, 1);
  const whole = Math.floor(times);
  return whole + (times > whole && chance(`${seed} ${String(row['id'])}`) < times - whole ? 1 : 0);
}

/** From 0 to just below 1, by a hash. */
export const chance = (text: string): number => hash('sha256', text, 'buffer').readUIntBE(0, 6) / 2 ** 48;
