import type { CrawlerConfig } from '../../config/crawler.ts';
import type { PageUrl, PolitenessKey } from '../../records.ts';
import { canonicalize } from '../../url/canonical.ts';
import { politenessKeyOf } from '../../url/politeness.ts';
import type { Sampled } from '../survey/sample.ts';
import type { Survey } from '../survey/survey.ts';
import type { CrawlerRules } from '../rules.ts';
import type { Known } from './known.ts';
import { lasting, mannersText } from './lasting.ts';

/** A figure, and what it rests on, for people. */
export interface Estimate {
  /** Null where nothing tells. */
  readonly value: number | null;
  readonly because: string;
}

export interface Expected {
  /** Pages of the next run. */
  readonly pages: Estimate;
  /** Bytes to receive. */
  readonly bytes: Estimate;
  /** Bytes that the archive and the refined results grow by. */
  readonly disk: Estimate;
  /** Milliseconds until the slowest host is done, at the polite rate. */
  readonly duration: Estimate;
  /** Documents before duplicates are taken out. */
  readonly documents: Estimate;
  /** How long each host is busy, milliseconds: what crawlers that share one take one after the other. */
  readonly busy: Readonly<Record<PolitenessKey, number>>;
}

/** Requests to a host besides pages and sitemaps: robots.txt, tdmrep.json, ai.txt, a document of terms, and one for what cannot exist. */
const FILES = 5;

const nothing = (because: string): Estimate => ({ value: null, because });
const mean = (sum: number, count: number): number => sum / Math.max(1, count);

/** What the next run of a crawler would come to, by what its site was seen to be and what was captured before. */
export function expected(rules: Pick<CrawlerRules, 'config' | 'hours' | 'daily'>, survey: Survey, known: Known): Expected {
  const arrived = survey.samples.filter(({ result }) => result !== null);
  const size = sizes(survey, known);
  const pages = pagesOf(rules.config, survey, known, size.bytes);
  const count = pages.value ?? 0;
  const of = (each: number | null): number | null => (pages.value === null || each === null ? null : Math.round(count * each));
  const kept = arrived.filter(({ outcome }) => outcome === 'kept').length;
  const busy = busyOf(survey, count, (busyMs, ofHost) => lasting(busyMs, ofHost, size.bytes, rules));
  const longest = Math.max(0, ...Object.values(busy));
  return {
    pages,
    bytes: { value: of(size.bytes), because: size.because },
    disk: { value: of(size.disk), because: size.disk === null ? size.because : `archive and refined results, compressed; ${size.because}` },
    duration:
      pages.value === null
        ? nothing(pages.because)
        : {
            value: longest,
            because: `a request every ${seconds(survey.restMs + survey.requestMs)} s to a host: ${seconds(survey.restMs)} s of rest and ${seconds(survey.requestMs)} s for an answer${mannersText(rules)}`,
          },
    documents:
      survey.samples.length === 0
        ? nothing('no page was sampled')
        : {
            value: pages.value === null ? null : Math.round((count * kept) / survey.samples.length),
            because: `${kept} of ${survey.samples.length} sampled pages would be kept, before duplicates`,
          },
    busy,
  };
}

const seconds = (ms: number): string => (ms / 1000).toFixed(ms < 10_000 ? 1 : 0);

interface Sizes {
  /** Of one page; null where nothing tells. */
  readonly bytes: number | null;
  readonly disk: number | null;
  readonly because: string;
}

/** The sample tells how pages are now; without one, what was captured before does. */
function sizes({ samples }: Survey, known: Known): Sizes {
  const arrived = samples.filter(({ result }) => result !== null);
  const sum = (read: (each: (typeof arrived)[number]) => number): number => arrived.reduce((total, each) => total + read(each), 0);
  if (arrived.length > 0) {
    const disk = mean(
      sum(({ archived, refined }) => archived + refined),
      arrived.length,
    );
    return {
      bytes: mean(
        sum(({ bytes }) => bytes),
        arrived.length,
      ),
      disk,
      because: `the mean of ${arrived.length} sampled pages`,
    };
  }
  if (known.captures > 0) {
    const because = `the mean of ${known.captures} captures of earlier runs`;
    return { bytes: known.bytes / known.captures, disk: known.archived / known.captures, because };
  }
  const none = samples.length === 0 ? 'no page was sampled' : 'no page of the sample could be had';
  return { bytes: null, disk: null, because: `${none} and none was captured before` };
}

function pagesOf(crawler: CrawlerConfig, survey: Survey, known: Known, bytesEach: number | null): Estimate {
  const { limits } = crawler;
  const { listed, sitemaps, linked, samples } = survey;
  const found = listed.open.length > 0 ? new Set([...listed.open, ...known.pages]) : new Set([...known.pages, ...linked]);
  const byBytes = bytesEach === null || bytesEach === 0 ? Number.POSITIVE_INFINITY : Math.floor(limits.bytes / bytesEach);
  const [most, limit] = byBytes < limits.pages ? [byBytes, 'limits.bytes'] : [limits.pages, 'limits.pages'];
  if (
    survey.origins.length > 0 &&
    survey.origins.every(({ verdict }) => verdict !== 'allow') &&
    samples.every(({ result }) => result === null)
  )
    return { value: 0, because: 'robots.txt lets nothing be fetched' };
  if (found.size >= most) return { value: most, because: `${found.size} are known; bounded by ${limit}` };
  if (sitemaps.unread > 0)
    return { value: most, because: `at most, by ${limit}; ${found.size} are known, and ${sitemaps.unread} sitemaps were not read` };
  if (listed.open.length > 0)
    return { value: found.size, because: `listed in sitemaps or captured before; links may lead to more, up to ${most} by ${limit}` };
  if (found.size === 0 && samples.length === 0) return { value: most, because: `at most, by ${limit}; nothing tells how many there are` };
  if (isWhole(crawler, survey, found)) return { value: Math.min(most, samples.length), because: 'the sample has all that links lead to' };
  const seen = `${found.size} ${found.size === 1 ? 'was' : 'were'} seen`;
  return { value: most, because: `at most, by ${limit}; no sitemap tells how many there are, ${seen}` };
}

/** Every page of the sample was read, and all seeds and what is known besides are in it. */
function isWhole({ seeds, query }: CrawlerConfig, { samples }: Survey, found: ReadonlySet<string>): boolean {
  const sampled = new Set<string>(samples.map(({ url }) => url));
  const isRead = ({ result, isEmptyShell, isChallenge }: Sampled): boolean => result !== null && !isEmptyShell && !isChallenge;
  const starts = seeds.map((seed) => canonicalize(seed, undefined, query) ?? seed);
  return samples.every(isRead) && [...starts, ...found].every((url) => sampled.has(url));
}

/** Pages are shared out among hosts as sitemaps list them, or else belong to those that were asked. */
function busyOf(
  { listed, origins, restMs, requestMs, sitemaps }: Survey,
  pages: number,
  lasts: (busyMs: number, pages: number) => number,
): Record<PolitenessKey, number> {
  const seen = listed.open.length > 0 ? listed.open : origins.slice(0, 1).map(({ origin }) => `${origin}/` as PageUrl);
  const counts = new Map<PolitenessKey, number>();
  for (const url of seen) {
    const key = politenessKeyOf(url);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const each = restMs + requestMs;
  const files = (first: boolean): number => FILES + (first ? sitemaps.read.length + sitemaps.unread : 0);
  return Object.fromEntries(
    [...counts].map(([key, count], n) => [
      key,
      lasts(((pages * count) / seen.length + files(n === 0)) * each, (pages * count) / seen.length),
    ]),
  );
}
