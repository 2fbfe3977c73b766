import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseRobots, robotsAccess, type RobotsStep } from '../../src/robots/robots.ts';
import { dataFolder } from '../data.ts';

const rules = 'User-agent: *\nDisallow: /x\n';
const day = 86_400;
const redirects = (count: number): RobotsStep['chain'] => Array.from({ length: count }, () => ({ status: 302, location: '/r' }));
const wall = '<html><title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/x.js"></script>';

/** `[name, steps, standard, strict, google]`: one row of the table for each answer. */
const rows: readonly (readonly [string, readonly RobotsStep[], string, string, string])[] = [
  ['rules', [{ t: 0, status: 200, body: rules }], 'rules', 'rules', 'rules'],
  ['nothing', [{ t: 0, status: 200, body: '' }], 'allow', 'allow', 'allow'],
  ['only comments', [{ t: 0, status: 200, body: '# hi\n\n' }], 'allow', 'allow', 'allow'],
  ['no content', [{ t: 0, status: 204 }], 'allow', 'allow', 'allow'],
  ['a bot wall', [{ t: 0, status: 200, body: wall }], 'unreachable-disallow', 'unreachable-disallow', 'allow'],
  ['HTML', [{ t: 0, status: 200, body: '<!doctype html><p>Welcome' }], 'allow', 'unreachable-disallow', 'allow'],
  ['HTML with rules', [{ t: 0, status: 200, body: `<html>\n${rules}</html>` }], 'rules', 'unreachable-disallow', 'rules'],
  ['JSON', [{ t: 0, status: 200, body: '{"error": "none"}' }], 'allow', 'unreachable-disallow', 'allow'],
  ['404', [{ t: 0, status: 404 }], 'allow', 'allow', 'allow'],
  ['401', [{ t: 0, status: 401 }], 'allow', 'disallow', 'allow'],
  ['403', [{ t: 0, status: 403 }], 'allow', 'disallow', 'allow'],
  ['451', [{ t: 0, status: 451 }], 'allow', 'disallow', 'allow'],
  ['429', [{ t: 0, status: 429 }], 'unreachable-disallow', 'unreachable-disallow', 'unreachable-disallow'],
  ['503', [{ t: 0, status: 503 }], 'unreachable-disallow', 'unreachable-disallow', 'unreachable-disallow'],
  ['an unknown status', [{ t: 0, status: 999 }], 'unreachable-disallow', 'unreachable-disallow', 'unreachable-disallow'],
  ['timeout', [{ t: 0, error: 'ETIMEDOUT' }], 'unreachable-disallow', 'unreachable-disallow', 'unreachable-disallow'],
  [
    'cut',
    [{ t: 0, status: 200, body: 'User-agent: *\nDisa', error: 'ECONNRESET' }],
    'unreachable-disallow',
    'unreachable-disallow',
    'unreachable-disallow',
  ],
  ['5 redirects', [{ t: 0, chain: [...(redirects(5) ?? []), { status: 200, body: rules }] }], 'rules', 'rules', 'rules'],
  ['6 redirects', [{ t: 0, chain: [...(redirects(6) ?? []), { status: 200, body: rules }] }], 'allow', 'disallow', 'allow'],
  [
    'redirects as steps',
    [
      { t: 0, status: 301, location: 'https://b.org/robots.txt' },
      { t: 0, status: 200, body: rules },
    ],
    'rules',
    'rules',
    'rules',
  ],
  ['a redirect to ftp', [{ t: 0, status: 301, location: 'ftp://ex.org/robots.txt' }], 'allow', 'allow', 'allow'],
  ['a redirect to nowhere', [{ t: 0, status: 301 }], 'allow', 'allow', 'allow'],
  [
    'an outage with a copy',
    [
      { t: 0, status: 200, body: rules },
      { t: 29 * day, status: 500 },
    ],
    'rules',
    'rules',
    'rules',
  ],
  [
    'an outage with an old copy',
    [
      { t: 0, status: 200, body: rules },
      { t: 31 * day, status: 500 },
    ],
    'disallow',
    'disallow',
    'rules',
  ],
  [
    'an outage that ends',
    [
      { t: 0, status: 500 },
      { t: 60, status: 200, body: rules },
    ],
    'rules',
    'rules',
    'rules',
  ],
  [
    'a copy that went away',
    [
      { t: 0, status: 200, body: rules },
      { t: day, status: 404 },
    ],
    'allow',
    'allow',
    'allow',
  ],
  [
    'not fetched again within the floor',
    [
      { t: 0, status: 200, headers: { 'cache-control': 'no-store' } },
      { t: 290, cached: true },
    ],
    'allow',
    'allow',
    'allow',
  ],
  ['never asked', [], 'unreachable-disallow', 'unreachable-disallow', 'unreachable-disallow'],
];

test.each(rows)('%s', (_name, steps, standard, strict, google) => {
  expect(robotsAccess(steps).access).toBe(standard);
  expect(robotsAccess(steps, { profile: 'strict' }).access).toBe(strict);
  expect(robotsAccess(steps, { profile: 'google' }).access).toBe(google);
});

test('flags name what was odd', () => {
  expect(robotsAccess([{ t: 0, status: 200, body: wall }]).flags).toEqual(['bot-wall']);
  expect(robotsAccess([{ t: 0, status: 301, location: 'ftp://x/' }]).flags).toEqual(['bad-redirect']);
  expect(robotsAccess([{ t: 0, status: 200, body: 'Use', error: 'ECONNRESET' }]).flags).toContain('truncated');
  expect(
    robotsAccess([
      { t: 0, status: 200, body: rules },
      { t: 60, status: 500 },
    ]).flags,
  ).toEqual(['unreachable', 'stale']);
});

interface FetchCase {
  readonly id: string;
  readonly steps: readonly RobotsStep[];
  readonly expected: { readonly access: string; readonly strict?: string; readonly flags?: readonly string[] };
}

const folder = dataFolder();

describe.skipIf(folder === null)('outside fetch cases (set GARNER_DATA)', () => {
  const { cases }: { cases: readonly FetchCase[] } =
    folder === null ? { cases: [] } : JSON.parse(readFileSync(join(folder, 'rights/robots-fetch.json'), 'utf8'));
  test('there are some', () => expect(cases.length).toBeGreaterThan(15));

  test.each(cases.map((c) => [c.id, c] as const))('%s', (_id, { steps, expected }) => {
    for (const profile of ['standard', 'strict'] as const) {
      const { access, flags } = robotsAccess(steps, { profile });
      const body = steps.flatMap((step) => [...(step.chain ?? []), step]).findLast((step) => step.body !== undefined)?.body;
      const asked = access === 'rules' ? parseRobots(body ?? '', { profile }).decide('GarnerBot', 'https://ex.org/x').allowed : null;
      expect(asked === null ? access : asked ? 'allow' : 'disallow').toBe(
        (profile === 'strict' ? expected.strict : undefined) ?? expected.access,
      );
      for (const flag of expected.flags ?? []) expect(flags).toContain(flag);
    }
  });
});
