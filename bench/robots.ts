/**
 * How long hostile robots.txt files of 500 KB take to parse and to answer, ours and robots-parser's, the latter in a worker that is ended
 * after 20 s: `npm run bench -- robots`.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import robotsParserModule from 'robots-parser';
import { parseRobots } from '../src/robots/robots.ts';

// The package is CommonJS whose types claim a default export.
const robotsParser = robotsParserModule as unknown as (
  url: string,
  robots: string,
) => { isAllowed(url: string, agent: string): boolean | undefined };

interface Hostile {
  readonly name: string;
  readonly robots: string;
  readonly urls: readonly string[];
}

interface Figures {
  readonly parseMs: number;
  readonly slowestMs: number;
  readonly meanMs: number;
  readonly heapMb: number;
}

const size = 500_000;
const origin = 'https://ex.org';

/** `head`, then lines made by `line` until the file has 500 KB. */
function fill(head: string, line: (i: number) => string): string {
  const lines = [head];
  for (let i = 0, octets = head.length; octets < size; i += 1) {
    const next = line(i);
    lines.push(next);
    octets += next.length + 1;
  }
  return lines.join('\n');
}

const bits = (i: number): string => i.toString(2).replaceAll('0', 'a').replaceAll('1', 'b');
const letters = (i: number): string => [i / 676, i / 26, i].map((n) => String.fromCharCode(97 + (Math.floor(n) % 26))).join('');
const star = 'User-agent: *';
const ordinary = ['/', '/section/page-4711.html', `/search?${'q=word&'.repeat(20)}`].map((path) => origin + path);

const files: readonly Hostile[] = [
  { name: 'plain rules', robots: fill(star, (i) => `Disallow: /private/${i}/`), urls: [...ordinary, `${origin}/${'x'.repeat(2000)}`] },
  {
    name: 'wildcard rules',
    robots: fill(star, (i) => `Disallow: /*section${i}*page*.html$`),
    urls: [...ordinary, `${origin}/${'section1page'.repeat(160)}`],
  },
  {
    name: 'agents × rules',
    robots: [
      ...Array.from({ length: 17_500 }, (_, i) => `User-agent:${letters(i)}`),
      ...Array.from({ length: 20_500 }, () => 'Disallow:/a'),
    ].join('\n'),
    urls: ordinary,
  },
  {
    name: '/*a*a…*b, URL of a',
    robots: fill(star, (i) => `Disallow: /${'*a'.repeat(20 + (i % 400))}*b`),
    urls: [`${origin}/${'a'.repeat(2000)}`, `${origin}/b${'a'.repeat(2000)}`, `${origin}/${'ab'.repeat(1000)}`],
  },
  {
    name: '/*a*a…*b in long lines',
    robots: fill(star, () => `Disallow: /${'*a'.repeat(8000)}*b`),
    urls: [`${origin}/${'a'.repeat(2000)}`, `${origin}/b${'a'.repeat(2000)}`],
  },
  {
    name: 'segments just missed',
    robots: fill(star, (i) => `Disallow: /*aab${bits(i)}*zz`),
    urls: [`${origin}/zz${'aabab'.repeat(400)}`, `${origin}/${'abaabb'.repeat(330)}`],
  },
  { name: 'groups of one token', robots: fill('', (i) => `User-agent: x\nDisallow: /${i}`), urls: ordinary.map((url) => url) },
];

function measure(robots: string, urls: readonly string[], parse: (robots: string) => (url: string) => unknown): Figures {
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const began = performance.now();
  const decide = parse(robots);
  decide(`${origin}/`);
  const parseMs = performance.now() - began;
  const heapMb = (process.memoryUsage().heapUsed - heap) / 2 ** 20;
  const times = urls.flatMap((url) =>
    Array.from({ length: 3 }, () => {
      const start = performance.now();
      decide(url);
      return performance.now() - start;
    }),
  );
  return { parseMs, slowestMs: Math.max(...times), meanMs: times.reduce((sum, time) => sum + time, 0) / times.length, heapMb };
}

async function rival(file: Hostile): Promise<Figures | null> {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: file, resourceLimits: { maxOldGenerationSizeMb: 2048 } });
  try {
    const [figures] = (await once(worker, 'message', { signal: AbortSignal.timeout(20_000) })) as [Figures];
    return figures;
  } catch {
    return null;
  } finally {
    await worker.terminate();
  }
}

const show = (figures: Figures | null): string =>
  figures === null
    ? 'no answer in 20 s, or out of memory'
    : `parse ${figures.parseMs.toFixed(0)} ms, answer ≤ ${figures.slowestMs.toFixed(2)} ms (mean ${figures.meanMs.toFixed(2)}), heap ${figures.heapMb.toFixed(0)} MB`;

if (isMainThread) {
  // Warm up, so that the first file does not pay for compilation.
  for (const { robots, urls } of files) measure(robots, urls, (text) => (url) => parseRobots(text).decide('GarnerBot', url));
  for (const file of files) {
    const figures = measure(file.robots, file.urls, (text) => {
      const parsed = parseRobots(text);
      return (url) => parsed.decide('GarnerBot', url);
    });
    console.log(`${file.name} (${file.robots.length} octets)`);
    console.log(`  garner         ${show(figures)}`);
    console.log(`  robots-parser  ${show(await rival(file))}`);
  }
} else {
  const { robots, urls } = workerData as Hostile;
  const figures = measure(robots, urls, (text) => {
    const parsed = robotsParser(`${origin}/robots.txt`, text);
    return (url) => parsed.isAllowed(url, 'GarnerBot');
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
  parentPort?.postMessage(figures);
}
