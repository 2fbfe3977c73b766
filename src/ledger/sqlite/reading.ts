import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant } from '../../records.ts';
import type { OutcomeCounts } from '../ledger.ts';
import { type EntryRow, type RunRow, urlHash } from './row.ts';
import { CAPTURE, type CaptureRow, COLUMNS, defineSaid, TABLES } from './standing.ts';

/** Entries in the order of their numbers, a page of them at a time. */
export interface EntryPage<Row extends EntryRow = EntryRow> {
  readonly rows: readonly Row[];
  /** To be given for the next page; null when this is the last. */
  readonly after: number | null;
  /** The number of the last entry; null when there is none. */
  readonly last: number | null;
}

const PAGE = 256;

const ENTRY = `SELECT ${COLUMNS} FROM ${TABLES}`;
const paged = `AND e.id > ? ORDER BY e.id LIMIT ${PAGE}`;

export class Reading {
  readonly #byUrl: StatementSync;
  readonly #byRun: StatementSync;
  readonly #captures: StatementSync;
  readonly #unharvested: StatementSync;
  readonly #newestCapture: StatementSync;
  readonly #crawlers: StatementSync;
  readonly #tallies: StatementSync;
  readonly #runs: StatementSync;

  constructor(db: DatabaseSync) {
    defineSaid(db);
    this.#byUrl = db.prepare(`${ENTRY} WHERE e.url_hash = ? AND e.url = ? ORDER BY e.at, e.id`);
    this.#byRun = db.prepare(`${ENTRY} WHERE e.run = (SELECT id FROM runs WHERE name = ?) ${paged}`);
    this.#captures = db.prepare(
      `${CAPTURE} WHERE e.kind = 0 AND e.role = 0 AND e.at <= $asOf AND e.crawler = (SELECT id FROM crawlers WHERE name = $crawler)
        AND e.id > $after ORDER BY e.id LIMIT ${PAGE}`,
    );
    this.#unharvested = db.prepare(`${ENTRY} WHERE e.harvested = 0 AND e.run = (SELECT id FROM runs WHERE name = ?) ${paged}`);
    this.#newestCapture =
      db.prepare(`${CAPTURE} WHERE e.url_hash = $hash AND e.url = $url AND e.kind = 0 AND e.role = $role AND e.at <= $asOf
        AND e.crawler = (SELECT id FROM crawlers WHERE name = $crawler) ORDER BY e.at DESC, e.id DESC LIMIT 1`);
    this.#crawlers = db.prepare('SELECT name FROM crawlers ORDER BY id');
    this.#tallies = db.prepare(`SELECT n.name, t.entries, t.urls FROM tallies t JOIN names n ON n.id = t.name
      WHERE t.run = (SELECT id FROM runs WHERE name = ?) ORDER BY n.name`);
    this.#runs =
      db.prepare(`SELECT name AS run, crawlers, config_digest AS configDigest, started_at AS startedAt, ended_at AS endedAt, rebuilt
      FROM runs WHERE started_at IS NOT NULL ORDER BY started_at DESC, id DESC`);
  }

  byUrl(url: string): readonly EntryRow[] {
    return this.#byUrl.all(urlHash(url), url) as unknown as EntryRow[];
  }

  byRun(run: string, after: number): EntryPage {
    return pageOf(this.#byRun.all(run, after));
  }

  captures(crawler: string, asOf: Instant, after: number): EntryPage<CaptureRow> {
    return pageOf(this.#captures.all({ asOf, crawler, after }));
  }

  unharvested(run: string, after: number): EntryPage {
    return pageOf(this.#unharvested.all(run, after));
  }

  newestCapture(url: string, crawler: string, role: number): CaptureRow | null {
    const row = this.#newestCapture.get({ hash: urlHash(url), url, crawler, role, asOf: Number.MAX_SAFE_INTEGER });
    return (row as CaptureRow | undefined) ?? null;
  }

  crawlers(): readonly string[] {
    return this.#crawlers.all().map((row) => String(row['name']));
  }

  outcomes(run: string, count: 'entries' | 'urls'): OutcomeCounts {
    const rows = this.#tallies.all(run) as unknown as { name: string; entries: number; urls: number }[];
    return Object.fromEntries(rows.filter((row) => row[count] > 0).map((row) => [row.name, row[count]]));
  }

  runs(): readonly RunRow[] {
    return this.#runs.all() as unknown as RunRow[];
  }
}

function pageOf<Row extends EntryRow>(found: readonly object[]): EntryPage<Row> {
  const rows = found as unknown as (Row & { id: number })[];
  const last = rows.at(-1)?.id ?? null;
  return { rows, after: rows.length < PAGE ? null : last, last };
}
