import { expect, test } from 'vitest';
import type { Digest, PageUrl } from '../../src/records.ts';
import { fetchIdOf, runIdOf, scheduledRunId } from '../../src/run/run-id.ts';

const digest = 'sha256:00' as Digest;
const url = 'https://example.org/' as PageUrl;

test('a run id sorts by its start and differs by what is crawled', () => {
  const early = runIdOf(Date.UTC(2026, 10, 24, 3, 5, 1), digest, ['a']);
  const late = runIdOf(Date.UTC(2026, 10, 24, 3, 5, 2), digest, ['a']);
  expect(early).toMatch(/^20261124T030501Z-[0-9a-f]{6}$/);
  expect(early < late).toBe(true);
  expect(runIdOf(Date.UTC(2026, 10, 24, 3, 5, 1), digest, ['b'])).not.toBe(early);
});

test('the run of a slot is named by its schedule and time alone', () => {
  const at = Date.UTC(2026, 10, 24, 3, 5, 1);
  expect(scheduledRunId('nightly', at)).toMatch(/^20261124T030501Z-[0-9a-f]{6}$/);
  expect(scheduledRunId('nightly', at)).toBe(scheduledRunId('nightly', at));
  expect(scheduledRunId('weekly', at)).not.toBe(scheduledRunId('nightly', at));
});

test('the same fetch has the same id, another attempt or wait another', () => {
  const run = runIdOf(0, digest, []);
  expect(fetchIdOf(run, url, 0)).toBe(fetchIdOf(run, url, 0));
  expect(new Set([fetchIdOf(run, url, 0), fetchIdOf(run, url, 1), fetchIdOf(run, url, 0, 5), fetchIdOf(run, url, 0, 6)]).size).toBe(4);
});
