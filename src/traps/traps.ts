import type { Instant, RunId } from '../records.ts';

/** Why a page brings nothing that its host has not given already. */
export type Barren =
  /** Its text is that of an earlier page of the host, or nearly, whatever figures stand in it. */
  | 'copies'
  /** It has hardly a word. */
  | 'no-text'
  /** Its text is suspected to be made by a machine to look like text. */
  | 'babble'
  /** None of its links leads to anything known: real pages lead back, mazes only on. */
  | 'endless-links';

/** A part of a host that is left alone, or was and is let in again: JSON in the host facts under its pattern. */
export interface Quarantine {
  readonly version: 1;
  readonly rule: Barren;
  /** For people: the figures it was decided by. */
  readonly because: string;
  /** The page that tipped it. */
  readonly example: string;
  readonly run: RunId;
  readonly at: Instant;
  /** When somebody let it in again, for good. */
  readonly releasedAt?: Instant;
}
