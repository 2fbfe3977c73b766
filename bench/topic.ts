/**
 * A focused crawl beside a breadth-first one, over a web on loopback of which a small part is about one topic: `garner crawl`, `garner build`.
 *
 *   npm run bench -- topic [--seed 1 --seed 2 …] [--pages 5000] [--hosts 60] [--budget 0.3]
 *
 * Both crawls fetch the same share of the pages. Which of them are on the topic, the web knows and the crawler does not.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { topicSchema } from '../src/config/topic.ts';
import { readManifest } from '../src/corpus/manifest.ts';
import { openRelevance } from '../src/topic/topic.ts';
import { query, sqlList } from '../test/corpus/duckdb.ts';
import { makeTopicalWeb, type TopicalWeb } from '../test/web/topical/topical.ts';
import { serveSites } from '../test/web/web.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', multiple: true, default: ['1'] },
    pages: { type: 'string', default: '5000' },
    hosts: { type: 'string', default: '60' },
    budget: { type: 'string', default: '0.3' },
    verbose: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '..');
const [pages, hosts] = [Number(values.pages), Number(values.hosts)];
const budget = Math.round(pages * Number(values.budget));
const TARGETS = { recall: 0.85, precision: 0.95, scoringMs: 0.3 };

async function garner(project: string, ...args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), '--project', project, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`garner ${args.join(' ')} ended with ${code}:\n${said}`);
  if (values.verbose) process.stderr.write(said);
}

function makeProject(web: TopicalWeb, port: number): string {
  const project = mkdtempSync(join(tmpdir(), 'garner-topic-'));
  const write = (file: string, content: object): void => writeFileSync(join(project, file), JSON.stringify(content));
  mkdirSync(join(project, 'config', 'topics'), { recursive: true });
  mkdirSync(join(project, 'crawlers'));
  write('config/garner.yaml', {
    userAgent: { contact: 'mailto:bench@example.org' },
    network: { connectTo: { '*.test': `127.0.0.1:${port}` }, perAddress: 100_000 },
    // Fewer at a time than there are hosts, as in any larger crawl: otherwise no host would have to wait, and none could be preferred.
    crawl: { delay: '0ms', concurrency: 8 },
  });
  write('crawlers/web.yaml', { seeds: web.seeds, scope: { hosts: ['*.test'] }, limits: { depth: 1000, pages: budget }, sitemaps: false });
  write('config/topics/target.yaml', topicOf(web));
  return project;
}

const topicOf = ({ terms }: TopicalWeb) => ({ title: 'The topic', crawlers: ['web'], terms, budget: { pages: budget } });

interface Found {
  /** Of all articles on the topic, how many were fetched. */
  readonly recall: number;
  readonly fetches: number;
  readonly seconds: number;
}

