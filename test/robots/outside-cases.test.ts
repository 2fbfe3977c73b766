import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scanLines } from '../../src/robots/lines.ts';
import { toOctets } from '../../src/robots/octets.ts';
import { isProductToken, parseRobots } from '../../src/robots/parse.ts';
import { pathAsWritten, patternOf } from '../../src/robots/path.ts';
import { dataFolder } from '../data.ts';

interface Case {
  readonly id: string;
  readonly robots: string;
  readonly ua: string;
  readonly url: string;
  readonly google: boolean;
  readonly expected: boolean | null;
  readonly compatOnly?: boolean;
}

interface Internals {
  readonly validToken: readonly (readonly [string, boolean])[];
  readonly pathParamsQuery: readonly (readonly [string, string])[];
  readonly escapePattern: readonly (readonly [string, string])[];
  readonly bom: readonly { readonly base64: string; readonly valid: number; readonly unknown: number }[];
  readonly lineCount: readonly (readonly [string, number, number])[];
}

const folder = dataFolder();
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder ?? '', 'rights', name), 'utf8'));
const casesOf = (name: string): readonly Case[] => (folder === null ? [] : (read(name) as { readonly cases: readonly Case[] }).cases);

describe.skipIf(folder === null)('outside robots cases (set GARNER_DATA)', () => {
  const google = casesOf('robots-google.json');
  test('there are some', () => expect(google.length).toBeGreaterThan(100));

  test.each(google.map((c) => [c.id, c] as const))('google %s', (_id, { robots, ua, url, google: allowed }) => {
    expect(parseRobots(robots, { profile: 'google' }).decide(ua, url).allowed).toBe(allowed);
  });

  test.each(google.filter((c) => c.compatOnly !== true).map((c) => [c.id, c] as const))(
    'strict %s',
    (_id, { robots, ua, url, expected }) => {
      expect(parseRobots(robots, { profile: 'strict' }).decide(ua, url).allowed).toBe(expected);
    },
  );

  const extra = casesOf('robots-extra.json');
  test.each(extra.filter((c) => c.expected !== null).map((c) => [c.id, c] as const))('extra %s', (_id, { robots, ua, url, expected }) => {
    expect(parseRobots(robots, { profile: 'strict' }).decide(ua, url).allowed).toBe(expected);
    expect(parseRobots(robots).decide(ua, url).allowed).toBe(expected);
  });

  // Its answer was recorded before the URL standard came to escape ^ in paths.
  const recorded = extra.filter((c) => c.expected !== null && c.id !== 'path-caret');
  test.each(recorded.map((c) => [c.id, c] as const))('extra as google reads it: %s', (_id, { robots, ua, url, google: allowed }) => {
    expect(parseRobots(robots, { profile: 'google' }).decide(ua, new URL(url).href).allowed).toBe(allowed);
  });

  test('extra limit-over-500KiB', () => {
    const robots = parseRobots(`User-agent: *\n${`${'#'.repeat(49)}\n`.repeat(10_300)}Disallow: /`, { profile: 'strict' });
    expect(robots.flags).toContain('truncated');
  });

  test('extra limit-ua-rule-product', () => {
    const agents = Array.from({ length: 18_000 }, (_, i) => `User-agent: a${String.fromCharCode(97 + (i % 26))}${'-'.repeat(i % 7)}${i}\n`);
    const robots = parseRobots(agents.join('') + 'Disallow: /a\n'.repeat(21_000), { profile: 'strict' });
    expect(robots.decide('CorpusBot', 'https://ex.org/x').allowed).toBe(true);
  });
});

describe.skipIf(folder === null)('outside robots internals (set GARNER_DATA)', () => {
  const internals: Internals =
    folder === null
      ? { validToken: [], pathParamsQuery: [], escapePattern: [], bom: [], lineCount: [] }
      : (read('robots-internals.json') as Internals);

  test('tokens', () => {
    for (const [token, valid] of internals.validToken) expect([token, isProductToken(token)]).toEqual([token, valid]);
  });
  test('paths', () => {
    for (const [url, path] of internals.pathParamsQuery) expect([url, pathAsWritten(url)]).toEqual([url, path]);
  });
  test('escapes', () => {
    for (const [raw, escaped] of internals.escapePattern) expect(patternOf(toOctets(raw), 'google').pattern).toBe(escaped);
  });
  test('marks and lines', () => {
    for (const { base64, valid, unknown } of internals.bom) {
      let other = 0;
      let known = 0;
      scanLines(toOctets(Buffer.from(base64, 'base64')), 'google', (line) => (line.kind === 'other' ? (other += 1) : (known += 1)));
      expect([base64, known, other]).toEqual([base64, valid, unknown]);
    }
    for (const [text, valid, lines] of internals.lineCount) {
      const numbers: number[] = [];
      scanLines(text, 'google', (line) => numbers.push(line.number));
      expect([text, numbers.length, numbers.at(-1)]).toEqual([text, valid, lines]);
    }
  });
});
