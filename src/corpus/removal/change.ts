import { join } from 'node:path';
import { documentColumns, type RejectedRow, rejectedColumns } from '../columns.ts';
import type { CopyOf } from '../copy.ts';
import { scratchFolder } from '../generations.ts';
import { recount } from '../makeup.ts';
import { checkManifest, type Manifest } from '../manifest.ts';
import { readShard } from '../shards/read.ts';
import type { Row } from '../shards/shard.ts';
import { editShards, Edits } from './edit.ts';
import type { Seen, SeenCopy } from './survey.ts';

/** What a removal makes of a generation's rows and counts. */
export class Change {
  readonly #manifest: Manifest;
  readonly #data = new Edits();
  readonly #rejected = new Edits();
  readonly #drops: Map<string, number>;
  readonly #promoted: { readonly id: string; readonly dump: string; readonly row: Row }[] = [];
  /** By how many the copies of a document have changed. */
  readonly #copies = new Map<string, number>();

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
    this.#drops = new Map(Object.entries(manifest.counts.dropped));
  }

  /** A document becomes a row of what was rejected. */
  bury({ record, dump }: Seen, row: RejectedRow): void {
    this.#data.change(record, () => null);
    this.#rejected.add(dump, { ...row });
    this.#count(`${row.stage}/${row.rule}`, 1);
  }

  /** What was rejected by one rule is so by another. */
  replace({ record }: Seen, rule: string, row: RejectedRow): void {
    this.#rejected.change(record, () => ({ ...row }));
    this.#count(rule, -1);
    this.#count(`${row.stage}/${row.rule}`, 1);
  }

  /** A rejected capture becomes a document. */
  promote({ record, dump, rule }: SeenCopy, id: string, row: Row): void {
    this.#rejected.change(record, () => null);
    this.#promoted.push({ id, dump, row });
    this.#count(`dedup/${rule}`, -1);
  }

  /** A rejected capture is the copy of another document now. */
  point({ record, rule: before }: SeenCopy, { rule, of }: CopyOf, because: string): void {
    this.#rejected.change(record, (row) => ({ ...row, rule, because }));
    this.#count(`dedup/${before}`, -1);
    this.#count(`dedup/${rule}`, 1);
    this.countCopy(of, 1);
  }

  /** A document has more copies, or fewer. */
  countCopy(id: string, by: number): void {
    this.#copies.set(id, (this.#copies.get(id) ?? 0) + by);
  }

  async #settleCopies(folder: string): Promise<void> {
    for (const { id, dump, row } of this.#promoted) {
      this.#data.add(dump, { ...row, duplicates: this.#copies.get(id) ?? 0 });
      this.#copies.delete(id);
    }
    if (this.#copies.size === 0) return;
    for (const { path } of this.#manifest.shards)
      for await (const { id, record_id: record } of readShard(folder, path, ['id', 'record_id'])) {
        const by = this.#copies.get(String(id)) ?? 0;
        const isBuried = this.#data.has(String(record));
        if (by !== 0 && !isBuried) this.#data.change(String(record), (row) => ({ ...row, duplicates: Number(row['duplicates']) + by }));
      }
  }

  /** Writes the shards concerned. */
  async written(folder: string): Promise<Manifest> {
    await this.#settleCopies(folder);
    let files = 0;
    const temporary = (): string => join(scratchFolder(folder), `removal-${(files += 1)}.tmp`);
    const { format, counts } = this.#manifest;
    const common = { folder, temporary, format };
    const shards = await editShards({ ...common, series: 'data', columns: documentColumns }, this.#manifest.shards, this.#data);
    const rejected = await editShards({ ...common, series: 'rejected', columns: rejectedColumns }, this.#manifest.rejected, this.#rejected);
    const dropped = Object.fromEntries([...this.#drops].filter(([, n]) => n > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
    const kept = shards.reduce((sum, { rows }) => sum + rows, 0);
    const drops = Object.values(dropped).reduce((sum, n) => sum + n, 0);
    const rows = rejected.reduce((sum, shard) => sum + shard.rows, 0);
    if (kept + drops !== counts.captured || rows !== drops)
      throw new Error(`Captures went missing: of ${counts.captured}, ${kept} are kept and ${drops} dropped, in ${rows} rejected rows`);
    return checkManifest({
      ...this.#manifest,
      shards: [...shards],
      rejected: [...rejected],
      counts: { captured: counts.captured, kept, dropped },
      makeup: this.#makeup(await recount(folder, { shards, rejected })),
    });
  }

  /** Manifests of before rights were counted stay without. */
  #makeup({ rights, ...counted }: Manifest['makeup']): Manifest['makeup'] {
    return rights === undefined || this.#manifest.makeup.rights === undefined ? counted : { ...counted, rights };
  }

  #count(rule: string, by: number): void {
    this.#drops.set(rule, (this.#drops.get(rule) ?? 0) + by);
  }
}
