import { setTimeout as pause } from 'node:timers/promises';
import type { FetchFailure, FetchRequest, FetchResponse, HttpClient } from '../../fetch/fetch.ts';
import type { Instant, PageUrl, PolitenessKey } from '../../records.ts';
import { canonicalize } from '../../url/canonical.ts';
import { politenessKeyOf } from '../../url/politeness.ts';

/** Whether the host was asked and how that ended. */
export type Heard = (answer: FetchResponse | FetchFailure) => void;

interface Host {
  /** The request that is under way or was last. */
  last: Promise<unknown>;
  readyAt: Instant;
}

/**
 * The politeness of a crawl for a command that asks for a few things and has no queue: one request at a time to each host, and the host's rest
 * after each, whoever of the command's parts asks.
 */
export class Courtesy {
  readonly #client: HttpClient;
  readonly #hosts = new Map<PolitenessKey, Host>();

  constructor(client: HttpClient) {
    this.#client = client;
  }

  /** A client that keeps to it; `restMs` is what a host rests after a request to this URL. Closing it closes nothing. */
  client(restMs: (url: PageUrl) => number, heard: Heard = () => undefined): HttpClient {
    return {
      fetch: (request) => {
        const url = canonicalize(request.url);
        // What is no address is refused by the client itself.
        return url === null ? this.#client.fetch(request) : this.#inTurn(url, request, restMs, heard);
      },
      close: async () => undefined,
    };
  }

  async #inTurn(
    url: PageUrl,
    request: FetchRequest,
    restMs: (url: PageUrl) => number,
    heard: Heard,
  ): Promise<FetchResponse | FetchFailure> {
    const key = politenessKeyOf(url);
    const host = this.#hosts.get(key) ?? { last: Promise.resolve(), readyAt: 0 };
    this.#hosts.set(key, host);
    const mine = host.last.then(async () => {
      await pause(Math.max(0, host.readyAt - Date.now()));
      const answer = await this.#client.fetch(request);
      if (answer.kind === 'response' || answer.contacted) host.readyAt = Date.now() + restMs(url);
      heard(answer);
      return answer;
    });
    host.last = mine.catch(() => undefined);
    return mine;
  }
}
