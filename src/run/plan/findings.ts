import type { CrawlerConfig } from '../../config/crawler.ts';
import type { Evidence, PageUrl, UseDecision } from '../../records.ts';
import type { Survey } from '../survey/survey.ts';

type Counts = Readonly<Record<string, number>>;

/** What the pages of a sample say of those that were not fetched. */
export interface SampleFindings {
  readonly pages: number;
  /** By `kept`, or by why it is not: `rights/noai`, `failed http-404`. */
  readonly outcomes: Counts;
  /** Of the pages that are kept: SPDX ids, or `none known`. */
  readonly licences: Counts;
  /** Where the commonest licence was found. */
  readonly licenceEvidence: (Evidence & { readonly url: PageUrl }) | null;
  readonly train: Counts;
  readonly aiInput: Counts;
  /** Of texts: BCP 47 tags. */
  readonly languages: Counts;
}

function countsOf(names: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}

export function findingsOf({ samples }: Pick<Survey, 'samples'>): SampleFindings {
  const kept = samples.flatMap(({ result }) => (result?.step.kept === true ? [result.step.record] : []));
  const licences = countsOf(kept.map(({ rights }) => rights.licence.id ?? 'none known'));
  const [commonest] = Object.keys(licences);
  const stating = kept.find(({ rights }) => rights.licence.id === commonest);
  const stated = stating?.rights.licence.evidence[0];
  const decisions = (of: (uses: (typeof kept)[number]['rights']['uses']) => UseDecision): Counts =>
    countsOf(kept.map(({ rights }) => of(rights.uses)));
  return {
    pages: samples.length,
    outcomes: countsOf(
      samples.map(({ outcome, reason }) => (outcome === 'kept' ? outcome : outcome === 'failed' ? `failed ${reason}` : reason)),
    ),
    licences,
    licenceEvidence: stating === undefined || stated === undefined ? null : { ...stated, url: stating.finalUrl },
    train: decisions(({ train }) => train),
    aiInput: decisions(({ aiInput }) => aiInput),
    languages: countsOf(kept.map(({ language }) => language)),
  };
}

/** What a person should know before the crawl begins. */
export function warningsOf(crawler: CrawlerConfig, survey: Survey, maxDelayMs: number): readonly string[] {
  const { origins, sitemaps, samples, listed, unsampled } = survey;
  const crawlDelayMs = origins[0]?.crawlDelayMs ?? 0;
  const shells = samples.filter(({ isEmptyShell }) => isEmptyShell);
  const walls = samples.filter(({ isChallenge }) => isChallenge).length;
  const failed = samples.filter(({ outcome }) => outcome === 'failed');
  const dropped = samples.filter(({ reason }) => reason.startsWith('rights/'));
  const listsNothing = crawler.sitemaps !== false && listed.open.length === 0 && crawlDelayMs <= maxDelayMs;
  return [
    ...origins
      .filter(({ verdict }) => verdict === 'disallow')
      .map(({ origin, because }) => `robots.txt of ${origin} forbids its front page: ${because}`),
    ...origins.filter(({ verdict }) => verdict === 'wait').map(({ origin, because }) => `${origin} would not be crawled now: ${because}`),
    ...(crawlDelayMs > maxDelayMs
      ? [
          `robots.txt asks for ${crawlDelayMs / 1000} s between requests; crawl.maxDelay is ${maxDelayMs / 1000} s: a crawl leaves the host alone`,
        ]
      : []),
    ...(listsNothing ? ['no page in scope is listed in a sitemap: pages are found by links alone'] : []),
    ...sitemaps.read.filter(({ problem }) => problem !== null).map(({ url, problem }) => `sitemap ${url}: ${problem}`),
    ...(sitemaps.unread > 0 ? [`${sitemaps.unread} sitemaps were not read: a crawl reads them all`] : []),
    ...(listed.unasked > 0 ? [`${listed.unasked} pages are on hosts whose robots.txt was not asked for`] : []),
    ...shells
      .slice(0, 1)
      .map(
        ({ url }) =>
          `${shells.length} of ${samples.length} sampled pages have scripts and hardly any text, such as ${url}: ` +
          (crawler.render === 'never'
            ? '`render: auto` would render them'
            : 'a crawl renders them, a plan does not, so that what they hold and lead to is not in it'),
      ),
    ...(walls > 0 ? [`${walls} of ${samples.length} sampled pages were answered by a challenge for humans, which is not solved`] : []),
    ...failed
      .slice(0, 1)
      .map(({ url, reason, because }) => `${failed.length} of ${samples.length} sampled pages failed; ${url}: ${reason}, ${because}`),
    ...dropped
      .slice(0, 1)
      .map(
        ({ url, reason, because }) => `${dropped.length} of ${samples.length} sampled pages may not be used; ${url}: ${reason}, ${because}`,
      ),
    ...(unsampled > 0 ? [`${unsampled} pages of the sample were left out: the host wants long rests`] : []),
  ];
}
