import type { CaptureRef } from '../../src/corpus/capture-ref.ts';
import type { BuildInput } from '../../src/corpus/build.ts';
import type { Curated, Curation } from '../../src/corpus/curate.ts';
import { presetOf } from '../../src/config/quality-presets.ts';
import { openTextReader } from '../../src/refine/text.ts';
import type { RefinedOf } from '../../src/corpus/look.ts';
import type { Clearance, Digest, Drop, Instant, PageUrl, RecordId, Refined, RunId, Step } from '../../src/records.ts';
import { signature } from '../../src/dedup/signature.ts';
import { contentDigest } from '../../src/text/normalise.ts';
import { createHash } from 'node:crypto';

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A page as the web might have given it: all of its capture and refined record follow from these. */
export interface SyntheticPage {
  readonly url: string;
  /** Its text; null for a page that refining drops. */
  readonly text: string | null;
  readonly at?: Instant;
  readonly run?: string;
  readonly crawler?: string;
  readonly language?: string | null;
  readonly licence?: string | null;
  readonly title?: string | null;
}

export const FIRST_RUN = '20261124T030501Z-1a2b3c';
export const SECOND_RUN = '20261201T030501Z-4d5e6f';
export const START: Instant = Date.UTC(2026, 10, 24, 3, 5, 1);

const recordIdOf = (page: SyntheticPage): RecordId => {
  const id = hex(JSON.stringify([page.url, page.text, page.at, page.run]));
  return `urn:uuid:${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20, 32)}` as RecordId;
};

export function captureOf(page: SyntheticPage): CaptureRef {
  const url = page.url as PageUrl;
  return {
    run: (page.run ?? FIRST_RUN) as RunId,
    crawler: page.crawler ?? 'example.test',
    capture: {
      recordId: recordIdOf(page),
      url,
      finalUrl: url,
      at: page.at ?? START,
      status: 200,
      headers: [['content-type', 'text/html']],
      bodyDigest: `sha256:${hex(page.text ?? 'nothing')}` as Digest,
    },
    location: { segment: 'synthetic.warc.gz', offset: 0, length: 1 },
    robots: 'unavailable',
  };
}

export const TOO_SHORT: Drop = { stage: 'extract', rule: 'too-short', because: '3 words, at least 5 are needed' };

export function refinedPage(page: SyntheticPage & { readonly text: string }): Refined {
  const evidence = [{ signal: 'html:link:rel=license', quote: '<link rel="license"\n href="…">', where: page.url }];
  const licence = { id: page.licence ?? null, evidence: page.licence ? evidence : [] };
  const rights = {
    uses: { train: 'allow', aiInput: 'allow', search: 'allow', index: 'allow' },
    licence,
    signals: ['robots:allow'],
    evidence,
    obligations: [],
    robots: 'unavailable',
    profile: 'standard',
  } as const;
  return {
    ...captureOf(page).capture,
    // Only rights/ makes clearances; these tests are about what happens to a page that has one.
    rights: rights as unknown as Clearance,
    title: page.title ?? null,
    text: page.text,
    markdown: `# ${page.title ?? ''}\n\n${page.text}`,
    author: null,
    published: '2026-11-01',
    declaredLanguage: page.language ?? null,
    language: page.language ?? 'und',
    languageScore: null,
    languages: {},
    measures: {},
    masked: {},
    signature: Buffer.from(signature(page.text)).toString('base64'),
    pageType: 'article',
    modified: '2026-11-02T08:00:00Z',
    siteName: 'A Site',
    canonical: `${page.url}?page=1`,
    confidence: 0.75,
    extractor: 'synthetic@1.0.0',
    contentDigest: contentDigest(page.text),
  };
}

/** What refining answers about these pages. */
export function refinedFrom(pages: readonly SyntheticPage[]): RefinedOf {
  const byRecord = new Map(pages.map((page) => [recordIdOf(page), page]));
  return async ({ capture }) => {
    const page = byRecord.get(capture.recordId);
    if (page === undefined) throw new Error(`Nothing is known of ${capture.url}`);
    const { text } = page;
    return text === null ? { kept: false, drop: TOO_SHORT } : { kept: true, record: refinedPage({ ...page, text }) };
  };
}

export async function* stream<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

/** As a corpus without rules of its own makes of it. */
export const curatedAsItIs = (step: Step<Refined>): Step<Curated> =>
  step.kept ? { kept: true, record: { ...step.record, topic: null, topicScore: null } } : step;

/** A curation that takes every page as it is, but for what `more` says. */
export async function curationOf(more: Partial<Curation> = {}): Promise<Curation> {
  const reader = await openTextReader();
  return {
    describe: async (text, declared) => reader.describe(text, declared),
    quality: presetOf('none'),
    languages: [],
    contamination: null,
    topic: null,
    ...more,
  };
}

/** A build of these pages. */
export function buildOf(folder: string, pages: readonly SyntheticPage[], more: Partial<BuildInput> = {}): BuildInput {
  return {
    folder,
    name: 'waste-sorting',
    captures: stream(pages.map(captureOf)),
    refined: refinedFrom(pages),
    asOf: Date.UTC(2027, 0, 1),
    policy: { digest: `sha256:${hex('policy')}` as Digest },
    versions: { garner: '0.1.0' },
    format: 'parquet',
    shardBytes: 100e6,
    ...more,
  };
}

/** A site's worth of pages over three hosts and two runs: repeats, updates, texts that are dropped. */
export const variedPages: readonly SyntheticPage[] = Array.from({ length: 240 }, (_, i): SyntheticPage => {
  const url = `https://${['a', 'b', 'c'][(i % 200) % 3]}.test/page/${i % 200}`;
  const text = i % 17 === 0 ? null : `Paper, glass and metal go into bin ${i % 90}. `.repeat(1 + (i % 5));
  return {
    url,
    text,
    at: START + i * 1000,
    run: i < 180 ? FIRST_RUN : SECOND_RUN,
    language: i % 2 === 0 ? 'en' : 'zh-Hans',
    licence: i % 5 === 0 ? 'CC-BY-SA-4.0' : null,
    title: `Page ${i}`,
  };
});
