import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import type { CrawlSummary } from '../../src/run/crawl.ts';
import { html, type Answer } from '../web/page.ts';
import { SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';
import { type Ended, loopbackSettings, makeProject, outcomesOf, type Parts, type Project, until } from './project.ts';
import { treeSite } from './tree-site.ts';

async function project({ onTestFinished }: TestContext, parts: Parts): Promise<Project> {
  const made = await makeProject(parts);
  onTestFinished(() => made.dispose());
  return made;
}

async function serve({ onTestFinished }: TestContext, ...sites: Parameters<typeof serveSites>[0]): Promise<Web> {
  const web = await serveSites(sites);
  onTestFinished(() => web.close());
  return web;
}

/** Nothing but these lines on stderr, each for people: what happened, where, and no stack trace. */
function expectWords({ stderr, stdout }: Ended, ...words: readonly (string | RegExp)[]): void {
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^garner: /m);
  expect(stderr).not.toMatch(/^\s+at |node:internal|bug in Garner/m);
  for (const word of words) expect(stderr).toMatch(word);
}

/** A port on which nothing listens. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

const crawlers = (...hosts: readonly string[]): NonNullable<Parts['crawlers']> =>
  Object.fromEntries(hosts.map((host) => [host, { seeds: [`http://${host}/`], sitemaps: false }]));

describe.concurrent('what the user got wrong', () => {
  test('a config with errors: 4, with each place', async (context) => {
    const { run, write } = await project(context, { crawlers: crawlers('a.test') });
    await write('crawlers/b.test.yaml', 'seed: [http://b.test/]\nlimits:\n  pages: many\n');
    const ended = await run('crawl');
    expect(ended.code).toBe(4);
    expectWords(ended, /crawlers\/b\.test\.yaml:1:1 .*did you mean seeds\?/, /crawlers\/b\.test\.yaml:3:10 /);
  });

  test('names that are not there: 2, with those that are', async (context) => {
    const { run } = await project(context, { crawlers: crawlers('a.test') });
    const wrong = [
      ['crawl', 'b.test'],
      ['crawl', '--topic', 'birds'],
      ['crawl', '--tag', 'birds'],
      ['build', 'b.test'],
    ];
    for (const [n, ended] of (await Promise.all(wrong.map((args) => run(...args)))).entries()) {
      expect({ args: wrong[n], code: ended.code }).toEqual({ args: wrong[n], code: 2 });
      expectWords(ended, /^garner: no [\w, ]+ (is called|carries the tag) (b\.test|birds)/);
    }
  });

  test('no contact for a public host: 4, before anything is contacted or made', async (context) => {
    const web = await serve(context, treeSite('a.test', 3, 1));
    const { run, storage } = await project(context, { settings: loopbackSettings(web.port), crawlers: crawlers('a.test', 'example.org') });
    const ended = await run('crawl');
    expect(ended.code).toBe(4);
    expectWords(ended, /^garner: example\.org is a public host.*userAgent\.contact.*\n$/);
    expect(await run('fetch', 'https://example.org/page')).toMatchObject({ code: 4, stdout: '' });
    expect(web.hits).toEqual([]);
    expect(existsSync(storage)).toBe(false);
  });
});

describe.concurrent('what the network got wrong', () => {
  test('nothing listens: 6', async (context) => {
    const { run, records } = await project(context, { settings: loopbackSettings(await deadPort()), crawlers: crawlers('a.test') });
    const ended = await run('crawl');
    expect(ended.code).toBe(6);
    expectWords(ended, /^garner: no page was fetched; http:\/\/a\.test\/: .*nothing listens there/m);
    expect([...outcomesOf((await records())[0]!.entries)]).toEqual([['http://a.test/', 'failed robots-unreachable']]);
  });

  test('a name that nobody knows: 6', async (context) => {
    const settings = { userAgent: { contact: 'mailto:me@example.org' } };
    const { run } = await project(context, { settings, crawlers: crawlers('garner.invalid') });
    const ended = await run('crawl');
    expect(ended.code).toBe(6);
    expectWords(ended, /no page was fetched; http:\/\/garner\.invalid\/: .*garner\.invalid/);
  });

  test('a server that never answers and one that never ends hold up nobody else', async (context) => {
    const stuck = (host: string, answer: Answer): SiteMaker => {
      const site = new SiteMaker(host);
      site.serve('/', answer);
      return site;
    };
    const page = html('<p>One sentence, and again the same.</p>'.repeat(100));
    const web = await serve(
      context,
      treeSite('well.test', 12, 1),
      stuck('mute.test', { ...page, manner: 'mute' }).done(),
      stuck('endless.test', { ...page, manner: 'endless' }).done(),
    );
    const limits = { firstByte: '5s', total: '6s', attempts: 1 };
    const made = await project(context, {
      settings: { ...loopbackSettings(web.port), limits },
      crawlers: crawlers('well.test', 'mute.test', 'endless.test'),
    });
    const summary = await made.json<CrawlSummary>('crawl', '--json');
    expect(summary.finished).toBe(true);
    const outcomes = outcomesOf((await made.records())[0]!.entries);
    expect([outcomes.get('http://mute.test/'), outcomes.get('http://endless.test/')]).toEqual([
      'failed first-byte-timeout',
      'failed total-timeout',
    ]);
    expect([...outcomes.values()].filter((outcome) => outcome === 'page')).toHaveLength(12);
    // Had they held up the others, nothing would have been asked of them until the first of the two was given up.
    const asked = web.hits.filter(({ host, path }) => host !== 'well.test' && path === '/').map(({ at }) => at);
    const meanwhile = web.hits.filter(({ host, at }) => host === 'well.test' && at < Math.min(...asked) + 5000);
    expect(meanwhile.length).toBeGreaterThan(1);
  });
});

describe.concurrent('what the storage got wrong', () => {
  test('a folder that cannot be made or written: 5', async (context) => {
    const web = await serve(context, treeSite('a.test', 3, 1));
    for (const storage of ['config/garner.yaml/storage', '/proc/garner-storage']) {
      const { run } = await project(context, { settings: { ...loopbackSettings(web.port), storage }, crawlers: crawlers('a.test') });
      const ended = await run('crawl');
      expect(ended.code).toBe(5);
      expectWords(ended, storage, /another `storage` in config\/garner\.yaml/);
    }
    expect(web.hits).toEqual([]);
  });

  test('a folder that another command works in: 5, and the other goes on', async (context) => {
    const web = await serve(context, treeSite('a.test', 300, 1));
    const { run, start } = await project(context, {
      settings: { ...loopbackSettings(web.port), crawl: { delay: '300ms' } },
      crawlers: crawlers('a.test'),
    });
    const first = start('crawl', '--json');
    await until(() => web.hits.length > 0 || first.child.exitCode !== null);
    for (const args of [['crawl'], ['build', 'a.test']]) {
      const second = await run(...args);
      expect(second.code).toBe(5);
      expectWords(second, /storage is in use by garner crawl \(process \d+, since /);
    }
    first.child.kill('SIGINT');
    expect(await first.ended).toMatchObject({ code: 130 });
  });

  test('too little room for the reserve or the quota: 5, nothing is fetched, and with room the same command finishes', async (context) => {
    const web = await serve(context, treeSite('a.test', 3, 1));
    const own = loopbackSettings(web.port);
    const { run, json, write } = await project(context, {
      settings: { ...own, disk: { reserve: '1024TiB' } },
      crawlers: crawlers('a.test'),
    });
    const short = await run('crawl');
    expect(short.code).toBe(5);
    expectWords(short, /^garner: stopped fetching: .* are free .*disk\.reserve is .* All that was fetched is kept\./m);
    expect(web.hits).toEqual([]);
    await write('config/garner.yaml', own);
    expect(await json<CrawlSummary>('crawl', '--json')).toMatchObject({ resumed: true, finished: true, outcomes: { page: 3 } });
    await write('config/garner.yaml', { ...own, disk: { reserve: '0B', archive: '1kB' } });
    const full = await run('crawl');
    expect(full.code).toBe(5);
    expectWords(full, /^garner: stopped fetching: the archive takes .*disk\.archive is 1\.0 kB.*garner gc/m);
  });

  const mounted = mountable();
  test.skipIf(!mounted)(
    `a disk that is full: 5, and with room again the same command finishes${mounted ? '' : ' (needs the right to mount a tmpfs)'}`,
    async (context) => {
      const big = `<p>${'All that was ever written about bins, in one page. '.repeat(8)}</p>\n`;
      const site = new SiteMaker('a.test');
      const page = (n: number): string =>
        `<html lang=en><title>${n}</title><main>${Array.from({ length: 400 }, (_, line) => big.replace('bins', `bin ${n * line * 7919}`)).join('')}<a href="/${n + 1}">on</a></main>`;
      for (let n = 0; n < 12; n += 1) site.serve(n === 0 ? '/' : `/${n}`, html(page(n)));
      const web = await serve(context, site.done());
      const { run, json, storage, records } = await project(context, {
        settings: loopbackSettings(web.port),
        crawlers: crawlers('a.test'),
      });
      await mkdir(storage);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', storage]);
      context.onTestFinished(() => void execFileSync('umount', [storage]));
      const ended = await run('crawl');
      expect(ended.code).toBe(5);
      expectWords(ended, /^garner: .*(full|no space)/im);
      execFileSync('mount', ['-o', 'remount,size=64m', storage]);
      const summary = await json<CrawlSummary>('crawl', '--json');
      expect(summary).toMatchObject({ resumed: true, finished: true });
      const entries = (await records())[0]!.entries;
      expect([...outcomesOf(entries)].filter(([, outcome]) => outcome === 'page')).toHaveLength(12);
    },
  );
});

/** Whether this process may mount file systems, and so fill one up without harm. */
function mountable(): boolean {
  const place = join(import.meta.dirname, '..', 'fixtures');
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', place], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
