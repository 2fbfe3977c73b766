import { fileSize, roughly } from '../corpus/figures.ts';
import type { Estimate } from '../run/plan/estimate.ts';
import type { CrawlerPlan, Plan } from '../run/plan/plan.ts';
import { counted, figure, secondsText } from './progress/figures.ts';

const COLUMN = 11;
const line = (label: string, text: string): string => `  ${label.padEnd(COLUMN)}${text}`;

/** The plan for people: each crawler, then the sum. Every estimate says what it rests on. */
export function planLines({ crawlers, total }: Plan): readonly string[] {
  const sum = [
    `In all, ${crawlers.length} crawlers`,
    estimateLine('pages', total.pages, roughly),
    estimateLine('documents', total.documents, roughly),
    estimateLine('received', total.bytes, fileSize),
    estimateLine('disk', total.disk, fileSize),
    estimateLine('time', total.duration, secondsText),
  ];
  return [...crawlers.flatMap((each) => [...crawlerLines(each), '']), ...(crawlers.length > 1 ? sum : [])].slice(
    0,
    crawlers.length > 1 ? undefined : -1,
  );
}

function crawlerLines({ crawler, robots, sitemaps, linked, sample, expected, requests, warnings }: CrawlerPlan): readonly string[] {
  const { open, known, outside, forbidden, unasked, read, pages } = sitemaps;
  return [
    crawler,
    ...robots.map(({ origin, verdict, because, crawlDelayMs }) =>
      line('robots.txt', `${origin}: ${SAYS[verdict]} (${because})${crawlDelayMs > 0 ? `; Crawl-delay ${crawlDelayMs / 1000} s` : ''}`),
    ),
    line('sitemaps', read === 0 ? 'none' : `${counted(pages, 'page')} in ${counted(read, 'file')}`),
    ...(pages === 0 ? [] : [line('', `${figure(open)} in scope and allowed, ${figure(known)} of them captured before`)]),
    ...Object.entries(outside)
      .sort(([, a], [, b]) => b - a)
      .map(([rule, count]) => line('', `${figure(count)} out of scope: ${rule}`)),
    ...(forbidden > 0 ? [line('', `${figure(forbidden)} forbidden by robots.txt`)] : []),
    ...(unasked > 0 ? [line('', `${figure(unasked)} on hosts that were not asked`)] : []),
    ...(linked > 0 ? [line('links', `${counted(linked, 'more page in scope is', 'more pages in scope are')} linked from the sample`)] : []),
    line('sample', sample.pages === 0 ? 'none' : `${counted(sample.pages, 'page')}: ${countsText(sample.outcomes)}`),
    ...(Object.keys(sample.licences).length === 0 ? [] : sampleLines(sample)),
    estimateLine('pages', expected.pages, roughly),
    estimateLine('documents', expected.documents, roughly),
    estimateLine('received', expected.bytes, fileSize),
    estimateLine('disk', expected.disk, fileSize),
    estimateLine('time', expected.duration, secondsText),
    ...warnings.map((warning) => line('!', warning)),
    line('', `${counted(requests, 'request was', 'requests were')} made for this`),
  ];
}

const sampleLines = ({ licences, licenceEvidence, train, aiInput, languages }: CrawlerPlan['sample']): readonly string[] => [
  line('licence', countsText(licences)),
  ...(licenceEvidence === null
    ? []
    : [line('', `“${licenceEvidence.quote.replaceAll(/\s+/g, ' ').trim().slice(0, 120)}” in ${licenceEvidence.url}`)]),
  line('rights', `train: ${countsText(train)}; ai-input: ${countsText(aiInput)}`),
  line('languages', countsText(languages)),
];

const SAYS = { allow: 'allows it', disallow: 'forbids it', wait: 'cannot be had' } as const;

const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

const estimateLine = (label: string, { value, because }: Estimate, shown: (value: number) => string): string =>
  line(label, value === null ? `not known: ${because}` : `${value === 0 ? '0' : `about ${shown(value)}`}; ${because}`);
