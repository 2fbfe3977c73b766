import type { Headers, Instant } from '../records.ts';

/** What the browser is given for one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

const MOST_BYTES = 64 * 2 ** 20;
const HELD_MS = 600_000;
/** That it is there, or that it is not. */
const LASTING: ReadonlySet<number> = new Set([200, 404, 410]);

/** Scripts that many pages of a site share, kept for ten minutes: they are asked for once, and not by every page. */
export class ScriptShelf {
  readonly #held = new Map<string, { readonly until: Instant; readonly answer: Answer }>();
  #bytes = 0;

  get(name: string, now: Instant): Answer | null {
    const held = this.#held.get(name);
    return held !== undefined && held.until > now ? held.answer : null;
  }

  put(name: string, answer: Answer, now: Instant): void {
    const isPrivate = answer.headers.some(([header, value]) => header.toLowerCase() === 'cache-control' && /no-store|private/i.test(value));
    if (!LASTING.has(answer.status) || isPrivate) return;
    this.#drop(name);
    this.#held.set(name, { until: now + HELD_MS, answer });
    this.#bytes += answer.body.byteLength;
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= MOST_BYTES) break;
      this.#drop(oldest);
    }
  }

  #drop(name: string): void {
    this.#bytes -= this.#held.get(name)?.answer.body.byteLength ?? 0;
    this.#held.delete(name);
  }
}
