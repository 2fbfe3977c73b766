import { DatabaseSync } from 'node:sqlite';
import type { Described, Digest, Drop, RecordId, Evidence } from '../records.ts';
import type { CaptureRef } from './capture-ref.ts';
import { named, nearlyLike, sameText } from './copy.ts';
import { documentId, documentKey, dumpOf } from './order.ts';

/** Rows fetched at a time: no statement stays open while others write. */
const PAGE = 256;

/** What became of one capture. */
export type Fate =
  | {
      readonly kept: true;
      readonly id: string;
      readonly duplicates: number;
      /** Where they were counted already. */
      readonly tokens: number | null;
      /** Of the text as curating left it, when that is not as refining made it. */
      readonly described: Described | null;
      readonly score: number | null;
    }
  | { readonly kept: false; readonly drop: Drop };

/** An earlier capture that has the same text, or one so much alike, 0 to 1. */
export interface Original {
  readonly place: number;
  readonly alike: number | 'same';
}

/** What was found of a capture whose text may be in the corpus. */
export interface Candidate {
  readonly content: Digest;
  /** The earlier capture whose text it repeats. */
  readonly original?: Original;
  /** By which documents are preferred when not all have room. */
  readonly score?: number;
  readonly tokens?: number;
  readonly described?: Described;
}

export interface Placed {
  /** Rank in the total order, from 1. */
  readonly place: number;
  readonly ref: CaptureRef;
}

/**
 * Every capture of a build in the total order (dump, document key, fetch time, body digest, record id), with what is known of it so
 * far. It lives in a scratch database, so that five million captures cost about 8 GB of disk and the 16 MB of its page cache; texts are never in it.
 */
export interface Roll {
  add(ref: CaptureRef): void;
  /** After the last `add`: sorts, and finds the newest capture of each URL. Returns how many captures there are. */
  order(): number;
  /** Captures that no newer one of the same URL supersedes, in order. */
  current(): Generator<Placed>;
  /** The same, in the order in which they lie in the archive. Once. */
  inArchive(): Generator<Placed>;
  /** What was found of a current capture, or why it is dropped. */
  judge(place: number, verdict: Candidate | Drop): void;
  /** After the last `judge`. With a number of tokens, documents are kept by score, then by order, until there are as many. */
  choose(tokens?: number): void;
  /** Every capture with its fate, in order. */
  fates(): Generator<Placed & { readonly fate: Fate }>;
  close(): void;
}

const TABLES = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA cache_size = -16384;
  CREATE TABLE arrival (
    dump TEXT, key BLOB, at INTEGER, body TEXT, record TEXT, crawler TEXT, ref TEXT
  ) STRICT;
  CREATE TABLE roll (
    place INTEGER PRIMARY KEY, arrival INTEGER, key BLOB, at INTEGER, newest INTEGER, content TEXT, original INTEGER, alike REAL, score REAL, tokens INTEGER, described TEXT,
    stage TEXT, rule TEXT, because TEXT, evidence TEXT
  ) STRICT;
  BEGIN;
`;

/** A record that comes twice counts once; which of the two does not depend on which came first. */
const ORDER = `
  INSERT INTO roll (arrival, key, at)
    SELECT arrival, key, at FROM (
      SELECT rowid AS arrival, dump, key, at, body, record, min(crawler) FROM arrival GROUP BY dump, key, at, body, record
    ) ORDER BY dump, key, at, body, record;
  CREATE INDEX roll_page ON roll (key, at, place);
  UPDATE roll SET newest = (SELECT place FROM roll AS other WHERE other.key = roll.key ORDER BY at DESC, place DESC LIMIT 1);
`;

const CHOOSE = `
  CREATE INDEX roll_copies ON roll (original) WHERE original IS NOT NULL;
`;

const FILL = `
  UPDATE roll SET stage = 'budget', rule = 'tokens', because = ? WHERE place IN (
    SELECT place FROM (
      SELECT place, sum(tokens) OVER (ORDER BY score DESC, place) AS total FROM roll WHERE content IS NOT NULL AND original IS NULL
    ) WHERE total > ?
  )
`;

const CURRENT = `
  SELECT place, ref FROM roll JOIN arrival ON arrival.rowid = arrival
  WHERE place > ? AND newest = place ORDER BY place LIMIT ${PAGE}
`;

const SORT_BY_ARCHIVE = `
  CREATE TABLE reading (turn INTEGER PRIMARY KEY, place INTEGER) STRICT;
  INSERT INTO reading (place)
    SELECT place FROM roll JOIN arrival ON arrival.rowid = arrival WHERE newest = place
    ORDER BY ref ->> '$.location.segment', ref ->> '$.location.offset', place;
`;

const IN_ARCHIVE = `
  SELECT turn, reading.place, ref FROM reading JOIN roll ON roll.place = reading.place JOIN arrival ON arrival.rowid = arrival
  WHERE turn > ? ORDER BY turn LIMIT ${PAGE}
`;

const FATES = `
  SELECT roll.place, mine.ref, roll.newest, roll.content, roll.original, roll.alike, roll.tokens, roll.described, roll.score,
    roll.stage, roll.rule, roll.because, roll.evidence, other.content AS other, theirs.ref AS better,
    (SELECT count(*) FROM roll AS copy WHERE copy.original = roll.place) AS duplicates
  FROM roll JOIN arrival AS mine ON mine.rowid = roll.arrival
    LEFT JOIN roll AS other ON other.place = CASE WHEN roll.newest <> roll.place THEN roll.newest ELSE roll.original END
    LEFT JOIN arrival AS theirs ON theirs.rowid = other.arrival
  WHERE roll.place > ? ORDER BY roll.place LIMIT ${PAGE}
