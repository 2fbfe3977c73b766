import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestOf } from '../../../../src/archive/record.ts';
import type { Config } from '../../../../src/config/config.ts';
import type { HostFacts } from '../../../../src/ledger/host-facts.ts';
import type { Ledger } from '../../../../src/ledger/ledger.ts';
import { openSqliteLedger } from '../../../../src/ledger/sqlite.ts';
import type { PageUrl } from '../../../../src/records.ts';
import type { HostFiles } from '../../../../src/rights/host-files.ts';
import { ArchivedFiles, type ArchivedResponse } from '../../../../src/run/import/web/archived-files.ts';
import { Places } from '../../../../src/run/import/web/places.ts';

const DAY = 24 * 3_600_000;
const NOW = Date.parse('2024-05-01T00:00:00Z');
const page = 'https://a.test/jars' as PageUrl;

let ledger: Ledger & HostFacts;
let places: Places;
let responses: ArchivedResponse[];
beforeEach(async () => {
  ledger = await openSqliteLedger(':memory:');
  places = new Places();
  responses = [];
});
afterEach(async () => {
  places.close();
  await ledger.close();
});

const answer = (text: string, status = 200, headers: ArchivedResponse['headers'] = []): ArchivedResponse => ({
  status,
  headers,
  body: Buffer.from(text),
});

/** Puts an answer into the archive, so many days after the page. */
function archive(url: string, days: number, response: ArchivedResponse): void {
  const offset = responses.push(response) - 1;
  places.add({ file: 'a.warc', offset, length: 1, type: 'response', id: null, url, at: NOW + days * DAY, digest: null });
}

/** What the archive says of the page, with the files. */
async function wordOf(of: Partial<Pick<Config, 'robots'>> = {}, markup = '<p>a page') {
  const config = { robots: 'standard', rightsPolicy: { hostFiles: { tdmrep: true, aiTxt: true, rsl: true } }, ...of } as unknown as Config;
  const files = new ArchivedFiles({ config, ledger, places, read: ({ offset }) => Promise.resolve(responses[offset] ?? null) });
  const word = await files.of(page, NOW, answer(markup));
  if (word.kind === 'disallowed') return word;
  const kept = word.hostFiles === undefined ? null : await ledger.get(word.hostFiles, 'host-files');
  return { robots: word.robots, files: kept === null ? null : (JSON.parse(kept.value) as HostFiles) };
}

describe('robots.txt of a page', () => {
  const robots = 'https://a.test/robots.txt';
  const rules = (path: string): ArchivedResponse => answer(`User-agent: *\nDisallow: ${path}\n`);

  test.each([
    ['none', [], 'imported'],
    [
      'the last before it',
      [
        [-20, '/early'],
        [-2, '/late'],
        [1, '/after'],
      ],
      '/late',
    ],
    [
      'one soon after it',
      [
        [-40, '/early'],
        [0.5, '/after'],
      ],
      '/after',
    ],
    ['none but failures', [[-1, '503']], 'imported'],
    [
      'none that is too old or too new',
      [
        [-40, '/early'],
        [3, '/after'],
      ],
      'imported',
    ],
  ] as const)('%s', async (_what, archived, expected) => {
    for (const [days, path] of archived) archive(robots, days, path === '503' ? answer('', 503) : rules(path));
    const wanted = expected === 'imported' ? 'imported' : digestOf(rules(expected).body);
    const { robots: digest, files } = (await wordOf()) as { robots: string; files: HostFiles | null };
    expect([digest, files?.robots?.text]).toEqual([wanted, expected === 'imported' ? undefined : `User-agent: *\nDisallow: ${expected}\n`]);
  });

  test('was asked for elsewhere, failed, or shut all out', async () => {
    archive(robots, -1, answer('', 301, [['Location', 'https://www.a.test/robots.txt']]));
    archive('https://www.a.test/robots.txt', -1, rules('/elsewhere'));
    expect(await wordOf()).toMatchObject({ files: { robots: { text: 'User-agent: *\nDisallow: /elsewhere\n' } } });
    archive(robots, -0.5, answer('', 503));
    // What was said before stands while there is no answer.
    expect(await wordOf()).toMatchObject({ files: { robots: { text: 'User-agent: *\nDisallow: /elsewhere\n' } } });
    archive(robots, -0.25, answer('', 403));
    expect(await wordOf()).toEqual({ robots: 'http-403', files: null });
    expect(await wordOf({ robots: 'strict' })).toMatchObject({ kind: 'disallowed' });
  });
});

test('other files that speak for a host are found, and those that are pointed to but not there are told', async () => {
  archive('https://a.test/robots.txt', -1, answer('License: https://terms.test/one.xml\n'));
  archive('https://a.test/.well-known/tdmrep.json', -1, answer('[]'));
  archive('https://a.test/ai.txt', -1, answer('gone', 404));
  archive('https://terms.test/one.xml', -1, answer('<rsl/>'));
  const link = '<link rel="license" type="application/rsl+xml" href="/two.xml">';
  expect(await wordOf({}, link)).toMatchObject({
    files: {
      wellKnown: { '/.well-known/tdmrep.json': { text: '[]', sha256: digestOf(Buffer.from('[]')) } },
      documents: { 'https://terms.test/one.xml': { text: '<rsl/>' } },
      missing: { 'https://a.test/two.xml': 'it is not in the archive that the page was imported from' },
    },
  });
});

test('a file that has moved is read at its new place, unless that is a front page', async () => {
  archive('https://a.test/.well-known/tdmrep.json', -1, answer('', 301, [['Location', 'https://www.a.test/.well-known/tdmrep.json']]));
  archive('https://www.a.test/.well-known/tdmrep.json', -1, answer('[]'));
  archive('https://a.test/ai.txt', -1, answer('', 302, [['Location', '/']]));
  archive('https://a.test/', -1, answer('<p>welcome'));
  const { files } = (await wordOf()) as { files: HostFiles };
  expect(files.wellKnown).toEqual({ '/.well-known/tdmrep.json': { text: '[]', sha256: digestOf(Buffer.from('[]')) } });
});

test('files that come under their digest are kept when they are what it says, and files at all', async () => {
  const files = new ArchivedFiles({
    config: {} as Config,
    ledger,
    places,
    read: ({ offset }) => Promise.resolve(responses[offset] ?? null),
  });
  const bring = (json: string, digest = digestOf(Buffer.from(json))) => {
    archive('urn:garner:host-files:x', 0, answer(json));
    const place = places.before('urn:garner:host-files:x', NOW);
    return files.bring(digest, place);
  };
  const good = JSON.stringify({ version: 1, robots: null, wellKnown: { '/ai.txt': { text: 'x', sha256: 'sha256:0' } }, documents: {} });
  expect(await bring(good, digestOf(Buffer.from('other')))).toBe(false);
  for (const bad of ['{"version":1,"robots":5}', 'no JSON']) expect(await bring(bad)).toBe(false);
  expect(await bring(good)).toBe(true);
  expect(await ledger.get(digestOf(Buffer.from(good)), 'host-files')).toMatchObject({ value: good });
});
