import { expect, test } from 'vitest';
import { goneDrop } from '../../src/revisit/gone.ts';

const DAY = 86_400_000;

test.each([
  [410, 0, true],
  [404, 0, false],
  [404, DAY - 1, false],
  [404, DAY, true],
] as const)('a page that is answered %i for %i ms is left out: %s', (status, ms, isLeftOut) => {
  expect(goneDrop({ status, since: 1000, at: 1000 + ms }) !== null).toBe(isLeftOut);
});

test('says what was answered, and when', () => {
  expect(goneDrop({ status: 410, since: 0, at: 0 })).toEqual({
    stage: 'fetch',
    rule: 'gone',
    because: 'answered 410 at 1970-01-01T00:00:00.000Z',
  });
  expect(goneDrop({ status: 404, since: 0, at: DAY })?.because).toBe(
    'answered 404 from 1970-01-01T00:00:00.000Z to 1970-01-02T00:00:00.000Z',
  );
});
