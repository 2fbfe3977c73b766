import { hash } from 'node:crypto';
import type { Instant } from '../../records.ts';

/** The host of a partition that can be given first, and when. */
export interface First {
  readonly key: string;
  readonly at: Instant;
}

/** Partitions that are asked for one turn. Were all asked each time, a claim would cost every server something, however many there are. */
export const LOOKS = 8;

export const partitionOf = (key: string, partitions: number): number =>
  partitions === 1 ? 0 : hash('sha256', key, 'buffer').readUInt32BE() % partitions;

/** Those that are asked for one turn: neighbours from anywhere on. The best of some is nearly the best of all. */
export function partsToAsk<Part>(parts: readonly Part[], random: () => number): readonly Part[] {
  if (parts.length <= LOOKS) return parts;
  const from = Math.floor(random() * parts.length);
  return [...parts.slice(from, from + LOOKS), ...parts.slice(0, Math.max(0, from + LOOKS - parts.length))];
}

/** The order in which hosts of several partitions are given. */
export const byTurn = (a: First, b: First): number => a.at - b.at || (a.key < b.key ? -1 : 1);
