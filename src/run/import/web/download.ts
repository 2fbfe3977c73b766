import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../../config/config.ts';
import type { FetchFailure, FetchResponse, HttpClient } from '../../../fetch/fetch.ts';
import { backoff, classifyStatus } from '../../../fetch/retry.ts';
import { politenessKeyOf } from '../../../url/politeness.ts';
import type { PageUrl } from '../../../records.ts';
import { contactOf } from '../../contacted.ts';

export type Part =
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly isLast: boolean }
  | { readonly kind: 'failed'; readonly reason: string; readonly because: string };

/** Bytes that are asked for at once. */
const PIECE = 16 * 2 ** 20;
/** For one request, so that slow lines are waited for; `limits.minRate` ends those that stand still. */
const PIECE_MS = 3_600_000;

/** Instants by `performance.now()`. */
interface Host {
  /** The request that is under way or was last. */
  last: Promise<unknown>;
  readyAt: number;
  /** It has asked for a longer rest than is waited for. */
  aloneUntil: number;
}

/** A file that a URL names could not be had. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

/**
 * Files and parts of files that somebody named by their URLs: one request at a time for each host, which rests after it as in a crawl, and for
 * as long as it asks; one that asks for more than `crawl.maxDelay` is not asked again. Nothing is discovered by it, so robots.txt is not asked.
 */
export class Downloads {
  readonly #config: Pick<Config, 'crawl' | 'limits'>;
  readonly #client: HttpClient;
  readonly #hosts = new Map<string, Host>();

  constructor(config: Pick<Config, 'crawl' | 'limits'>, client: HttpClient) {
    this.#config = config;
    this.#client = client;
  }

  /** The bytes of a range; fewer than `length` where the file ends. */
  range(url: string, offset: number, length: number): Promise<Part> {
    const key = politenessKeyOf(url as PageUrl);
    const host = this.#hosts.get(key) ?? { last: Promise.resolve(), readyAt: 0, aloneUntil: 0 };
    this.#hosts.set(key, host);
    const mine = host.last.then(() => this.#tried(host, url, offset, length));
    host.last = mine;
    return mine;
  }

  /** A whole file, in pieces. @throws DownloadError when it cannot be had to its end */
  async *whole(url: string): AsyncGenerator<Buffer> {
    for (let offset = 0; ;) {
      const part = await this.range(url, offset, PIECE);
      if (part.kind === 'failed') throw new DownloadError(`${url}: ${part.because}`);
      if (part.bytes.length > 0) yield part.bytes;
      if (part.isLast) return;
      offset += part.bytes.length;
    }
  }

  async #tried(host: Host, url: string, offset: number, length: number): Promise<Part> {
    const { crawl, limits } = this.#config;
    for (let attempt = 0; ; attempt += 1) {
      const aloneMs = host.aloneUntil - performance.now();
      if (aloneMs > 0) return leftAlone(url, aloneMs);
      await sleep(Math.max(0, host.readyAt - performance.now()));
      const answer = await this.#client.fetch({
        url,
        headers: [['range', `bytes=${offset}-${offset + length - 1}`]],
        limits: { body: Math.max(length, PIECE), total: PIECE_MS },
        asItCame: true,
      });
      const { asksMs } = contactOf(answer);
      const { part, again } = readAnswer(answer, offset, length);
      const isLast = !again || attempt + 1 >= limits.attempts;
      const answeredAt = performance.now();
      host.readyAt = answeredAt + Math.max(crawl.delay, asksMs, isLast ? 0 : backoff(attempt, Math.random, crawl.backoff));
      if (asksMs > crawl.maxDelay) host.aloneUntil = answeredAt + asksMs;
      if (isLast) return part;
    }
  }
}

const leftAlone = (url: string, ms: number): Part => ({
  kind: 'failed',
  reason: 'host-rests',
  because: `${new URL(url).host} wants to be left alone for ${Math.ceil(ms / 1000)} s`,
});

/** What an answer to a request for a range brings, and whether asking again may bring more. */
function readAnswer(
  answer: FetchResponse | FetchFailure,
  offset: number,
  length: number,
): { readonly part: Part; readonly again: boolean } {
  const failed = (reason: string, because: string, again: boolean) => ({ part: { kind: 'failed', reason, because } as const, again });
  if (answer.kind === 'failure') {
    const hint = answer.reason === 'body-too-large' ? ': its server gives no ranges, so fetch the file by other means and import that' : '';
    return failed(answer.reason, answer.because + hint, answer.retriable);
  }
  const { status, statusText, headers, body } = answer;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const here = (part: Buffer, isLast: boolean) => ({ part: { kind: 'bytes', bytes: part, isLast } as const, again: false });
  if (status === 200) return here(bytes.subarray(offset, offset + length), offset + length >= bytes.length);
  if (status === 416) return here(Buffer.alloc(0), true);
  if (status === 206) {
    const [, start, total] =
      /^bytes (\d+)-\d+\/(\d+|\*)$/i.exec(headers.find(([name]) => name.toLowerCase() === 'content-range')?.[1] ?? '') ?? [];
    if (Number(start) !== offset)
      return failed('wrong-range', `it was asked for bytes from ${offset} and sent ${start ?? 'others'}`, false);
    const isLast = total === '*' ? bytes.length < length : offset + bytes.length >= Number(total);
    if (bytes.length === 0 && !isLast) return failed('no-bytes', `it sent nothing of the bytes from ${offset} of ${total}`, false);
    return here(bytes.subarray(0, length), isLast);
  }
  const meaning = classifyStatus(status);
  return failed(
    `http-${status}`,
    `the server answered ${status} ${statusText}`.trim(),
    meaning === 'server-error' || meaning === 'rate-limited',
  );
}
