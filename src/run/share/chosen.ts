import { rowsOf, type Filters, FILTERED, isWanted } from '../../corpus/documents.ts';
import type { Manifest } from '../../corpus/manifest.ts';
import type { CaptureNote } from '../../archive/capture-note.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import type { PageUrl, RecordId } from '../../records.ts';
import type { Reading } from '../reading.ts';
import { openScratchIndex, type ScratchIndex } from '../scratch-index.ts';

/** Whose captures are given away. */
export interface Choice {
  /** Of the corpus. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Which of its documents. */
  readonly filters: Filters;
  /** All that is in the archive, whatever became of it. */
  readonly all: boolean;
}

type Ledger = NonNullable<Reading['ledger']>;

/** The records of an archive that are meant, and what the ledger knows of them. They may be too many for memory. */
export class Chosen {
  readonly #ledger: Ledger;
  readonly #choice: Choice;
  readonly #asOf: number;
  readonly #index: ScratchIndex<'wanted' | 'withdrawn'>;

  private constructor(ledger: Ledger, choice: Choice) {
    this.#ledger = ledger;
    this.#choice = choice;
    this.#asOf = choice.all ? Number.POSITIVE_INFINITY : Date.parse(choice.manifest.asOf);
    this.#index = openScratchIndex();
  }

  static async find(ledger: Ledger, choice: Choice): Promise<Chosen> {
    const chosen = new Chosen(ledger, choice);
    try {
      for await (const { capture, withdrawn } of ledger.captures({}))
        if (withdrawn !== undefined)
          chosen.#index.add('withdrawn', capture.recordId, JSON.stringify({ ...withdrawn, evidence: undefined }));
      if (!choice.all) await chosen.#addDocuments();
      return chosen;
    } catch (error) {
      chosen.close();
      throw error;
    }
  }

  async #addDocuments(): Promise<void> {
    const { folder, manifest, filters } = this.#choice;
    for await (const row of rowsOf(folder, manifest.shards, ['url', 'record_id', ...FILTERED])) {
      if (!isWanted(row, filters)) continue;
      const id = String(row['record_id']) as RecordId;
      this.#index.add('wanted', id);
      const outcome = (await this.entryOf(String(row['url']) as PageUrl, id))?.outcome;
      const from = outcome?.kind === 'page' ? outcome.capture.renderedFrom : undefined;
      if (from !== undefined) this.#index.add('wanted', from);
    }
  }

  /** Whether a record is meant: by its own name, or by that of the one it belongs to. */
  async has(id: RecordId, url: string | null, belongsTo: RecordId | null): Promise<boolean> {
    if (this.#choice.all || this.#index.has('wanted', id)) return true;
    if (belongsTo === null || !this.#index.has('wanted', belongsTo)) return false;
    // A page that was found unchanged after the generation was made is another matter.
    const entry = url === null ? undefined : await this.entryOf(url as PageUrl, id);
    return entry === undefined || entry.at <= this.#asOf;
  }

  /** The entry that names a record. */
  async entryOf(url: PageUrl, id: RecordId): Promise<LedgerEntry | undefined> {
    return (await this.#ledger.byUrl(url)).find(({ outcome }) => nameIn(outcome) === id);
  }

  /** What the ledger knows of a record; null when it is not one that an entry names. */
  async noteOf(url: PageUrl, id: RecordId): Promise<CaptureNote | null> {
    const entry = await this.entryOf(url, id);
    if (entry === undefined) return null;
    const { crawler, role, outcome } = entry;
    if (outcome.kind === 'redirect') return { crawler, role, robots: '' };
    if (outcome.kind !== 'page' && outcome.kind !== 'unchanged') return null;
    const { robots, hostFiles } = outcome;
    const statement = outcome.kind === 'page' ? outcome.capture.statement : outcome.statement;
    const withdrawn = this.#index.note('withdrawn', id);
    return {
      crawler,
      role,
      ...(outcome.kind === 'unchanged' && { unchanged: outcome.of }),
      robots,
      ...(hostFiles !== undefined && { hostFiles }),
      ...(statement !== undefined && { statement }),
      ...(withdrawn !== null && { withdrawn: JSON.parse(withdrawn) as NonNullable<CaptureNote['withdrawn']> }),
    };
  }

  close(): void {
    this.#index.close();
  }
}

const nameIn = (outcome: LedgerEntry['outcome']): RecordId | null => {
  if (outcome.kind === 'page') return outcome.capture.recordId;
  return outcome.kind === 'unchanged' || outcome.kind === 'redirect' ? outcome.recordId : null;
};
