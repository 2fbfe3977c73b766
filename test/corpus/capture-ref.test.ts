import { expect, test } from 'vitest';
import { captureRefs } from '../../src/corpus/capture-ref.ts';
import type { CaptureEntry } from '../../src/ledger/ledger.ts';
import type { Drop, FetchId } from '../../src/records.ts';
import { captureOf, stream } from './synthetic.ts';

const ref = captureOf({ url: 'https://a.test/', text: 'text' });
const { run, crawler, capture, location, robots } = ref;

const entry: CaptureEntry = {
  fetchId: 'f1' as FetchId,
  run,
  crawler,
  url: capture.url,
  role: 'page',
  via: 'seed',
  depth: 0,
  at: capture.at,
  durationMs: 12,
  bytes: 345,
  outcome: { kind: 'page', capture, location, robots },
  capture,
  location,
  robots,
};

test('captures come as they stand by now', async () => {
  const withdrawn: Drop = { stage: 'robots', rule: 'disallowed', because: 'line 3' };
  const gone = { status: 410, since: 98, at: 99 } as const;
  const checked: CaptureEntry = { ...entry, capture: { ...capture, headers: [] }, robots: 'sha256:77', checkedAt: 99, gone, withdrawn };
  expect(await Array.fromAsync(captureRefs(stream([entry, checked])))).toEqual([
    ref,
    { ...ref, capture: { ...capture, headers: [] }, robots: 'sha256:77', checkedAt: 99, gone, withdrawn },
  ]);
});
