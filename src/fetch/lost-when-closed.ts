import { type HttpClient, TurnLost } from './fetch.ts';

/** A client that is closed while it waits for an answer loses the turn: it was us who gave up, and nothing is said of the host. */
export const lostWhenClosed = (client: HttpClient): HttpClient => ({
  ...client,
  async fetch(request) {
    const result = await client.fetch(request);
    if (result.kind === 'failure' && result.reason === 'aborted' && request.signal?.aborted !== true) throw new TurnLost();
    return result;
  },
});
