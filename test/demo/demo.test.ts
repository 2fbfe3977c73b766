import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Expectation, Outcome } from '../web/web.ts';
import { gather, type Gathered } from './demo-run.ts';

let gathered: Gathered;
beforeAll(async () => {
  gathered = await gather(11);
}, 120_000);
afterAll(() => gathered.dispose());

const expected = (...outcomes: readonly Outcome[]): readonly Expectation[] =>
  gathered.web.expectations.filter(({ outcome }) => outcomes.includes(outcome));
const rowOf = (url: string): Readonly<Record<string, unknown>> | undefined => gathered.rows.find((row) => row['url'] === url);
const squeezed = (text: unknown): string => String(text).replace(/\s+/g, ' ');

describe('the demo, against the ground truth of its web', () => {
  test('gathers every page that is worth it', () => {
    expect(expected('kept').filter(({ url }) => rowOf(url) === undefined)).toEqual([]);
  });

  test('finds the text of each, and nothing of what stands around it', () => {
    const wrong = expected('kept')
      .filter(({ hard }) => hard !== true)
      .flatMap(({ url, text = [], absent = [] }) => {
        const found = squeezed(rowOf(url)?.['text']);
        const missing = text.filter((each) => !found.includes(squeezed(each)));
        const leaked = absent.filter((each) => found.includes(squeezed(each)));
        return missing.length + leaked.length === 0 ? [] : [{ url, missing, leaked }];
      });
    expect(wrong).toEqual([]);
  });

  test('knows the licences that pages state', () => {
    const wrong = expected('kept')
      .filter(({ licence }) => licence !== undefined)
      .map(({ url, licence }) => ({ url, licence: rowOf(url)?.['license'], stated: licence }))
      .filter(({ licence, stated }) => licence !== stated);
    expect(wrong).toEqual([]);
  });

  test('keeps one of each group of duplicates', () => {
    for (const { sameAs = [] } of expected('duplicate')) {
      expect({ sameAs, kept: sameAs.filter((url) => rowOf(url) !== undefined).length }).toMatchObject({ kept: 1 });
    }
  });

  test('keeps nothing that was opted out, cannot be had, or is no page', () => {
    const unwanted = expected('dropped', 'refused', 'redirect', 'failed', 'waiting');
    expect(unwanted.length).toBeGreaterThan(20);
    expect(unwanted.filter(({ url }) => rowOf(url) !== undefined)).toEqual([]);
  });

  test('never asks for what it may not ask for', () => {
    const forbidden = expected('refused', 'waiting');
    expect(forbidden.filter(({ url }) => gathered.web.count(url) > 0)).toEqual([]);
    expect(gathered.web.count('http://closed.test/robots.txt')).toBeGreaterThan(0);
  });

  test('asks each host for its robots.txt before anything else, and for each page once', () => {
    for (const host of gathered.web.hosts) {
      expect(gathered.web.hits.find((hit) => hit.host === host)?.path).toBe('/robots.txt');
    }
    const pages = expected('kept', 'duplicate').filter(({ url }) => !/\/(flaky|busy)$/.test(url));
    expect(pages.filter(({ url }) => gathered.web.count(url) !== 1).map(({ url }) => [url, gathered.web.count(url)])).toEqual([]);
  });

  test('stays out of endless parts of sites', () => {
    expect(gathered.web.hits.filter(({ path }) => path.startsWith('/calendar/'))).toEqual([]);
    expect(gathered.web.hits.filter(({ path }) => path.includes('reply/reply/reply/'))).toEqual([]);
  });

  test('accounts for every page that it captured', () => {
    const { captured, kept, dropped } = gathered.manifest.counts;
    expect(kept).toBe(gathered.rows.length);
    expect(kept + Object.values(dropped).reduce((sum, count) => sum + count, 0)).toBe(captured);
  });
});
