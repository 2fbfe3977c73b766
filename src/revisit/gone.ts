import type { Gone } from '../ledger/ledger.ts';
import { DAY_MS, type Drop } from '../records.ts';

/** A 404 may be an accident: it counts when the page has been missed for as long, without a sign of life. */
const ACCIDENT_MS = DAY_MS;

/** Why a page is left out whose host has it no longer: at once after a 410, after a 404 that visits a day or more apart have seen. */
export function goneDrop({ status, since, at }: Gone): Drop | null {
  if (status === 404 && at - since < ACCIDENT_MS) return null;
  return { stage: 'fetch', rule: 'gone', because: goneText({ status, since, at }) };
}

/** `answered 404 from 2026-11-24T12:00:00.000Z to 2026-11-26T12:00:00.000Z` */
export const goneText = ({ status, since, at }: Gone): string =>
  `answered ${status} ${since === at ? 'at' : `from ${timeOf(since)} to`} ${timeOf(at)}`;

const timeOf = (at: number): string => new Date(at).toISOString();