async function crawled(web: TopicalWeb, run: (port: number) => Promise<void>): Promise<Found> {
  const server = await serveSites(web.sites);
  const start = performance.now();
  try {
    await run(server.port);
    const fetched = new Set(server.hits.map(({ url }) => url));
    const relevant = [...web.articles].filter(([, isRelevant]) => isRelevant).map(([url]) => url);
    const served = new Set(web.sites.flatMap(({ host, pages: own }) => [...own.keys()].map((path) => `http://${host}${path}`)));
    return {
      recall: relevant.filter((url) => fetched.has(url)).length / relevant.length,
      fetches: server.hits.filter(({ url }) => served.has(url)).length,
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    await server.close();
  }
}

/** Of the articles in the corpus that score enough, how many are on the topic; and how many of those that are were kept. */
async function judged(web: TopicalWeb, project: string): Promise<{ readonly precision: number; readonly kept: number }> {
  const corpus = join(project, 'storage', 'corpora', 'target');
  const manifest = await readManifest(corpus);
  if (manifest === null) throw new Error('no manifest was published');
  const shards = manifest.shards.map(({ path }) => join(corpus, path));
  const rows = await query(`select url, title, text, language from read_parquet(${sqlList(shards)}, union_by_name => true)`);
  const topic = { name: 'target', ...topicSchema.parse(topicOf(web)) };
  const relevance = openRelevance(topic);
  if (relevance === null) throw new Error('the topic has no terms');
  const kept = rows.filter((row) => {
    const [title, language] = [row['title'], row['language']].map((value) => (typeof value === 'string' ? value : null));
    const document = { url: String(row['url']), text: String(row['text']), title: title ?? null, language: language ?? null };
    return web.articles.has(document.url) && relevance.score(document) >= relevance.minimumScore;
  });
  const right = kept.filter((row) => web.articles.get(String(row['url'])) === true).length;
  return { precision: right / kept.length, kept: kept.length };
}

/** Milliseconds to score a document of 5 kB: the median over pages of the web, their tags left out. */
function scoringMs(web: TopicalWeb): number {
  const relevance = openRelevance({ name: 'target', ...topicSchema.parse(topicOf(web)) });
  const bodies = web.sites.flatMap(({ pages: own }) =>
    [...own.values()].flatMap((answer) => (typeof answer === 'function' ? [] : [answer.body])),
  );
  const bytes = Buffer.from(
    Buffer.concat(bodies.slice(0, 1000))
      .toString()
      .replaceAll(/<[^>]+>/g, ''),
  );
  const times = Array.from({ length: Math.floor(bytes.length / 5000) }, (_, n) => {
    const text = bytes.subarray(n * 5000, (n + 1) * 5000).toString();
    const start = performance.now();
    relevance?.score({ title: null, text, url: 'https://a.test/', language: null });
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(8);
const results: { readonly focused: Found; readonly breadth: Found; readonly precision: number }[] = [];
console.log(
  `${pages} articles on ${hosts} hosts, 8 % on the topic; ${budget} fetches. Targets: ${percent(TARGETS.recall)} found, precision ${percent(TARGETS.precision)}`,
);
console.log('    seed   focused   breadth-first   precision   articles kept   seconds');
for (const seed of values.seed) {
  const web = makeTopicalWeb({ seed: Number(seed), pages, hosts });
  const folders: string[] = [];
  try {
    const inProject =
      (...args: readonly string[]) =>
      async (port: number): Promise<void> => {
        const project = makeProject(web, port);
        folders.push(project);
        await garner(project, ...args);
      };
    const focused = await crawled(web, inProject('crawl', '--topic', 'target'));
    const breadth = await crawled(web, inProject('crawl', 'web'));
    await garner(folders[0] ?? '', 'build', 'target');
    const { precision, kept } = await judged(web, folders[0] ?? '');
    results.push({ focused, breadth, precision });
    const cells = [percent(focused.recall).padStart(9), percent(breadth.recall).padStart(15), percent(precision).padStart(11)];
    console.log(`${seed.padStart(8)} ${cells.join(' ')} ${String(kept).padStart(15)} ${focused.seconds.toFixed(0).padStart(9)}`);
    if (values.verbose) console.log(`         fetched ${focused.fetches} and ${breadth.fetches}`);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}
const over = (of: (result: (typeof results)[number]) => number) => ({
  mean: results.reduce((sum, each) => sum + of(each), 0) / results.length,
  worst: Math.min(...results.map(of)),
});
for (const which of ['mean', 'worst'] as const)
  console.log(
    `${which.padStart(8)} ${[
      over(({ focused }) => focused.recall),
      over(({ breadth }) => breadth.recall),
      over(({ precision }) => precision),
    ]
      .map((each, n) => percent(each[which]).padStart([9, 15, 11][n] ?? 9))
      .join(' ')}`,
  );
const ms = scoringMs(makeTopicalWeb({ seed: Number(values.seed[0]), pages: 1000, hosts: 20 }));
console.log(`a score takes ${ms.toFixed(2)} ms for 5 kB; target: less than ${TARGETS.scoringMs} ms`);
