import type { HttpClient } from '../fetch/fetch.ts';
import { redirectTarget } from '../fetch/redirect.ts';
import { classifyStatus } from '../fetch/retry.ts';
import { digestOf } from '../archive/record.ts';
import type { FetchOutcome, PageUrl } from '../records.ts';
import { canonicalize } from '../url/canonical.ts';
import { type FarDocuments, TERMS_BYTES } from './far-documents.ts';
import type { RobotsAsk } from './robots-desk.ts';

interface Means {
  readonly client: HttpClient;
  readonly robots: RobotsAsk;
  readonly far: FarDocuments;
}

/** Asks the host of a document of terms for it, where no crawl is under way that would: by its robots.txt, once. */
export async function askFar({ client, robots, far }: Means, url: PageUrl): Promise<void> {
  const gate = await robots.ask(url);
  if (gate.verdict !== 'allow') return far.ended(url, { kind: 'failed', reason: 'robots', because: gate.because });
  const answer = await client.fetch({ url, limits: { body: TERMS_BYTES } });
  if (answer.kind === 'failure') return far.ended(url, { kind: 'failed', reason: answer.reason, because: answer.because });
  const { status, body } = answer;
  const meaning = classifyStatus(status);
  if (meaning === 'page' && body.byteLength > 0) return far.came(url, body, digestOf(body));
  const target = meaning === 'redirect' ? redirectTarget(answer) : null;
  const to = target === null ? null : canonicalize(target, url);
  const outcome: Pick<Extract<FetchOutcome, { kind: 'failed' }>, 'because' | 'status'> = {
    because: `the server answered ${status}`,
    status,
  };
  return to === null ? far.ended(url, { kind: 'failed', reason: `http-${status}`, ...outcome }) : far.moved(url, to);
}
