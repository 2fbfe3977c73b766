import { z } from 'zod';
import { originAccess } from './access.ts';
import { requestHeaders } from './headers.ts';
import { daily, hours } from './manners.ts';
import { licenceProblem } from './spdx.ts';
import { count, duration, interval, size } from './units.ts';
import { checked, cssSelector, hostPattern, httpUrl, languageTag, pathPrefix, urlGlob } from './web.ts';

export const scope = z
  .strictObject({
    hosts: z
      .array(hostPattern)
      .min(1)
      .optional()
      .describe('Host names, with *.example.org for a domain and all below it. Default: the hosts of the seeds.'),
    prefixes: z.array(pathPrefix).min(1).optional().describe('A URL is in scope only if its path starts with one of these.'),
    include: z
      .array(urlGlob)
      .min(1)
      .optional()
      .describe('Globs over path and query, of which one must match: * within a segment, ** across.'),
    exclude: z.array(urlGlob).default([]).describe('Globs over path and query that take a URL out of scope, whatever includes it.'),
  })
  .describe('Which URLs belong to this crawl');

const limits = z
  .strictObject({
    depth: z.int().min(0).max(1000).default(20).describe('Links to follow from a seed'),
    pages: count.default(10_000).describe('Pages to fetch in one run'),
    bytes: size.prefault('10GB').describe('Bytes to receive in one run'),
  })
  .describe('Budgets of one run');

const revisit = z
  .strictObject({
    min: interval.prefault('1d').describe('How long a page is left alone that changes whenever it is looked at'),
    max: interval.prefault('90d').describe('The same, of one that never changes, or that the sitemap dates before the last visit'),
  })
  .refine(({ min, max }) => min <= max, { error: 'min must not be longer than max', path: ['min'] })
  .describe('When pages are asked for again, each by its own changes. Default: every crawl asks for all of them');

export const query = z
  .strictObject({
    order: z.enum(['keep', 'sort']).default('keep').describe('sort: the order of query parameters does not make another page'),
    drop: z
      .array(z.string().min(1))
      .default([])
      .describe('Further query parameters to remove; * at the end stands for any ending. Known tracking parameters always go.'),
  })
  .describe('What of a query makes another page');

export const select = z
  .strictObject({
    content: cssSelector.optional(),
    title: cssSelector.optional(),
    author: cssSelector.optional(),
    date: cssSelector.optional(),
    remove: z.array(cssSelector).default([]).describe('What is not content: CSS selectors'),
  })
  .describe('Where things stand on this site; wins over what the extractor would choose');

export const write = z
  .strictObject({
    captions: z.boolean().default(true).describe('Captions of pictures and tables stand in the text'),
    alt: z
      .enum(['markdown', 'both', 'none'])
      .default('markdown')
      .describe('Where the texts that stand for pictures go: as images into the Markdown, as words into the plain text too, or nowhere'),
    readings: z.boolean().default(false).describe('Readings over ruby text follow it in parentheses'),
  })
  .describe('What of a page is written besides its sentences; the extractor garner heeds it');

export const extractorName = z.enum(['garner', 'readability']).default('garner').describe('Which extractor reads the pages');

export const secondOpinion = z
  .number()
  .min(0)
  .max(1)
  .default(0)
  .describe('Pages of which the extractor garner is less sure than this are read by readability, which takes ten times as long; 0: none');

export const tags = z
  .array(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and -'))
  .default([])
  .describe('By which topics and commands pick crawlers');

const licence = z
  .strictObject({
    id: checked(licenceProblem).describe('SPDX id, such as CC-BY-SA-4.0, or LicenseRef-…'),
    evidence: httpUrl.describe('The page that says so'),
  })
  .describe('A licence known from outside the pages');

/** `crawlers/<host>.yaml`: what to crawl on one site, and how. */
export const crawlerSchema = z
  .strictObject({
    description: z.string().optional().describe('For people'),
    seeds: z.array(httpUrl).min(1).describe('URLs to start from'),
    scope: scope.prefault({}),
    limits: limits.prefault({}),
    delay: duration
      .optional()
      .describe('Rest between two requests to the host; a longer Crawl-delay wins. Default: crawl.delay of garner.yaml'),
    hours: hours.optional(),
    daily: daily.optional(),
    sitemaps: z
      .union([z.boolean(), z.array(httpUrl)], 'true, false or a list of http(s) URLs')
      .default(true)
      .describe('true: those robots.txt names, else /sitemap.xml'),
    feeds: z
      .union([z.boolean(), z.array(httpUrl)], 'true, false or a list of http(s) URLs')
      .default(false)
      .describe('true: those that pages announce'),
    listings: z
      .boolean()
      .default(false)
      .describe('Whether MediaWiki and WordPress sites are asked for lists of their pages, where a page says how'),
    revisit: revisit.optional(),
    render: z
      .enum(['never', 'auto', 'always'])
      .default('never')
      .describe('Whether a browser makes the text of pages: auto where scripts would make it, always for every page'),
    extractor: extractorName,
    secondOpinion,
    traps: z
      .boolean()
      .default(true)
      .describe('Whether parts of the site that bring nothing new, or have the marks of a trap, are left alone'),
    query: query.prefault({}),
    select: select.prefault({}),
    write: write.prefault({}),
    language: languageTag.optional().describe('What pages are in when they do not say'),
    licence: licence.optional(),
    tags,
    headers: requestHeaders.default({}).describe('Further request headers for the hosts of this crawler'),
    access: originAccess.optional(),
  })
  .describe('A Garner crawler: one site');

export type CrawlerSettings = z.infer<typeof crawlerSchema>;

/** A crawler config with its name, which is its file's name without `.yaml`. */
export interface CrawlerConfig extends CrawlerSettings {
  readonly name: string;
}