`;

interface CurrentRow {
  readonly place: number;
  readonly ref: string;
}

interface FateRow extends CurrentRow {
  readonly newest: number;
  readonly content: Digest | null;
  readonly original: number | null;
  readonly alike: number | null;
  readonly tokens: number | null;
  readonly described: string | null;
  readonly score: number | null;
  readonly stage: Drop['stage'] | null;
  readonly rule: string | null;
  readonly because: string | null;
  readonly evidence: string | null;
  readonly duplicates: number;
  /** The capture that this one loses against, and the digest of its text. */
  readonly better: string | null;
  readonly other: Digest | null;
}

/** Opens a roll in a new file, which is the caller's to remove. */
export function openRoll(file: string): Roll {
  const database = new DatabaseSync(file);
  database.exec(TABLES);
  const insert = database.prepare('INSERT INTO arrival VALUES (?, ?, ?, ?, ?, ?, ?)');
  const keep = database.prepare(
    'UPDATE roll SET content = ?, original = ?, alike = ?, score = ?, tokens = ?, described = ? WHERE place = ?',
  );
  const drop = database.prepare('UPDATE roll SET stage = ?, rule = ?, because = ?, evidence = ? WHERE place = ?');
  const current = database.prepare(CURRENT);
  const fates = database.prepare(FATES);

  return {
    add(ref) {
      const { url, at, bodyDigest, recordId } = ref.capture;
      insert.run(dumpOf(ref.run), documentKey(url), at, bodyDigest, recordId, ref.crawler, JSON.stringify(ref));
    },
    order() {
      database.exec(ORDER);
      const row = database.prepare('SELECT count(*) AS captures FROM roll').get() as { captures: number } | undefined;
      return row?.captures ?? 0;
    },
    *current() {
      for (const { place, ref } of paged((after) => current.all(after) as unknown as readonly CurrentRow[]))
        yield { place, ref: parseRef(ref) };
    },
    *inArchive() {
      database.exec(SORT_BY_ARCHIVE);
      const reading = database.prepare(IN_ARCHIVE);
      const turns = paged(
        (after) => reading.all(after) as unknown as readonly (CurrentRow & { readonly turn: number })[],
        ({ turn }) => turn,
      );
      for (const { place, ref } of turns) yield { place, ref: parseRef(ref) };
    },
    judge(place, verdict) {
      if ('content' in verdict) {
        const { content, original, score = null, tokens = null, described } = verdict;
        const told = described === undefined || original !== undefined ? null : JSON.stringify(described);
        keep.run(
          content,
          original?.place ?? null,
          original === undefined || original.alike === 'same' ? null : original.alike,
          score,
          tokens,
          told,
          place,
        );
      } else {
        const evidence = verdict.evidence === undefined ? null : JSON.stringify(verdict.evidence);
        drop.run(verdict.stage, verdict.rule, verdict.because, evidence, place);
      }
    },
    choose(tokens) {
      database.exec(CHOOSE);
      if (tokens !== undefined) database.prepare(FILL).run(`the corpus is full: ${tokens} tokens`, tokens);
    },
    *fates() {
      for (const row of paged((after) => fates.all(after) as unknown as readonly FateRow[])) {
        const ref = parseRef(row.ref);
        yield { place: row.place, ref, fate: fateOf(row, ref) };
      }
    },
    close: () => database.close(),
  };
}

/** All rows, of which `read` gives those after one. */
function* paged<Row extends CurrentRow>(
  read: (after: number) => readonly Row[],
  keyOf: (row: Row) => number = ({ place }) => place,
): Generator<Row> {
  for (let after = 0; ;) {
    const rows = read(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = keyOf(last);
  }
}

const parseRef = (json: string): CaptureRef => JSON.parse(json) as CaptureRef;

function fateOf(row: FateRow, ref: CaptureRef): Fate {
  const { better, content, original, stage, rule, because, evidence } = row;
  if (row.newest !== row.place) return dropped('superseded', `fetched again ${seen(better)}`);
  if (stage !== null && rule !== null && because !== null) {
    const read = evidence === null ? {} : { evidence: JSON.parse(evidence) as readonly Evidence[] };
    return { kept: false, drop: { stage, rule, because, ...read } };
  }
  if (content === null) throw new Error(`Capture ${ref.capture.recordId} was never judged`);
  if (original === null) {
    const described = row.described === null ? null : (JSON.parse(row.described) as Described);
    return {
      kept: true,
      id: documentId(ref.capture.url, content),
      duplicates: row.duplicates,
      tokens: row.tokens,
      described,
      score: row.score,
    };
  }
  if (better === null || row.other === null) throw new Error(`Capture ${ref.capture.recordId} repeats one that was never judged`);
  const { url } = parseRef(better).capture;
  const document = named(documentId(url, row.other), url);
  return row.alike === null ? dropped('exact', sameText(document)) : dropped('near', nearlyLike(row.alike, document));
}

const dropped = (rule: string, because: string): Fate => ({ kept: false, drop: { stage: 'dedup', rule, because } });

function seen(better: string | null): string {
  if (better === null) return 'later';
  const { at, recordId }: { at: number; recordId: RecordId } = parseRef(better).capture;
  return `at ${new Date(at).toISOString()} as ${recordId}`;
}
