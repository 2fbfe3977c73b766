import { createHash } from 'node:crypto';
import type { Digest, FetchId, Instant, PageUrl, RunId } from '../records.ts';

/** `20261124T030501Z-1a2b3c`: sortable by start, told apart by what it crawls. */
export const runIdOf = (startedAt: Instant, configDigest: Digest, crawlers: readonly string[]): RunId =>
  timedId(startedAt, `${startedAt} ${configDigest} ${crawlers.join(' ')}`);

/** The run of a slot of a schedule: the same whoever begins it and however often, and whatever the configuration has become by then. */
export const scheduledRunId = (schedule: string, at: Instant): RunId => timedId(at, `schedule ${schedule} ${at}`);

function timedId(at: Instant, content: string): RunId {
  const time = new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  return `${time}-${createHash('sha256').update(content).digest('hex').slice(0, 6)}` as RunId;
}

/**
 * Every process gives the same fetch of a run the same id, so that recording it again changes nothing. A wait (`deferredAt`) may come
 * several times before one attempt, and has its time in its id.
 */
export function fetchIdOf(run: RunId, url: PageUrl, attempt: number, deferredAt?: Instant): FetchId {
  const page = createHash('sha256').update(url).digest('hex').slice(0, 20);
  return `${run}/${page}/${attempt}${deferredAt === undefined ? '' : `@${deferredAt}`}` as FetchId;
}
