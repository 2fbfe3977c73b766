import type { Document, Drop, Evidence, PageUrl } from '../records.ts';
import { type RightsCounted, RightsCount } from './rights-count.ts';
import { MEASURED, MeasuredCount } from './measured.ts';
import { hostOf } from './rows.ts';
import { readShard } from './shards/read.ts';
import { Counter } from './tally.ts';
import type { Manifest } from './manifest.ts';

/** Names for what a page may declare about itself without being held to any grammar. */
const LANGUAGE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/;

/** What of a document is counted. */
interface Counted extends Pick<Document, 'url' | 'extractor'> {
  readonly language: string | null;
  readonly text: { readonly length: number };
  readonly rights: RightsCounted & { readonly licence: { readonly id: string | null } };
}

/** Counts what is kept and dropped while rows are written. */
export class MakeupCount {
  readonly #captured = new Counter();
  readonly #kept = new Counter();
  readonly #drops = new Counter();
  readonly #languages = new Counter();
  readonly #licences = new Counter();
  readonly #trainUse = new Counter();
  readonly #extractors = new Counter();
  readonly #rights = new RightsCount();
  readonly #measured = new MeasuredCount();
  #characters = 0;
  #gone = 0;

  drop(url: PageUrl, drop: Drop): void {
    this.#captured.add(hostOf(url));
    this.#drops.add(`${drop.stage}/${drop.rule}`);
    this.#rights.drop(drop);
  }

  keep(document: Counted): void {
    const host = hostOf(document.url);
    this.#captured.add(host);
    this.#kept.add(host);
    this.#languages.add(languageOf(document.language));
    this.#licences.add(document.rights.licence.id ?? 'unknown');
    this.#trainUse.add(document.rights.uses.train);
    this.#extractors.add(document.extractor);
    this.#rights.keep(document.rights);
    this.#characters += document.text.length;
  }

  /** Counts a page that is kept though its host has it no longer. */
  keepGone(): void {
    this.#gone += 1;
  }

  get gone(): number {
    return this.#gone;
  }

  /** Counts what was measured of a document that is kept. */
  measure(row: Parameters<MeasuredCount['add']>[0]): void {
    this.#measured.add(row);
  }

  /** By `stage/rule`, in the order of the names. */
  dropped(): Readonly<Record<string, number>> {
    return this.#drops.all();
  }

  makeup(): Manifest['makeup'] {
    const { names, top } = this.#captured.tally();
    return {
      characters: this.#characters,
      hosts: { names, top: top.map(([host, captured]) => [host, captured, this.#kept.of(host)]) },
      languages: this.#languages.tally(),
      licences: this.#licences.tally(),
      trainUse: this.#trainUse.tally(),
      extractors: this.#extractors.tally(),
      rights: this.#rights.figures(),
      measured: this.#measured.figures(),
    };
  }
}

interface Shards {
  readonly shards: readonly { readonly path: string }[];
  readonly rejected: readonly { readonly path: string }[];
}

/** The makeup of shards that are on the disk. */
export async function recount(folder: string, { shards, rejected }: Shards): Promise<Manifest['makeup']> {
  const count = new MakeupCount();
  for (const { path } of shards)
    for await (const row of readShard(folder, path, ['url', 'language', 'extractor', 'rights', ...MEASURED])) {
      const rights = JSON.parse(String(row['rights'])) as Counted['rights'];
      const [url, extractor] = [String(row['url']) as PageUrl, String(row['extractor'])];
      const language = row['language'] as string | null;
      count.keep({ url, language, extractor, rights, text: String(row['text']) });
      count.measure(row as Parameters<MeasuredCount['add']>[0]);
    }
  for (const { path } of rejected)
    for await (const row of readShard(folder, path, ['url', 'stage', 'rule', 'evidence'])) {
      const evidence = row['evidence'] === null ? {} : { evidence: JSON.parse(String(row['evidence'])) as readonly Evidence[] };
      const drop = { stage: row['stage'] as Drop['stage'], rule: String(row['rule']), because: '', ...evidence };
      count.drop(String(row['url']) as PageUrl, drop);
    }
  return count.makeup();
}

function languageOf(tag: string | null): string {
  return tag !== null && tag !== 'und' && LANGUAGE.test(tag) ? tag : 'unknown';
}
