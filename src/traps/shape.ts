import type { Drop, PageUrl } from '../records.ts';

/** Beyond these an address has the shape of a trap: how relative links, filters and calendars grow without end. */
const PATH_LENGTH = 2000;
const SEGMENTS = 20;
const PARAMETERS = 20;
/** The same segments, up to so many of them, this often in a row (`/a/b/a/b/a/b/`). */
const REPEATS = 3;
const PERIOD = 5;
/** The same segment, wherever in the path; and the same parameter with the same value. */
const ANYWHERE = 5;
/** An address within an address within an address: its escapes are escaped over and over. */
const NESTED = /%25(?:25)+[0-9a-f]{2}/i;

/** Pages of source control that are there once for every commit. */
const OF_A_COMMIT = new Set('blame blob commit commits compare diff history log patch plain raw src tree'.split(' '));
/** The name of a commit in full, which links of forges have. */
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})(?:\.\.|\.(?:patch|diff)$|$)/;

const drop = (rule: string, because: string): Drop => ({ stage: 'trap', rule, because });
const shown = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

/** Whether an address alone says that it belongs to a trap: by which rule, or null. */
export function trapShape(address: PageUrl): Drop | null {
  const { pathname, search } = new URL(address);
  if (pathname.length > PATH_LENGTH)
    return drop('too-long-path', `the path has ${pathname.length} characters; the limit is ${PATH_LENGTH}`);
  const segments = pathname.split('/').filter(Boolean);
  if (segments.length > SEGMENTS) return drop('too-deep-path', `the path has ${segments.length} segments; the limit is ${SEGMENTS}`);
  const repeated = repeatedIn(segments);
  if (repeated !== null) return drop('repeated-segment', `${shown(repeated)} comes ${REPEATS} times in a row`);
  const often = oftenIn(segments, ANYWHERE);
  if (often !== null) return drop('repeated-segment', `${shown(often)} comes ${ANYWHERE} times`);
  const commit = commitIn(segments, search.slice(1).split(/[&;]/));
  if (commit !== null) return drop('commit', `${commit} is one commit of many; what is newest has an address without it`);
  return search === '' ? null : queryShape(search.slice(1));
}

/** The commit whose page this is: `/blame/<commit>/file`, `?a=blob;hb=<commit>`. */
function commitIn(segments: readonly string[], parameters: readonly string[]): string | null {
  const said = parameters.map((each) => each.slice(each.indexOf('=') + 1));
  const named = [...segments, ...said].find((each) => COMMIT.test(each));
  return named !== undefined && [...segments, ...said].some((each) => OF_A_COMMIT.has(each)) ? shown(named) : null;
}

function queryShape(query: string): Drop | null {
  const parameters = query.split('&').filter(Boolean);
  if (parameters.length > PARAMETERS)
    return drop('too-many-parameters', `the query has ${parameters.length} parameters; the limit is ${PARAMETERS}`);
  const often = oftenIn(parameters, REPEATS);
  if (often !== null) return drop('repeated-parameter', `${shown(often)} comes ${REPEATS} times`);
  const nested = NESTED.exec(query);
  return nested === null ? null : drop('nested-address', `${nested[0]} is escaped over and over`);
}

/** The segments that come too often one after the other; null when none do. */
function repeatedIn(segments: readonly string[]): string | null {
  for (let period = 1; period <= PERIOD; period += 1) {
    let run = 0;
    for (let i = period; i < segments.length; i += 1) {
      run = segments[i] === segments[i - period] ? run + 1 : 0;
      if (run === period * (REPEATS - 1)) return segments.slice(i - period + 1, i + 1).join('/');
    }
  }
  return null;
}

function oftenIn(texts: readonly string[], times: number): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const count = (counts.get(text) ?? 0) + 1;
    if (count === times) return text;
    counts.set(text, count);
  }
  return null;
}
