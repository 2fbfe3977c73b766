import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scanLines } from '../../src/robots/lines.ts';
import { toOctets } from '../../src/robots/octets.ts';
import { isProductToken } from '../../src/robots/parse.ts';
import { pathAsWritten, patternOf } from '../../src/robots/path.ts';
import { parseRobots, robotsAccess, type RobotsStep } from '../../src/robots/robots.ts';

interface Case {
  readonly id: string;
  readonly robots: string;
  readonly ua: string;
  readonly url: string;
  readonly google: boolean;
  readonly expected: boolean | null;
}

interface FetchCase {
  readonly id: string;
  readonly steps: readonly RobotsStep[];
  readonly expected: { readonly access: string; readonly strict?: string };
}

interface Internals {
  readonly validToken: readonly (readonly [string, boolean])[];
  readonly pathParamsQuery: readonly (readonly [string, string])[];
  readonly escapePattern: readonly (readonly [string, string])[];
  readonly bom: readonly { readonly base64: string; readonly valid: number; readonly unknown: number }[];
  readonly lineCount: readonly (readonly [string, number, number])[];
}

export interface Tally {
  readonly name: string;
  readonly passed: number;
  readonly of: number;
  readonly misses: readonly string[];
}

/** What the labelled robots.txt cases come to, file by file. */
export function scoreRobots(folder: string): readonly Tally[] {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, 'rights', name), 'utf8'));
  const casesOf = (name: string): readonly Case[] => (read(name) as { readonly cases: readonly Case[] }).cases;
  const decided = ({ robots, ua, url }: Case, profile: 'standard' | 'google'): boolean =>
    parseRobots(robots, { profile }).decide(ua, url).allowed;
  const fetches = (read('robots-fetch.json') as { readonly cases: readonly FetchCase[] }).cases;
  const internals = read('robots-internals.json') as Internals;
  return [
    tally(
      'robots-google',
      casesOf('robots-google.json').map((one) => [one.id, decided(one, 'google') === one.google]),
    ),
    tally(
      'robots-extra',
      casesOf('robots-extra.json')
        .filter((one) => one.expected !== null)
        .map((one) => [one.id, decided(one, 'standard') === one.expected]),
    ),
    tally(
      'robots-fetch',
      fetches.flatMap((one) => [
        [one.id, accessOf(one.steps, 'standard') === one.expected.access] as const,
        [`${one.id} strict`, accessOf(one.steps, 'strict') === (one.expected.strict ?? one.expected.access)] as const,
      ]),
    ),
    tally('robots-internals', [
      ...internals.validToken.map(([token, valid]) => [token, isProductToken(token) === valid] as const),
      ...internals.pathParamsQuery.map(([url, path]) => [url, pathAsWritten(url) === path] as const),
      ...internals.escapePattern.map(([raw, escaped]) => [raw, patternOf(toOctets(raw), 'google').pattern === escaped] as const),
      ...internals.bom.map(({ base64, valid, unknown }) => {
        const kinds: string[] = [];
        scanLines(toOctets(Buffer.from(base64, 'base64')), 'google', ({ kind }) => kinds.push(kind));
        const other = kinds.filter((kind) => kind === 'other').length;
        return [base64, kinds.length - other === valid && other === unknown] as const;
      }),
      ...internals.lineCount.map(([text, valid, lines]) => {
        const numbers: number[] = [];
        scanLines(text, 'google', (line) => numbers.push(line.number));
        return [JSON.stringify(text), numbers.length === valid && numbers.at(-1) === lines] as const;
      }),
    ]),
  ];
}

/** Where the file decides, what it says of one page. */
function accessOf(steps: readonly RobotsStep[], profile: 'standard' | 'strict'): string {
  const { access } = robotsAccess(steps, { profile });
  if (access !== 'rules') return access;
  const body = steps.flatMap((step) => [...(step.chain ?? []), step]).findLast((step) => step.body !== undefined)?.body;
  return parseRobots(body ?? '', { profile }).decide('GarnerBot', 'https://ex.org/x').allowed ? 'allow' : 'disallow';
}

const tally = (name: string, results: readonly (readonly [id: string, passed: boolean])[]): Tally => {
  const misses = results.filter(([, passed]) => !passed).map(([id]) => id);
  return { name, passed: results.length - misses.length, of: results.length, misses };
};
