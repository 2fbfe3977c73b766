import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Stands for the batch of results that are in none yet. */
export const WAITING = 0;

/** A batch ends with the result that brings it to either. */
const BATCH_RESULTS = 512;
const BATCH_BYTES = 4 * 2 ** 20;
/** More is damage or a bomb. */
const MAX_BYTES = 2 ** 31 - 1;

/** Results as all machines have them: JSON lines of key and result in one zstd frame, under the name of its bytes. */
export interface Batch {
  readonly name: string;
  readonly body: Uint8Array;
}

/** A value as it lies in the database, and back. */
export interface Packing {
  readonly pack: (json: string) => Uint8Array;
  readonly unpack: (value: Uint8Array) => string;
}

interface Line {
  readonly key: string;
  readonly result: unknown;
}

export const batchName = (body: Uint8Array): string => `${hash('sha256', body)}.jsonl.zst`;

/** @throws when the bytes are no batch */
function linesOf(body: Uint8Array): readonly Line[] {
  const text = zstdDecompressSync(body, { maxOutputLength: MAX_BYTES }).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

function batchOf(lines: readonly string[]): Batch {
  const body = zstdCompressSync(lines.join(''), { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  return { name: batchName(body), body };
}

/** How results of this database come into batches, and those of others' batches into it. */
export function batchOperations(db: DatabaseSync, { pack, unpack }: Packing) {
  const waiting = db.prepare(`SELECT rowid, key, value FROM result WHERE batch = ${WAITING} ORDER BY key LIMIT ${BATCH_RESULTS}`);
  const name = db.prepare('INSERT OR IGNORE INTO batch (name) VALUES (?)');
  const idOf = db.prepare('SELECT id FROM batch WHERE name = ?');
  const assign = db.prepare(`UPDATE result SET batch = ? WHERE rowid = ? AND batch = ${WAITING}`);
  const has = db.prepare('SELECT 1 FROM result WHERE key = ?');
  // What this machine has and others do not yet may say more.
  const take = db.prepare(
    `INSERT INTO result (key, value, batch) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, batch = excluded.batch WHERE batch IS NOT ${WAITING}`,
  );
  const named = (batch: string): number => {
    name.run(batch);
    return Number(idOf.get(batch)?.['id']);
  };
  return {
    /** From now on, what this machine had for itself is for all. */
    shareAll(): void {
      db.exec(`UPDATE result SET batch = ${WAITING} WHERE batch IS NULL`);
    },
    /** A batch of what waits, and which rows are in it; null when nothing waits. Damaged ones go. */
    waitingBatch(): (Batch & { readonly rows: readonly number[] }) | null {
      const lines: string[] = [];
      const rows: number[] = [];
      let bytes = 0;
      for (const { rowid, key, value } of waiting.iterate() as Iterable<Record<string, unknown>>) {
        try {
          lines.push(`{"key":${JSON.stringify(key)},"result":${unpack(value as Uint8Array)}}\n`);
        } catch {
          // Its line is left out, and the row says no longer that it waits.
        }
        rows.push(Number(rowid));
        bytes += (value as Uint8Array).length;
        if (bytes >= BATCH_BYTES) break;
      }
      return rows.length === 0 ? null : { ...batchOf(lines), rows };
    },
    /** These rows are in a batch now. */
    batched(batch: string, rows: readonly number[]): void {
      const id = named(batch);
      for (const row of rows) assign.run(id, row);
    },
    batches: (): readonly string[] =>
      db
        .prepare('SELECT name FROM batch ORDER BY name')
        .all()
        .map((row) => String(row['name'])),
    /** Takes in the results of a batch. False when it cannot be read. */
    takeBatch({ name: batch, body }: Batch): boolean {
      let lines: readonly Line[];
      try {
        lines = linesOf(body);
      } catch {
        return false;
      }
      const id = named(batch);
      for (const { key, result } of lines) take.run(key, pack(JSON.stringify(result)), id);
      return true;
    },
    /** Gives up the results of batches that are no more. */
    dropBatches(names: readonly string[]): void {
      for (const batch of names) {
        db.prepare('DELETE FROM result WHERE batch = (SELECT id FROM batch WHERE name = ?)').run(batch);
        db.prepare('DELETE FROM batch WHERE name = ?').run(batch);
      }
    },
    /** Gives up what others do not have yet. */
    dropWaiting(): void {
      db.exec(`DELETE FROM result WHERE batch = ${WAITING}`);
    },
    /** A batch without the results that are not here any longer: the same one when it lacks none, null when nothing is left. */
    swept({ name: batch, body }: Batch): Batch | null {
      const lines = linesOf(body);
      const stay = lines.filter(({ key }) => has.get(key) !== undefined);
      if (stay.length === lines.length) return { name: batch, body };
      return stay.length === 0 ? null : batchOf(stay.map((line) => `${JSON.stringify(line)}\n`));
    },
    /** Results of one batch are in another now. */
    renameBatch(from: string, to: string): void {
      db.prepare('UPDATE result SET batch = ? WHERE batch = (SELECT id FROM batch WHERE name = ?)').run(named(to), from);
    },
  };
}
