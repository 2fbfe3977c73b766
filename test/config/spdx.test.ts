import { expect, test } from 'vitest';
import { licenceProblem } from '../../src/config/spdx.ts';

test.each(['', ' ', 'CC-BY-4.0 OR ', ' AND MIT', ' OR '])('%j is no licence', (text) => {
  expect(licenceProblem(text)).not.toBeNull();
});

test.each(['CC-BY-4.0', 'MIT OR Apache-2.0', 'MIT  AND  LicenseRef-own'])('%j is one', (text) => {
  expect(licenceProblem(text)).toBeNull();
});

test('a long run of spaces is linear work', () => {
  const since = performance.now();
  expect(licenceProblem(`MIT${' '.repeat(100_000)}x`)).not.toBeNull();
  expect(performance.now() - since).toBeLessThan(1000);
});
