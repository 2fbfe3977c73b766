import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as library from '../src/index.ts';
import {
  assessRights,
  type Assessment,
  canonicalize,
  detectLanguage,
  detectLicence,
  extract,
  type Extraction,
  type Licence,
  type PageUrl,
  parseRobots,
  type Robots,
  robotsAccess,
  type RobotsAccess,
  type Signature,
  signature,
  similarity,
} from '../src/index.ts';

const licensed = '<footer>Text under <a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a></footer>';
const page = `<html lang="en"><title>Jars</title><main>${'<p>Jars are rinsed, lids go into the yellow bin, and corks are composted.</p>'.repeat(4)}</main>${licensed}`;

test('a program can do with a page what the crawler does', async () => {
  const url: PageUrl | null = canonicalize('HTTP://Example.org:80/a/../jars?utm_source=x#top');
  expect(url).toBe('http://example.org/jars');
  const rules: Robots = parseRobots('User-agent: *\nDisallow: /private/\nSitemap: https://example.org/map.xml');
  expect(rules.decide('GarnerBot', 'http://example.org/jars').allowed).toBe(true);
  expect(rules.decide('GarnerBot', 'http://example.org/private/1')).toMatchObject({ allowed: false, line: 2 });
  const access: RobotsAccess = robotsAccess([{ t: 0, status: 503 }]);
  expect(access.access).toBe('unreachable-disallow');
  const extraction: Extraction = await extract(page, { url: 'http://example.org/jars' });
  expect(extraction).toMatchObject({ title: 'Jars', language: 'en' });
  expect(await detectLanguage('Jars are rinsed with cold water.')).toMatchObject({ language: 'en' });
  const licence: Licence = detectLicence(page, 'http://example.org/jars');
  expect(licence.id).toBe('CC-BY-4.0');
  const signed: Signature = signature(extraction.text, 'en');
  expect(similarity(signed, signature(extraction.text.toUpperCase()))).toBe(1);
  const about = { url: 'http://example.org/jars', userAgent: 'GarnerBot', html: page };
  const rights: Assessment = assessRights({ ...about, headers: [['X-Robots-Tag', 'noai']] });
  expect(rights.uses.train).toBe('deny');
});

test('the library has these functions and no others', () => {
  expect(Object.keys(library).sort()).toEqual([
    'assessRights',
    'canonicalize',
    'detectLanguage',
    'detectLicence',
    'extract',
    'judgeQuality',
    'openDedup',
    'parseRobots',
    'robotsAccess',
    'signature',
    'similarity',
  ]);
});

interface Loaded {
  readonly onImport: readonly string[];
  readonly onUse: readonly string[];
}

/** Packages, modules of Node and files that come with the import, and with a first use too. */
function loadedBy(use: string): Loaded {
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = new Set();
    registerHooks({ resolve(specifier, context, next) {
      const found = next(specifier, context);
      loaded.add(/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(found.url)?.[1] ?? found.url);
      return found;
    } });
    const library = await import(${JSON.stringify(join(import.meta.dirname, '../src/index.ts'))});
    const onImport = [...loaded];
    await library.${use};
    console.log(JSON.stringify({ onImport, onUse: [...loaded] }));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })) as Loaded;
}

test('importing it loads no browser model, crawler, database or network client', () => {
  const heavy = /^(?:jsdom|@crawlee\/.*|undici|piscina|hyparquet.*|node:(?:sqlite|http2?|https|worker_threads))$/;
  const { onImport, onUse } = loadedBy("extract('<p>One sentence, to see what a first page loads.</p>', { url: '' })");
  expect(onImport.length).toBeGreaterThan(10);
  expect(onImport.filter((name) => heavy.test(name))).toEqual([]);
  expect(onUse.filter((name) => heavy.test(name))).toEqual([]);
});
