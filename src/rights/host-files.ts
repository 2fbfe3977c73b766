import { hash } from 'node:crypto';
import type { Digest } from '../records.ts';
import { parseRobots, type Robots } from '../robots/robots.ts';
import { remember } from './remember.ts';

/** A file that came whole. */
export interface HostFile {
  readonly text: string;
  /** Of the body as received. */
  readonly sha256: Digest;
}

/** The files that spoke for a host when a page was fetched. Named by their digest, they stay as they were: a page is judged by its own. */
export interface HostFiles {
  readonly version: 1;
  /** Null when there was none. Files that are no UTF-8 have one character per byte. */
  readonly robots: (HostFile & { readonly encoding: 'utf-8' | 'octets' }) | null;
  /** By path. */
  readonly wellKnown: Readonly<Record<string, HostFile>>;
  /** By URL: what a signal pointed to. */
  readonly documents: Readonly<Record<string, HostFile>>;
  /** Why there is no such document, by URL. */
  readonly missing?: Readonly<Record<string, string>>;
}

/** What names them, and what they are kept as; null when there is nothing to keep. */
export function packHostFiles(files: HostFiles): { readonly digest: Digest; readonly json: string } | null {
  const { robots, wellKnown, documents, missing = {} } = files;
  if (robots === null && Object.keys(missing).length === 0 && Object.keys(wellKnown).length === 0 && Object.keys(documents).length === 0)
    return null;
  const json = JSON.stringify({
    version: 1,
    robots,
    wellKnown: sorted(wellKnown),
    documents: sorted(documents),
    ...(Object.keys(missing).length > 0 && { missing: sorted(missing) }),
  });
  return { digest: `sha256:${hash('sha256', json)}` as Digest, json };
}

const sorted = <T>(files: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What an assessment reads of them. */
export function readHostFiles(files: HostFiles) {
  const { robots, wellKnown, documents, missing = {} } = files;
  const digests = Object.fromEntries(
    [...Object.entries(wellKnown), ...Object.entries(documents)].map(([name, { sha256 }]) => [name, sha256]),
  );
  return {
    robots: robots === null ? null : robotsOf(`${robots.encoding}\n${robots.text}`),
    wellKnown: textsOf(wellKnown),
    documents: textsOf(documents),
    missing,
    digests: { ...digests, ...(robots !== null && { '/robots.txt': robots.sha256 }) },
  };
}

const textsOf = (files: Readonly<Record<string, HostFile>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([name, { text }]) => [name, text]));

const robotsOf = remember(8, (key): Robots => {
  const split = key.indexOf('\n');
  const text = key.slice(split + 1);
  return parseRobots(key.slice(0, split) === 'octets' ? Buffer.from(text, 'latin1') : text);
});
