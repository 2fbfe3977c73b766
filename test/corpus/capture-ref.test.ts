import { expect, test } from 'vitest';
import { captureRefs } from '../../src/corpus/capture-ref.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import type { FetchId, FetchOutcome } from '../../src/records.ts';
import { captureOf, stream } from './synthetic.ts';

const ref = captureOf({ url: 'https://a.test/', text: 'text' });

const entry = (outcome: FetchOutcome): LedgerEntry => ({
  fetchId: 'f1' as FetchId,
  run: ref.run,
  crawler: ref.crawler,
  url: ref.capture.url,
  role: 'page',
  via: 'seed',
  depth: 0,
  at: ref.capture.at,
  durationMs: 12,
  bytes: 345,
  outcome,
});

test('pages of the ledger become captures, other outcomes are passed over', async () => {
  const page = entry({ kind: 'page', capture: ref.capture, location: ref.location, robots: ref.robots });
  const failed = entry({ kind: 'failed', reason: 'timeout', because: 'no byte in 20 s' });
  expect(await Array.fromAsync(captureRefs(stream([failed, page, failed])))).toEqual([ref]);
});
