import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ArchiveLocation, Capture, FetchId, Headers, Instant, PageUrl, RecordId } from '../../records.ts';
import type { ArchivedEntry, Move } from '../ledger.ts';
import { isOfKind, KINDS } from './row.ts';

const PAGE = 256;

/** Entries that name a record of the archive, each with the newest capture of its URL, crawler and role. */
const NAMED = `SELECT e.id, e.fetch_id AS fetchId, e.url, e.kind, e.outcome,
    (SELECT v.outcome FROM entries v WHERE v.url_hash = e.url_hash AND v.url = e.url AND v.crawler = e.crawler AND v.role = e.role
      AND v.kind = 0 ORDER BY v.at DESC, v.id DESC LIMIT 1) AS newest
  FROM entries e WHERE e.kind <= 2 AND e.id > ? ORDER BY e.id LIMIT ${PAGE}`;

interface NamedRow {
  readonly id: number;
  readonly fetchId: FetchId;
  readonly url: PageUrl;
  readonly kind: number;
  readonly outcome: string;
  readonly newest: string | null;
}

/** The fields of stored outcomes that are looked at here; which of them are there depends on the kind. */
export interface Stored {
  readonly capture: Pick<Capture, 'recordId' | 'at' | 'bodyDigest' | 'renderedFrom'>;
  readonly location: ArchiveLocation;
  readonly recordId: RecordId;
  readonly of: RecordId;
  readonly headers: Headers;
  readonly leads?: readonly PageUrl[];
}

/** An outcome that tells nothing of what the answer said but its digest. */
export const withoutHeaders = (outcome: Stored): object => ({
  ...outcome,
  leads: undefined,
  ...('capture' in outcome && { capture: { ...outcome.capture, headers: [] } }),
  ...('headers' in outcome && { headers: [] }),
});

/** What the ledger knows of the archive: which records it names, where they are, and which are no more. */
export class Archived {
  readonly #db: DatabaseSync;
  readonly #named: StatementSync;
  readonly #outcome: StatementSync;
  readonly #rewrite: StatementSync;
  readonly #leadsNowhere: StatementSync;
  readonly #collect: StatementSync;
  readonly #collected: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#named = db.prepare(NAMED);
    this.#outcome = db.prepare('SELECT kind, outcome FROM entries WHERE fetch_id = ?');
    this.#rewrite = db.prepare('UPDATE entries SET outcome = ? WHERE fetch_id = ?');
    this.#leadsNowhere = db.prepare('UPDATE entries SET harvested = NULL WHERE fetch_id = ?');
    this.#collect = db.prepare('INSERT OR IGNORE INTO collected(record, at) VALUES (?, ?)');
    this.#collected = db.prepare('SELECT at FROM collected WHERE record = ?');
  }

  page(after: number): { readonly rows: readonly ArchivedEntry[]; readonly after: number | null } {
    const found = this.#named.all(after) as unknown as NamedRow[];
    return { rows: found.map((row) => this.#entryOf(row)), after: found.length < PAGE ? null : (found.at(-1)?.id ?? null) };
  }

  moved(moves: readonly Move[], now: Instant): void {
    for (const { fetchId, to, erase } of moves) {
      const row = this.#outcome.get(fetchId) as { kind: number; outcome: string } | undefined;
      if (row === undefined) continue;
      const outcome = JSON.parse(row.outcome) as Stored;
      if (to === null) this.#collect.run(row.kind === 0 ? outcome.capture.recordId : outcome.recordId, now);
      else if (row.kind === 0) this.#rewrite.run(JSON.stringify({ ...outcome, location: to }), fetchId);
      if (erase !== true) continue;
      this.#leadsNowhere.run(fetchId);
      this.#rewrite.run(JSON.stringify(withoutHeaders(outcome)), fetchId);
    }
  }

  collectedAt(record: string): Instant | null {
    return (this.#collected.get(record)?.['at'] as number | undefined) ?? null;
  }

  faults(): readonly string[] {
    const rows = (sql: string): Record<string, unknown>[] => this.#db.prepare(sql).all();
    const unlike =
      rows(`SELECT r.name AS run, n.name AS name, t.entries, (SELECT count(*) FROM entries e WHERE e.run = t.run AND e.name = t.name) AS there
      FROM tallies t JOIN runs r ON r.id = t.run JOIN names n ON n.id = t.name WHERE t.entries <> there`);
    const lost = rows(`SELECT e.fetch_id AS id FROM entries e LEFT JOIN runs r ON r.id = e.run LEFT JOIN crawlers c ON c.id = e.crawler
      LEFT JOIN names n ON n.id = e.name WHERE r.id IS NULL OR c.id IS NULL OR n.id IS NULL`);
    return [
      ...rows('PRAGMA integrity_check')
        .map((row) => String(row['integrity_check']))
        .filter((text) => text !== 'ok'),
      ...unlike.map(
        ({ run, name, entries, there }) =>
          `run ${String(run)} has ${String(there)} entries of ${String(name)}, and counts ${String(entries)}`,
      ),
      ...lost.map(({ id }) => `entry ${String(id)} refers to a run, a crawler or an outcome that is not there`),
    ];
  }

  #entryOf({ fetchId, url, kind, outcome: json, newest: newestJson }: NamedRow): ArchivedEntry {
    const newest = newestJson === null ? null : (JSON.parse(newestJson) as Stored).capture;
    const outcome = JSON.parse(json) as Stored;
    const isPage = isOfKind(kind, 'page');
    const recordId = isPage ? outcome.capture.recordId : outcome.recordId;
    const body = isPage ? recordId : isOfKind(kind, 'unchanged') ? outcome.of : null;
    // Of two captures at the same instant, a build may take either.
    const isNewest = isPage && outcome.capture.at >= (newest?.at ?? 0);
    return {
      fetchId,
      url,
      kind: KINDS[kind] as ArchivedEntry['kind'],
      recordId,
      location: isPage ? outcome.location : null,
      body,
      from: (isPage ? outcome.capture.renderedFrom : null) ?? null,
      digest: isPage ? outcome.capture.bodyDigest : null,
      isCurrent: body === null || isNewest || body === newest?.recordId,
      isCollected: this.collectedAt(recordId) !== null,
    };
  }
}
