import type { Config } from '../../src/config/config.ts';
import { createHttpClient } from '../../src/fetch/client.ts';
import type { FetchFailure, FetchResponse } from '../../src/fetch/fetch.ts';
import { LIMITS } from './loopback.ts';

export interface Asked {
  readonly proxy: string;
  readonly allowPrivate: readonly string[];
  /** Names that are known, and nothing else is. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly access?: Config['access'];
}

/** What comes of one request through a proxy, by a client that ends with it. */
export async function askThrough(url: string, { proxy, allowPrivate, addresses, access }: Asked): Promise<FetchResponse | FetchFailure> {
  const client = createHttpClient({
    network: { ports: [80, 443], allowPrivate, connectTo: {}, perAddress: 1000, proxy },
    limits: LIMITS,
    userAgent: { name: 'TestBot', contact: 'mailto:me@example.org' },
    ...(access !== undefined && { access }),
    resolve: (host) =>
      addresses[host] === undefined
        ? Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }))
        : Promise.resolve([addresses[host]]),
  });
  try {
    return await client.fetch({ url });
  } finally {
    await client.close();
  }
}

/** The body of an answer, or why there is none. */
export const toldBy = (answer: FetchResponse | FetchFailure): string =>
  answer.kind === 'response' ? Buffer.from(answer.body).toString() : `${answer.reason}: ${answer.because}`;
