import type { Digest } from '../records.ts';
import type { Signature } from './signature.ts';

/** A document that wants to be kept. */
export interface Claim {
  /** The same text of the same page has the same id, however often it comes. */
  readonly id: string;
  /** The address by which a newer version is known: canonical. */
  readonly url: string;
  /** Of its normalised text. */
  readonly digest: Digest;
  /** As long as the preset needs it, or longer. */
  readonly signature: Signature;
}

/**
 * What becomes of a claim, in this order:
 * - `mine`: this id is kept already, with this text.
 * - `exact`: another document that is kept has the same text.
 * - `near`: another page's document that is kept is nearly the same: the best estimate, the earliest of equal ones.
 * - `update`: the page's older version, `of`, makes way for this one, and so does what was kept under this id.
 * - `unique`.
 *
 * Only `unique` and `update` are kept. What is not leaves no trace, so that it may be claimed again when what it was a copy of is gone.
 */
export type Verdict =
  | { readonly kind: 'unique' | 'mine' }
  | { readonly kind: 'update' | 'exact'; readonly of: string }
  | { readonly kind: 'near'; readonly of: string; readonly estimate: number };

/** The documents that are kept, to see which come again. All who share one see each other's claims as if they came one after another. */
export interface Dedup {
  /** One verdict for each claim, in their order; once told, it outlives the end of the process. */
  claim(claims: readonly Claim[]): Promise<readonly Verdict[]>;
  /** Documents that are kept no longer; returns how many were. */
  forget(ids: readonly string[]): Promise<number>;
  close(): Promise<void>;
}
