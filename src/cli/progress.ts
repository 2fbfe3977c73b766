import type { LedgerEntry } from '../ledger/ledger.ts';

const TTY_MS = 250;
const PIPE_MS = 10_000;

export const figure = (n: number): string => Math.round(n).toLocaleString('en-US');

/** Bytes for people, in decimal units. */
function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let amount = bytes;
  let unit = 0;
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[unit]}`;
}

export const secondsText = (ms: number): string =>
  ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;

/** One line that says how things stand: rewritten in place on a terminal, printed now and then elsewhere. */
export class StatusLine {
  readonly #out: NodeJS.WriteStream;
  readonly #timer: NodeJS.Timeout;
  #line: () => string = () => '';

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
    this.#timer = setInterval(() => this.#draw(), out.isTTY ? TTY_MS : PIPE_MS).unref();
  }

  /** What to show from now on. */
  set(line: string | (() => string)): void {
    this.#line = typeof line === 'string' ? () => line : line;
  }

  /** A line of its own, above the moving one. */
  say(text: string): void {
    this.#out.write(`${this.#out.isTTY ? '\r\u001B[K' : ''}${text}\n`);
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#out.isTTY && this.#line() !== '') this.#out.write('\r\u001B[K');
    this.#line = () => '';
  }

  #draw(): void {
    const line = this.#line();
    if (line === '') return;
    if (this.#out.isTTY) this.#out.write(`\r\u001B[K${line.slice(0, (this.#out.columns || 80) - 1)}`);
    else this.#out.write(`${line}\n`);
  }
}

/** Counts the outcomes of a crawl, and tells them in a line. */
export class CrawlTally {
  readonly #startedAt = Date.now();
  readonly #counts = { page: 0, redirect: 0, refused: 0, failed: 0, deferred: 0, unchanged: 0 };
  #bytes = 0;
  #trouble: LedgerEntry | null = null;

  /** The newest failure or, when nothing failed, refusal: why a crawl may have fetched nothing. */
  get trouble(): LedgerEntry | null {
    return this.#trouble;
  }

  add(entry: LedgerEntry): void {
    const { kind } = entry.outcome;
    this.#counts[kind] += 1;
    if (kind === 'failed' || (kind === 'refused' && this.#trouble?.outcome.kind !== 'failed')) this.#trouble = entry;
    this.#bytes += entry.bytes;
  }

  line(): string {
    const { page, unchanged, redirect, refused, failed } = this.#counts;
    const ms = Date.now() - this.#startedAt;
    return [
      `${figure(page)} fetched`,
      ...(unchanged === 0 ? [] : [`${figure(unchanged)} unchanged`]),
      `${figure(((page + unchanged) * 1000) / Math.max(ms, 1))}/s`,
      bytesText(this.#bytes),
      `${figure(redirect)} redirects`,
      `${figure(refused)} refused`,
      `${figure(failed)} failed`,
      secondsText(ms),
    ].join(' · ');
  }
}
