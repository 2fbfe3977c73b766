import type { Dispatcher } from 'undici';
import type { Headers } from '../records.ts';
import { codeOf, type Fault, FaultError, faultOf, final, passing } from './fault.ts';
import type { FetchLimits, FetchRequest } from './fetch.ts';

/** Interim responses (103 Early Hints) before the real one. */
const INTERIM_MAX = 20;
const HEADERS_MAX = 1000;
/** What `minRate` is measured over; shorter when the whole request may not take that long. */
const RATE_WINDOW_MS = 30_000;

export interface ExchangeOptions {
  readonly host: string;
  readonly limits: FetchLimits;
  readonly admit: FetchRequest['admit'];
  /** `performance.now()` by which all must be done. */
  readonly deadline: number;
}

/** One request over one connection: undici calls it as the response comes in. Ends with a fault as soon as a limit is passed. */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Null when the response came whole. */
  readonly done: Promise<Fault | null>;
  status = 0;
  statusText = '';
  headers: Headers = [];
  readonly chunks: Uint8Array[] = [];
  wireBytes = 0;
  /** The head of the final response is there. */
  hasHead = false;
  /** Any byte came back. */
  answered = false;
  readonly #options: ExchangeOptions;
  readonly #windowMs: number;
  readonly #startedAt = performance.now();
  #end: ((fault: Fault | null) => void) | null = null;
  #controller: Dispatcher.DispatchController | null = null;
  #timer: NodeJS.Timeout | undefined;
  #interim = 0;
  #lastByteAt = 0;
  #windowAt = 0;
  #windowBytes = 0;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#windowMs = Math.min(RATE_WINDOW_MS, options.limits.total / 2);
    this.done = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#watch(this.#startedAt);
  }

  /** Ends the exchange from outside, or for a limit. */
  fail(fault: Fault): void {
    const end = this.#end;
    this.#settle(fault);
    if (end !== null) this.#controller?.abort(new FaultError(fault));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#end === null) controller.abort(new Error('ended before it began'));
  }

  onResponseStarted(): void {
    this.answered = true;
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, _: unknown, statusText = ''): void {
    const { host, limits, admit } = this.#options;
    if (status < 100 || status > 599) return this.fail(final('protocol-error', `${host} answered with status ${status}`));
    if (status < 200) {
      this.#interim += 1;
      if (this.#interim > INTERIM_MAX) this.fail(final('protocol-error', `${host} sent more than ${INTERIM_MAX} interim responses`));
      return;
    }
    this.status = status;
    this.statusText = statusText;
    this.headers = pairs(controller.rawHeaders);
    this.hasHead = true;
    this.#lastByteAt = this.#windowAt = performance.now();
    if (this.headers.length > HEADERS_MAX) return this.fail(final('headers-too-large', `${host} sent ${this.headers.length} headers`));
    const refusal = admit?.({ status, headers: this.headers }) ?? null;
    if (refusal !== null) return this.fail(final(refusal, `the body was not read: ${describe(this.headers)}`));
    const declared = Number(valueOf(this.headers, 'content-length') ?? 0);
    if (declared > limits.body) this.fail(tooLarge(`Content-Length says ${declared} bytes`, limits.body));
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#end === null) return;
    this.#lastByteAt = performance.now();
    this.#windowBytes += chunk.length;
    this.wireBytes += chunk.length;
    if (this.wireBytes > this.#options.limits.body)
      return this.fail(tooLarge(`${this.wireBytes} bytes and more were sent`, this.#options.limits.body));
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#settle(null);
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#end === null) return;
    const { host } = this.#options;
    const code = codeOf(error);
    // Before the head, it is lengths that contradict each other, or a length and chunks: the parser's error is hidden behind it.
    if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && !this.hasHead) {
      return this.#settle(final('protocol-error', `${host} sent headers that contradict each other about the length of the body`));
    }
    if (code !== 'UND_ERR_SOCKET') return this.#settle(faultOf(error, host));
    if (this.hasHead)
      return this.#settle(passing('truncated-body', `${host} closed the connection after ${this.wireBytes} bytes of the body`));
    // undici's words for an interim or upgrade response that nobody asked for.
    if (error.message.startsWith('bad '))
      return this.#settle(final('protocol-error', `${host} answered what was not asked (${error.message})`));
    this.#settle(faultOf(error, host));
  }

  #settle(fault: Fault | null): void {
    clearTimeout(this.#timer);
    this.#end?.(fault);
    this.#end = null;
  }

  /** One timer for all limits: it looks again when the nearest of them could be passed, so that no chunk has to move it. */
  #watch(now: number): void {
    const soonest = this.hasHead ? Number.POSITIVE_INFINITY : now + Math.min(this.#options.limits.idle, this.#windowMs);
    const next = Math.min(soonest, ...this.#deadlines(now).map(([at]) => at));
    this.#timer = setTimeout(() => this.#look(false), Math.max(1, Math.ceil(next - now)));
  }

  #look(sure: boolean): void {
    if (this.#end === null) return;
    const now = performance.now();
    const passed = this.#deadlines(now).find(([at]) => at <= now);
    if (passed === undefined) return this.#watch(now);
    // After a busy spell, what has arrived meanwhile is read first.
    if (!sure) return void setImmediate(() => this.#look(true));
    this.fail(passing(passed[1], passed[2]()));
  }

  #deadlines(now: number): [at: number, reason: string, because: () => string][] {
    const { host, limits, deadline } = this.#options;
    const deadlines: [number, string, () => string][] = [
      [deadline, 'total-timeout', () => `${host} was not done after ${limits.total} ms (${this.wireBytes} bytes of the body had come)`],
    ];
    if (!this.hasHead) {
      deadlines.push([
        this.#startedAt + limits.firstByte,
        'first-byte-timeout',
        () => `${host} sent no whole head within ${limits.firstByte} ms`,
      ]);
      return deadlines;
    }
    deadlines.push([
      this.#lastByteAt + limits.idle,
      'idle-timeout',
      () => `${host} sent nothing for ${limits.idle} ms, after ${this.wireBytes} bytes`,
    ]);
    const due = (limits.minRate * this.#windowMs) / 1000;
    if (now - this.#windowAt >= this.#windowMs && this.#windowBytes >= due) {
      this.#windowAt = now;
      this.#windowBytes = 0;
    }
    const slow = (): string =>
      `${host} sent ${this.#windowBytes} bytes in ${this.#windowMs / 1000} s; limits.minRate is ${limits.minRate} bytes a second`;
    deadlines.push([this.#windowAt + this.#windowMs, 'too-slow', slow]);
    return deadlines;
  }
}

const tooLarge = (seen: string, limit: number): Fault => final('body-too-large', `${seen}; the limit is ${limit}`);

/** The first value of a header, by its lower-case name. */
export const valueOf = (headers: Headers, name: string): string | undefined => headers.find(([each]) => each.toLowerCase() === name)?.[1];

const describe = (headers: Headers): string => {
  const type = valueOf(headers, 'content-type');
  return type === undefined ? 'there is no Content-Type' : `Content-Type is ${type}`;
};

/** undici's flat list of raw header bytes, read byte by byte as RFC 9110 §5.5 has them. */
function pairs(raw: unknown): Headers {
  if (!Array.isArray(raw)) return [];
  const flat = raw.map((part: unknown) => (Buffer.isBuffer(part) ? part.toString('latin1') : String(part)));
  return Array.from({ length: flat.length >> 1 }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? ''] as const);
}
