import { fileSize } from '../../corpus/figures.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import { counted, figure, secondsText } from './figures.ts';

/** Rates are told over the last ten seconds: somewhat less, since whoever asks every ten may come a little early. */
const WINDOW_MS = 9500;

/** Counts the outcomes of a crawl. */
export class CrawlTally {
  readonly #startedAt = Date.now();
  readonly #counts = { page: 0, redirect: 0, refused: 0, failed: 0, deferred: 0, unchanged: 0 };
  /** Final outcomes and pages whenever somebody asked for rates, the newest last. */
  readonly #asked: { readonly at: number; readonly done: number; readonly pages: number }[] = [];
  #bytes = 0;
  #trouble: LedgerEntry | null = null;

  /** The newest failure or, when nothing failed, refusal: why a crawl may have fetched nothing. */
  get trouble(): LedgerEntry | null {
    return this.#trouble;
  }

  get counts(): Readonly<Record<LedgerEntry['outcome']['kind'], number>> {
    return this.#counts;
  }

  /** Found, new or unchanged. */
  get pages(): number {
    return this.#counts.page + this.#counts.unchanged;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get elapsedMs(): number {
    return Date.now() - this.#startedAt;
  }

  add(entry: LedgerEntry): void {
    const { kind } = entry.outcome;
    this.#counts[kind] += 1;
    if (kind === 'failed' || (kind === 'refused' && this.#trouble?.outcome.kind !== 'failed')) this.#trouble = entry;
    this.#bytes += entry.bytes;
  }

  /** Pages, and URLs that were done with, a second over the last ten, or since it was asked before when that is longer ago. */
  rates(): { readonly pages: number; readonly done: number } {
    const { redirect, refused, failed } = this.#counts;
    const now = { at: Date.now(), pages: this.pages, done: this.pages + redirect + refused + failed };
    this.#asked.push(now);
    // The newest that is old enough stays, however seldom somebody asks.
    while (now.at - (this.#asked[1]?.at ?? now.at) >= WINDOW_MS) this.#asked.shift();
    const first = this.#asked[0] ?? now;
    const seconds = (now.at - first.at) / 1000;
    if (seconds < 1)
      return { pages: (now.pages * 1000) / Math.max(1000, this.elapsedMs), done: (now.done * 1000) / Math.max(1000, this.elapsedMs) };
    return { pages: (now.pages - first.pages) / seconds, done: (now.done - first.done) / seconds };
  }

  /** All of it in one line, one fact after the other. */
  line(): string {
    const { page, unchanged, redirect, refused, failed } = this.#counts;
    return [
      `${figure(page)} fetched`,
      ...(unchanged === 0 ? [] : [`${figure(unchanged)} unchanged`]),
      `${this.rates().pages.toFixed(1)}/s`,
      fileSize(this.#bytes),
      counted(redirect, 'redirect'),
      `${figure(refused)} refused`,
      `${figure(failed)} failed`,
      secondsText(this.elapsedMs),
    ].join(' · ');
  }
}
