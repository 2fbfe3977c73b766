import { ArchiveError } from '../archive/archive.ts';
import { digestOf } from '../archive/record.ts';
import { conditions, freshened } from '../fetch/conditional.ts';
import type { FetchResponse } from '../fetch/fetch.ts';
import { classifyStatus } from '../fetch/retry.ts';
import type { Standing, Validators } from '../ledger/ledger.ts';
import { saidOf } from '../ledger/said.ts';
import type { Capture, Instant, Leased } from '../records.ts';
import type { Attempt, Ending, FetchParts } from './attempt.ts';
import type { Terms } from './fetch-url.ts';

/** What an earlier run captured of a URL, with the body it archived. */
export interface Held extends Validators {
  readonly body: Uint8Array;
}

/** Null when there is none, or when the archive no longer has it: a server that then says 304 would leave us with nothing. */
export async function heldOf(
  { ledger, archive }: Pick<FetchParts, 'ledger' | 'archive'>,
  leased: Pick<Leased, 'url' | 'crawler' | 'role'>,
): Promise<Held | null> {
  const known = await ledger.validators(leased);
  if (known === null) return null;
  try {
    const { body } = await archive.read(known.capture.recordId, known.location);
    return { ...known, body };
  } catch (error) {
    if (error instanceof ArchiveError) return null;
    throw error;
  }
}

/** Whether a response says that the page is as it was: by its status, when it was asked for that, or by bringing the same bytes. */
export function isSame(held: Held, { status, body }: FetchResponse): boolean {
  const meaning = classifyStatus(status);
  if (meaning === 'unchanged') return conditions(held).length > 0;
  return meaning === 'page' && body.byteLength > 0 && digestOf(body) === held.capture.bodyDigest;
}

/** The page after a visit that found it unchanged, and heard this. */
export function stillStanding(
  held: Held,
  heard: Pick<Capture, 'headers'> & Pick<Standing, 'robots' | 'hostFiles' | 'leads'>,
  at: Instant,
): Standing {
  const { headers, ...rest } = heard;
  const { capture, location, robots, hostFiles, heardAt: before } = held;
  const isNew = saidOf({ ...capture, ...heard }) !== saidOf({ ...capture, robots, ...(hostFiles !== undefined && { hostFiles }) });
  const heardAt = isNew ? at : before;
  return { capture: { ...capture, headers }, location, ...rest, checkedAt: at, ...(heardAt !== undefined && { heardAt }) };
}

/** The page stands as it did, under the headers and the robots.txt of today; its links are followed in this run too. */
export async function foundUnchanged(attempt: Attempt, response: FetchResponse, held: Held, terms: Terms): Promise<Ending> {
  const { capture, body } = held;
  const { recordId } = await attempt.revisit(response, capture);
  if (attempt.leased.role === 'terms') await attempt.parts.hostFiles.far.came(capture.url, body, capture.bodyDigest);
  const headers = response.status === 304 ? freshened(capture.headers, response.headers) : response.headers;
  const { evidence, hostFiles } = terms;
  const spoke = hostFiles === null ? {} : { hostFiles };
  const entry = await attempt.record({ kind: 'unchanged', recordId, of: capture.recordId, headers, robots: evidence, ...spoke });
  const page = stillStanding(held, { headers, robots: evidence, ...spoke }, entry.at);
  await attempt.harvest(entry, page, body);
  return attempt.rest();
}
