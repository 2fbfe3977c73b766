import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CrawlTables } from './crawl-tables.ts';
import { crawlTables, dropCrawlTables } from './schema.ts';
import type { SeenSizes } from './seen.ts';

export interface Crawl extends SeenSizes {
  readonly id: number;
  discovered: number;
  leased: number;
  settled: number;
  keys: number;
  /** The newest URL that has been put into the queue's order. */
  sorted: number;
}

export class Crawls {
  readonly #db: DatabaseSync;
  readonly #find: StatementSync;
  readonly #get: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #tables = new Map<number, CrawlTables>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#find = db.prepare('SELECT id FROM crawls WHERE name = ?');
    this.#get = db.prepare('SELECT id, discovered, leased, settled, keys, sorted, seen0, seen1 FROM crawls WHERE id = ?');
    this.#insert = db.prepare('INSERT INTO crawls(name) VALUES (?)');
    this.#update = db.prepare(
      'UPDATE crawls SET discovered = ?, leased = ?, settled = ?, keys = ?, sorted = ?, seen0 = ?, seen1 = ? WHERE id = ?',
    );
  }

  find(name: string): number | null {
    return (this.#find.get(name)?.['id'] as number | undefined) ?? null;
  }

  findOrMake(name: string): number {
    const found = this.find(name);
    if (found !== null) return found;
    const id = Number(this.#insert.run(name).lastInsertRowid);
    this.#db.exec(crawlTables(id));
    return id;
  }

  all(): readonly (Crawl & { readonly name: string })[] {
    const rows = this.#db.prepare('SELECT id, name FROM crawls ORDER BY id').all() as unknown as { id: number; name: string }[];
    return rows.map(({ id, name }) => ({ ...this.get(id), name }));
  }

  get(id: number): Crawl {
    const crawl = this.#get.get(id) as Crawl | undefined;
    if (crawl === undefined) throw new Error('this crawl was dropped from the frontier');
    return crawl;
  }

  save({ id, discovered, leased, settled, keys, sorted, seen0, seen1 }: Crawl): void {
    this.#update.run(discovered, leased, settled, keys, sorted, seen0, seen1, id);
  }

  /** Statements are prepared when a crawl is first used, for which its tables must be there. */
  tables(id: number): CrawlTables {
    let tables = this.#tables.get(id);
    if (tables === undefined) this.#tables.set(id, (tables = new CrawlTables(this.#db, id)));
    return tables;
  }

  drop(id: number): void {
    this.#tables.delete(id);
    this.#db.exec(dropCrawlTables(id));
    this.#db.prepare('DELETE FROM crawls WHERE id = ?').run(id);
  }
}
