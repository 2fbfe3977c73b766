import { setTimeout as pause } from 'node:timers/promises';
import type { FetchFailure, FetchRequest, FetchResponse, HttpClient } from '../../fetch/fetch.ts';
import type { Instant, PageUrl, PolitenessKey } from '../../records.ts';
import { canonicalize } from '../../url/canonical.ts';
import { politenessKeyOf } from '../../url/politeness.ts';
import { contactOf } from '../contacted.ts';

/** Whether the host was asked and how that ended. */
export type Heard = (answer: FetchResponse | FetchFailure) => void;

interface Host {
  /** The request that is under way or was last. */
  last: Promise<unknown>;
  readyAt: Instant;
}

/** Milliseconds that a host rests after a request to this URL, which it took so many to answer. */
export type RestOf = (url: PageUrl, tookMs: number) => number;

/** A longer wait than this is not waited for. */
const PATIENCE_MS = 60_000;

/**
 * The politeness of a crawl for a command that asks for a few things and has no queue: one request at a time to each host, and the host's rest
 * after each, whoever of the command's parts asks. A host that wants to be left alone for longer than a minute is: requests that would have to wait for
 * that fail without being made.
 */
export class Courtesy {
  readonly #client: HttpClient;
  readonly #hosts = new Map<PolitenessKey, Host>();

  constructor(client: HttpClient) {
    this.#client = client;
  }

  /** A client that keeps to it. Closing it closes nothing. */
  client(restOf: RestOf, heard: Heard = () => undefined): HttpClient {
    return {
      fetch: (request) => {
        const url = canonicalize(request.url);
        // What is no address is refused by the client itself.
        return url === null ? this.#client.fetch(request) : this.#inTurn(url, request, restOf, heard);
      },
      close: async () => undefined,
    };
  }

  async #inTurn(url: PageUrl, request: FetchRequest, restOf: RestOf, heard: Heard): Promise<FetchResponse | FetchFailure> {
    const key = politenessKeyOf(url);
    const host = this.#hosts.get(key) ?? { last: Promise.resolve(), readyAt: 0 };
    this.#hosts.set(key, host);
    const mine = host.last.then(async () => {
      const waitMs = Math.max(0, host.readyAt - Date.now());
      if (waitMs > PATIENCE_MS) return notAsked(url, waitMs);
      await pause(waitMs);
      const answer = await this.#client.fetch(request);
      if (answer.kind === 'response' || answer.contacted)
        host.readyAt = Date.now() + Math.max(restOf(url, answer.durationMs), contactOf(answer).asksMs);
      heard(answer);
      return answer;
    });
    host.last = mine.catch(() => undefined);
    return mine;
  }
}

const notAsked = (url: PageUrl, waitMs: number): FetchFailure => ({
  kind: 'failure',
  url,
  at: Date.now(),
  durationMs: 0,
  wireBytes: 0,
  reason: 'host-rests',
  because: `${new URL(url).host} wants to be left alone for ${Math.round(waitMs / 1000)} s more`,
  retriable: true,
  contacted: false,
});
