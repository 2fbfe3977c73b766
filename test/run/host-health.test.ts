import { expect, test } from 'vitest';
import type { PolitenessKey } from '../../src/records.ts';
import { LocalHostHealth } from '../../src/run/host-health.ts';

const key = 'example.org' as PolitenessKey;

test('a host is given up after ten failures in a row, and says why', () => {
  const health = new LocalHostHealth();
  for (let i = 0; i < 9; i += 1) health.failed(key, 'http-503');
  expect(health.givenUp(key)).toBeNull();
  expect(health.failed(key, 'http-503')).toBe(10);
  expect(health.givenUp(key)).toContain('http-503');
});

test('one good answer clears it', () => {
  const health = new LocalHostHealth();
  for (let i = 0; i < 9; i += 1) health.failed(key, 'reset');
  health.ok(key);
  expect(health.failed(key, 'reset')).toBe(1);
});
