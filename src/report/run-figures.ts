import type { Tally } from '../corpus/tally.ts';
import type { RightsFigures } from '../corpus/rights-count.ts';
import type { Ledger, LedgerEntry, OutcomeCounts, RunRecord } from '../ledger/ledger.ts';
import type { Drop, PolitenessKey } from '../records.ts';
import { politenessKeyOf } from '../url/politeness.ts';
import { Histogram } from './histogram.ts';

export interface HostFigures {
  readonly key: PolitenessKey;
  pages: number;
  unchanged: number;
  redirects: number;
  refused: number;
  failed: number;
  bytes: number;
  readonly times: Histogram;
}

/** What the pages of a run say about using them, by what was made of them as they came. */
export interface RunRights {
  readonly rights: RightsFigures;
  readonly licences: Tally;
  /** Pages that were looked at. */
  readonly looked: number;
  /** URLs that were not requested, or not taken, for what robots.txt or headers say. */
  readonly refused: number;
  /** The run has more pages than were looked at. */
  readonly isPart: boolean;
}

/** URLs of a run that were left alone for one reason. */
export interface TrapFigures {
  readonly rule: string;
  /** Of the first of them. */
  readonly because: string;
  readonly example: string;
  urls: number;
}

/** A run in figures. */
export interface RunFigures {
  readonly record: RunRecord;
  /** Final outcomes, one for each URL. */
  readonly outcomes: OutcomeCounts;
  /** Of the finished run of the same crawlers before it. */
  readonly previous: { readonly record: RunRecord; readonly outcomes: OutcomeCounts } | null;
  /** One URL for each outcome. */
  readonly examples: ReadonlyMap<string, string>;
  readonly statuses: ReadonlyMap<string, number>;
  readonly mediaTypes: ReadonlyMap<string, number>;
  readonly depths: ReadonlyMap<string, number>;
  /** By pages, most first. */
  readonly hosts: readonly HostFigures[];
  readonly sizes: Histogram;
  readonly times: Histogram;
  /** Pages in each minute since the start. */
  readonly minutes: readonly number[];
  readonly bytes: number;
  readonly deferred: number;
  /** Most URLs first. */
  readonly traps: readonly TrapFigures[];
  /** Null when nothing of its pages is staged. */
  readonly rights: RunRights | null;
}

/** Minutes that are told apart. */
const MINUTES = 100_000;

/** Reads the entries of a run once; what is kept grows with hosts and outcomes, not with URLs. */
export async function runFigures(ledger: Ledger, run: RunRecord, rights: RunRights | null): Promise<RunFigures> {
  const hosts = new Map<PolitenessKey, HostFigures>();
  const [examples, statuses, mediaTypes, depths] = [
    new Map<string, string>(),
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
  ];
  const [sizes, times] = [new Histogram(), new Histogram()];
  const traps = new Map<string, TrapFigures>();
  const minutes: number[] = [];
  let [bytes, deferred] = [0, 0];
  for await (const entry of ledger.byRun(run.run)) {
    const { url, outcome, at, depth } = entry;
    const host = hostOf(hosts, politenessKeyOf(url));
    bytes += entry.bytes;
    host.bytes += entry.bytes;
    if (entry.durationMs > 0) {
      times.add(entry.durationMs);
      host.times.add(entry.durationMs);
    }
    count(host, entry);
    if (outcome.kind === 'deferred') deferred += 1;
    else if (!examples.has(nameOf(entry))) examples.set(nameOf(entry), url);
    if (outcome.kind === 'refused' && outcome.drop.stage === 'trap') countTrap(traps, outcome.drop, url);
    const status = statusOf(entry);
    if (status !== null) add(statuses, String(status));
    if (outcome.kind === 'page') {
      sizes.add(entry.bytes);
      add(depths, String(depth));
      const type = outcome.capture.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
      add(mediaTypes, type?.split(';')[0]?.trim().toLowerCase() ?? 'none');
    }
    if (outcome.kind === 'page' || outcome.kind === 'unchanged') {
      const minute = Math.min(MINUTES, Math.max(0, Math.floor((at - run.startedAt) / 60_000)));
      minutes[minute] = (minutes[minute] ?? 0) + 1;
    }
  }
  const same = run.crawlers.join(' ');
  const before = (await ledger.runs()).find(
    (each) => each.startedAt < run.startedAt && each.state === 'finished' && each.crawlers.join(' ') === same,
  );
  return {
    record: run,
    outcomes: await ledger.finalOutcomes(run.run),
    previous: before === undefined ? null : { record: before, outcomes: await ledger.finalOutcomes(before.run) },
    examples,
    statuses,
    mediaTypes,
    depths,
    hosts: [...hosts.values()].sort((a, b) => b.pages + b.unchanged - a.pages - a.unchanged || (a.key < b.key ? -1 : 1)),
    sizes,
    times,
    minutes: Array.from(minutes, (pages) => pages ?? 0),
    bytes,
    deferred,
    traps: [...traps.values()].sort((a, b) => b.urls - a.urls || (a.because < b.because ? -1 : 1)),
    rights,
  };
}

const add = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

/** What is in quarantine gives its pattern as the reason; the shape of an address is another one each time. */
function countTrap(traps: Map<string, TrapFigures>, { rule, because }: Drop, url: string): void {
  const name = because.startsWith('http') ? because : rule;
  const known = traps.get(name);
  if (known === undefined) traps.set(name, { rule, because, example: url, urls: 1 });
  else known.urls += 1;
}

function hostOf(hosts: Map<PolitenessKey, HostFigures>, key: PolitenessKey): HostFigures {
  const known = hosts.get(key);
  if (known !== undefined) return known;
  const host: HostFigures = { key, pages: 0, unchanged: 0, redirects: 0, refused: 0, failed: 0, bytes: 0, times: new Histogram() };
  hosts.set(key, host);
  return host;
}

function count(host: HostFigures, { outcome: { kind } }: LedgerEntry): void {
  if (kind === 'page') host.pages += 1;
  if (kind === 'unchanged') host.unchanged += 1;
  if (kind === 'redirect') host.redirects += 1;
  if (kind === 'refused') host.refused += 1;
  if (kind === 'failed') host.failed += 1;
}

/** As `OutcomeCounts` has it. */
function nameOf({ outcome }: LedgerEntry): string {
  if (outcome.kind === 'failed' || outcome.kind === 'deferred') return `${outcome.kind} ${outcome.reason}`;
  return outcome.kind === 'refused' ? `refused ${outcome.drop.stage}/${outcome.drop.rule}` : outcome.kind;
}

function statusOf({ outcome }: LedgerEntry): number | null {
  if (outcome.kind === 'page') return outcome.capture.status;
  if (outcome.kind === 'unchanged') return 304;
  return outcome.kind === 'redirect' ? outcome.status : outcome.kind === 'failed' ? (outcome.status ?? null) : null;
}
