import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import { readWarc } from '../../src/archive/read-warc.ts';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { readShard } from '../../src/corpus/shards/read.ts';
import { chanceOf } from '../web/chance.ts';
import { notice } from '../web/compose.ts';
import { html, type Site, text } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { layOut } from '../web/layout.ts';
import type { Project } from './project.ts';

/** How a host reserves its rights when it has changed its mind. */
export const MINDS = ['robots', 'tdmrep', 'noai'] as const;
export type Mind = (typeof MINDS)[number];

export const hostOf = (mind: Mind): string => `${mind}-later.test`;
export const STEADY = 'steady.test';
/** Every host has a word of its own, on all its pages and nowhere else; they are written so that no layout breaks them. */
export const wordOf = (host: string): string => `wombat${host.replaceAll(/[^a-z]/g, '')}wombat`;
/** Of the page that two hosts have. */
export const SHARED = 'quokkaquokkashared';
/** Of one page of the steady host, in its feed and its headers too. */
export const SECRET = 'The neighbours of number twelve keep numbatnumbat bottles in the cellar';

const PAGES = 4;

function siteOf(host: string, seed: number, week: number, changed: Mind | null): Site {
  const site = new SiteMaker(host);
  const chance = chanceOf(seed);
  site.serve('/robots.txt', robotsTxt('User-agent: *', ...(changed === 'robots' ? ['Disallow: /'] : ['Disallow: /private/'])));
  if (changed === 'tdmrep') site.serve('/.well-known/tdmrep.json', text('[{"location":"/","tdm-reservation":1}]', 'application/json'));
  const headers = changed === 'noai' ? ([['X-Robots-Tag', 'noai']] as const) : [];
  for (let n = 0; n < PAGES; n += 1) {
    const article = notice('en', n, chance);
    const weekly = n === 1 ? [`In week ${week}, glass is collected on another day than in the week before, says ${wordOf(host)}.`] : [];
    const secret = host === STEADY && n === 2 ? [`${SECRET}.`] : [];
    const own = {
      ...article,
      paragraphs: [`This was written by ${wordOf(host)} for its readers.`, ...article.paragraphs, ...weekly, ...secret],
    };
    const related = [1, 2, 3].filter((each) => each !== n).map((each) => [`/${each}`, `Page ${each}`] as const);
    const more = [...related, ['/shared', 'Shared'] as const, ['/feed.xml', 'Feed'] as const];
    const summary = secret.map((words) => ['X-Summary', words] as const);
    const seasonal = host === STEADY && n === 3 ? [['X-Season', week === 0 ? 'summer' : 'autumn'] as const] : [];
    site.serve(n === 0 ? '/' : `/${n}`, html(layOut({ site: host, article: own, related: more }), [...headers, ...summary, ...seasonal]));
  }
  if (host === hostOf('noai') || host === STEADY) {
    const article = notice('en', 9, chanceOf(99));
    const own = { ...article, paragraphs: [...article.paragraphs, `All of this is ${SHARED}, as everybody knows.`] };
    site.serve('/shared', html(layOut({ site: 'Shared', article: own }), headers));
  }
  if (host === STEADY)
    site.serve(
      '/feed.xml',
      text(
        `<rss version="2.0"><channel><title>S</title><item><link>http://${host}/2</link><description>${SECRET}</description></item></channel></rss>`,
        'application/rss+xml',
      ),
    );
  return site.done();
}

/** The web in some week: its texts, and the headers of one page, change with the second, and from the third, three of its hosts reserve their rights. */
export const sitesIn = (week: number): readonly Site[] => [
  ...MINDS.map((mind, n) => siteOf(hostOf(mind), n, Math.min(week, 1), week < 2 ? null : mind)),
  siteOf(STEADY, 50, Math.min(week, 1), null),
];

/** Every place of a storage folder where some words stand, whatever they are packed in: `archive/…: record …`, `ledger.db: entries`. */
export async function tracesOf(storage: string, words: readonly string[]): Promise<readonly string[]> {
  const needles = words.map((word) => word.toLowerCase());
  const has = (content: string): boolean => needles.some((needle) => content.toLowerCase().includes(needle));
  const found = new Set<string>();
  const look = (where: string, content: string): void => {
    if (has(content)) found.add(where);
  };
  for (const entry of readdirSync(storage, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const name = file.slice(storage.length + 1);
    const bytes = readFileSync(file);
    look(name, name);
    // Free pages, logs and what no reader knows are looked at as they lie on the disk.
    look(name, bytes.toString('latin1'));
    if (/\.warc\.gz(\.open)?$/.test(name))
      for await (const record of readWarc(file))
        look(name, `${JSON.stringify(record.fields)}${Buffer.from(record.block).toString('latin1')}`);
    const shard = /^(corpora\/[^/]+)\/((?:data|rejected)\/.*)$/.exec(name);
    if (shard !== null) for await (const row of readShard(join(storage, shard[1]!), shard[2]!)) look(name, JSON.stringify(row));
    if (name.endsWith('.db')) for (const [table, content] of cellsOf(file)) look(`${name}: ${table}`, content);
    for (const unpacked of framesIn(bytes)) look(`${name}: a zstd frame`, unpacked);
  }
  return [...found].sort();
}

function* cellsOf(file: string): Generator<readonly [table: string, content: string]> {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
    for (const { name } of tables) {
      const statement = db.prepare(`SELECT * FROM "${name}"`);
      statement.setReadBigInts(true);
      for (const row of statement.iterate())
        for (const value of Object.values(row)) yield [name, value instanceof Uint8Array ? plain(value) : String(value)];
    }
  } finally {
    db.close();
  }
}

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

const plain = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(0, 4)).equals(MAGIC) ? zstdDecompressSync(bytes).toString('utf8') : Buffer.from(bytes).toString('latin1');

/** What begins like a frame anywhere in a file and can be read, wholly or in part: results that were removed from a database lie so in its free pages. */
function* framesIn(bytes: Buffer): Generator<string> {
  for (let at = bytes.indexOf(MAGIC); at !== -1; at = bytes.indexOf(MAGIC, at + 1)) {
    try {
      yield zstdDecompressSync(bytes.subarray(at, at + 200_000)).toString('utf8');
    } catch {
      // Cut off, or no frame after all.
    }
  }
}

export const CORPUS = 'all';

/** A line of what `garner recheck` prints. */
export interface Listed {
  readonly url: string;
  readonly id: string;
  readonly rule: string;
  readonly because: string;
}

export const listedIn = (stdout: string): readonly Listed[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Listed);

/** Rows of the newest generation. */
export async function rowsOf(of: Project, series: 'shards' | 'rejected' = 'shards'): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const folder = join(of.storage, 'corpora', CORPUS);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const rows: Readonly<Record<string, unknown>>[] = [];
  for (const { path } of manifest[series]) for await (const row of readShard(folder, path)) rows.push(row);
  return rows;
}
