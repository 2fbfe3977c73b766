import { hash } from 'node:crypto';
import type { Digest, PageUrl, RunId } from '../records.ts';

/** `20261124T030501Z`: the part of a run id that says when the run began. */
const DUMP_LENGTH = 16;

/**
 * The dump a run's captures belong to: the start of its run. It names a folder, so anything but letters, digits, `-` and `_` is a bug
 * in whoever made the run id.
 */
export function dumpOf(run: RunId): string {
  const dump = run.slice(0, DUMP_LENGTH);
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(dump)) throw new Error(`Run id ${JSON.stringify(run)} cannot name a dump`);
  return dump;
}

/** SHA-256 of the canonical URL: spreads one host's pages over the shards, the same way in every build. */
export function documentKey(url: PageUrl): Buffer {
  return hash('sha256', url, 'buffer');
}

/** Hash of canonical URL and content digest, 64 hex digits: the same page with the same text keeps its id over builds and fetches. */
export function documentId(url: PageUrl, content: Digest): string {
  return hash('sha256', `${url}\n${content}`);
}
