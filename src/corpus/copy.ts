/** How a rejected row names the document whose text it has, or nearly. */
export interface CopyOf {
  readonly rule: 'exact' | 'near';
  /** Id of the document. */
  readonly of: string;
}

const NAMED = /^(?:same text as|\d+(?:\.\d+)? % like) ([0-9a-f]{64}), /;

/** A document as rows name it. */
export const named = (id: string, url: string): string => `${id}, ${url}`;

/** What the row of an exact copy says of a named document. */
export const sameText = (document: string): string => `same text as ${document}`;

/** What the row of a near copy says of a named document; `estimate` from 0 to 1. Texts that are not the same are never wholly alike. */
export const nearlyLike = (estimate: number, document: string): string => `${Math.min(99, Math.round(estimate * 100))} % like ${document}`;

/** Null for a row that was rejected for anything else. */
export function copyOf(stage: string, rule: string, because: string): CopyOf | null {
  const of = NAMED.exec(because)?.[1];
  return stage !== 'dedup' || (rule !== 'exact' && rule !== 'near') || of === undefined ? null : { rule, of };
}
