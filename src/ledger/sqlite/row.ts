import { hash } from 'node:crypto';
import type { Digest, FetchId, FetchOutcome, PageUrl, Role, RunId, Via } from '../../records.ts';
import type { LedgerEntry, RunRecord } from '../ledger.ts';

const ROLES: readonly Role[] = ['page', 'sitemap', 'feed', 'terms'];

/** The order is what `kind` means in files: only ever append. Queries and the index of captures count on `page` being 0, `unchanged` 1. */
export const KINDS: readonly FetchOutcome['kind'][] = ['page', 'unchanged', 'redirect', 'deferred', 'refused', 'failed'];

/** An entry as it goes to and comes from the database; run and crawler are told apart by name here. */
export interface EntryRow {
  readonly fetchId: string;
  readonly run: string;
  readonly crawler: string;
  readonly url: string;
  readonly role: number;
  readonly via: string;
  readonly depth: number;
  readonly at: number;
  readonly durationMs: number;
  readonly bytes: number;
  readonly kind: number;
  readonly name: string;
  readonly outcome: string;
}

/** As outcomes are counted: `page`, `failed http-404`, `refused robots/disallowed`, `deferred robots-unreachable`. */
function nameOf(outcome: FetchOutcome): string {
  switch (outcome.kind) {
    case 'failed':
    case 'deferred':
      return `${outcome.kind} ${outcome.reason}`;
    case 'refused':
      return `refused ${outcome.drop.stage}/${outcome.drop.rule}`;
    default:
      return outcome.kind;
  }
}

export const DEFERRED = KINDS.indexOf('deferred');
export const isOfKind = (kind: number, name: FetchOutcome['kind']): boolean => KINDS[kind] === name;
/** Whether the URL is done with. */
export const isFinal = (kind: number): boolean => kind !== DEFERRED;
/** Of a page that is in the archive and not due: it leads on as it did. */
const NOT_DUE = 'refused revisit/not-due';
/** Whether links in it are to be followed: those of documents from disk are not. */
export const hasLinks = ({ kind, name, via }: Pick<EntryRow, 'kind' | 'name' | 'via'>): boolean =>
  via !== 'import' && (KINDS[kind] === 'page' || KINDS[kind] === 'unchanged' || name === NOT_DUE);

/** URLs are looked up by 64 bits of their SHA-256, and then compared: half the index that the URLs themselves would need. */
export const urlHash = (url: string): bigint => hash('sha256', url, 'buffer').readBigInt64BE();

export const roleOf = (role: Role): number => ROLES.indexOf(role);

export function rowOf({ outcome, role, durationMs, ...columns }: LedgerEntry): EntryRow {
  const kind = KINDS.indexOf(outcome.kind);
  return {
    ...columns,
    durationMs: Math.round(durationMs),
    role: roleOf(role),
    kind,
    name: nameOf(outcome),
    outcome: JSON.stringify(slim(outcome, columns.url)),
  };
}

export function entryOf({ kind, role, outcome, ...columns }: EntryRow): LedgerEntry {
  return {
    fetchId: columns.fetchId as FetchId,
    run: columns.run as RunId,
    crawler: columns.crawler,
    url: columns.url as PageUrl,
    role: ROLES[role] ?? 'page',
    via: columns.via as Via,
    depth: columns.depth,
    at: columns.at,
    durationMs: columns.durationMs,
    bytes: columns.bytes,
    outcome: whole(kind, outcome, columns.url as PageUrl),
  };
}

/** The capture repeats the entry's URL, mostly twice. */
function slim(outcome: FetchOutcome, entryUrl: PageUrl): object {
  if (outcome.kind !== 'page') return { ...outcome, kind: undefined };
  const { url, finalUrl, ...capture } = outcome.capture;
  return {
    ...outcome,
    kind: undefined,
    capture: { ...capture, ...(url !== entryUrl && { url }), ...(finalUrl !== entryUrl && { finalUrl }) },
  };
}

function whole(kind: number, json: string, url: PageUrl): FetchOutcome {
  const outcome = { kind: KINDS[kind], ...(JSON.parse(json) as object) } as FetchOutcome;
  return outcome.kind === 'page' ? { ...outcome, capture: { ...outcome.capture, url, finalUrl: url, ...pick(outcome.capture) } } : outcome;
}

const pick = (capture: Partial<Record<'url' | 'finalUrl', PageUrl>>): Partial<Record<'url' | 'finalUrl', PageUrl>> => ({
  ...(capture.url !== undefined && { url: capture.url }),
  ...(capture.finalUrl !== undefined && { finalUrl: capture.finalUrl }),
});

export interface RunRow {
  readonly run: string;
  readonly crawlers: string;
  readonly configDigest: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly rebuilt?: number;
}

export const runRowOf = ({ run, crawlers, configDigest, startedAt, endedAt }: RunRecord): RunRow => ({
  run,
  crawlers: JSON.stringify(crawlers),
  configDigest,
  startedAt,
  endedAt,
});

export const runOf = ({ run, crawlers, configDigest, startedAt, endedAt, rebuilt = 0 }: RunRow): RunRecord => ({
  run: run as RunId,
  crawlers: JSON.parse(crawlers) as string[],
  configDigest: configDigest as Digest,
  startedAt,
  endedAt,
  state: endedAt === null ? 'running' : 'finished',
  ...(rebuilt > 0 && { rebuilt }),
});
