import type { FetchFailure, FetchResponse, HttpClient } from '../fetch/fetch.ts';
import type { RunId } from '../records.ts';

const LIMITS = { total: 10_000, connect: 10_000, firstByte: 10_000, idle: 10_000, body: 65_536 };
/** Before the second and the third try. */
const RESTS_MS = [1000, 5000];

export interface WebhookParts {
  readonly client: HttpClient;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Sends what became of a run to a webhook: a POST of JSON, three times at most. The run's id is its `Idempotency-Key`, since a scheduler that died in
 * between sends it again. Returns null when it was taken, else why not; the URL, which may hold a secret, is not in it.
 */
export async function callWebhook(
  url: string,
  run: RunId,
  payload: object,
  { client, sleep, signal }: WebhookParts,
): Promise<string | null> {
  const headers = [
    ['content-type', 'application/json'],
    ['accept', '*/*'],
    ['idempotency-key', run],
  ] as const;
  for (let tries = 0; ; tries += 1) {
    const answer = await client.fetch({ url, headers, post: JSON.stringify(payload), limits: LIMITS, signal });
    const fault = faultOf(answer);
    if (fault === null) return null;
    const rest = RESTS_MS[tries];
    if (!fault.retriable || rest === undefined || signal.aborted) return fault.because;
    await sleep(rest, signal);
  }
}

function faultOf(answer: FetchResponse | FetchFailure): { readonly because: string; readonly retriable: boolean } | null {
  if (answer.kind === 'failure') return answer;
  const { status } = answer;
  if (status >= 200 && status <= 299) return null;
  return { because: `it answered with status ${status}`, retriable: status >= 500 || status === 429 || status === 408 };
}
