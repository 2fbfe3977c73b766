import { digestOf } from '../config/digest.ts';
import { findLinks } from '../discover/links.ts';
import { extractorFor } from '../extract/index.ts';
import { type OpenedPage, openPage } from '../extract/open.ts';
import type { Headers, Refined, Step } from '../records.ts';
import { type Assessment, assess } from '../rights/assess.ts';
import { clear, type Clearing } from '../rights/clearance.ts';
import { xmpIn } from '../rights/embedded.ts';
import { readHostFiles } from '../rights/host-files.ts';
import { watchForRights } from '../rights/licence/notice.ts';
import { policyOf } from '../rights/policy.ts';
import { focusedLinks, rescored } from './focus.ts';
import { withoutPersonalData } from './personal-data.ts';
import type { RefineInput, RefineResult } from './refine.ts';
import { openTextReader } from './text.ts';

/** Where a page leads. */
export type Found = Pick<RefineResult, 'links' | 'feeds' | 'focused'>;

const nowhere: Found = { links: [], feeds: [] };

const headerOf = (headers: Headers, name: string): string | undefined => headers.find(([key]) => key.toLowerCase() === name)?.[1];

function rightsOf(
  { capture, judgedAt, crawler, policy, files }: RefineInput,
  { document, frontMatter, mediaType, body }: OpenedPage,
): Assessment {
  return assess({
    url: capture.finalUrl,
    userAgent: policy.agent,
    headers: capture.headers,
    document,
    frontMatter,
    bodyDigest: capture.bodyDigest,
    ...(mediaType === 'application/pdf' && { embedded: { xmp: xmpIn(body) } }),
    ...(files === undefined ? { robots: null } : readHostFiles(files)),
    // No clock: judging it again says the same.
    now: new Date(judgedAt ?? capture.at).toISOString(),
    policy: policy.own ?? policyOf(policy.rights),
    ...(capture.statement === undefined ? {} : { statement: capture.statement }),
    ...(crawler.licence === undefined ? {} : { knownLicence: crawler.licence }),
  });
}

const clearingOf = ({ capture, robots, policy: { own } }: RefineInput, assessment: Assessment): Clearing =>
  clear(assessment, robots, {
    ...(own !== undefined && { policy: own, policyDigest: digestOf(own) }),
    ...(capture.statement !== undefined && { statement: capture.statement }),
  });

function linksOf({ capture, crawler, focus }: RefineInput, { document }: OpenedPage, { follow }: Assessment): Found {
  if (document === null || follow === 'deny') return nowhere;
  if (focus !== undefined) return focusedLinks(focus, document, capture.finalUrl, crawler.query);
  const { links, feeds } = findLinks(document, capture.finalUrl, crawler.query);
  return { links, feeds };
}

async function stepOf(input: RefineInput, opened: OpenedPage, assessment: Assessment): Promise<Step<Refined>> {
  const { capture, crawler, policy } = input;
  const cleared = clearingOf(input, assessment);
  if (!cleared.kept) return cleared;
  const extractor = extractorFor(crawler.extractor, opened.mediaType);
  if (extractor === null) return { kept: false, drop: { stage: 'decode', rule: 'unsupported-type', because: opened.mediaType } };
  const language = headerOf(capture.headers, 'content-language') ?? capture.statement?.language ?? crawler.language ?? null;
  const extracted = await extractor.extract({
    ...opened,
    url: capture.finalUrl,
    select: crawler.select,
    write: crawler.write,
    secondOpinion: crawler.secondOpinion,
    language,
  });
  if (!extracted.kept) return extracted;
  const masked = withoutPersonalData(extracted.record, policy.personalData);
  if (!masked.kept) return masked;
  const { language: declaredLanguage, ...record } = masked.record;
  const described = (await openTextReader()).describe(record.text, declaredLanguage);
  return { kept: true, record: { ...capture, rights: cleared.record, ...record, declaredLanguage, ...described } };
}

/** What the rights of a page come to, and whether it may become training text. */
export interface Judgement {
  readonly assessment: Assessment;
  readonly clearing: Clearing;
}

const opening = ({ body, capture, crawler }: RefineInput): Step<OpenedPage> =>
  openPage(
    body,
    headerOf(capture.headers, 'content-type'),
    (mediaType) => extractorFor(crawler.extractor, mediaType) !== null,
    watchForRights,
  );

/** The rights of a page alone; a drop when it cannot even be opened. */
export function judgePage(input: RefineInput): Step<Judgement> {
  const opened = opening(input);
  if (!opened.kept) return opened;
  const assessment = rightsOf(input, opened.record);
  return { kept: true, record: { assessment, clearing: clearingOf(input, assessment) } };
}

/**
 * What becomes of one archived page: decode, parse once, links, rights, text, personal data, what the text tells. Pure: the same input gives the same result. `tell` hears
 * the links as soon as they are known, before the slow part. A page that may not be used still leads on, unless it asks not to be followed.
 */
export async function refinePage(input: RefineInput, tell: (found: Found) => void = () => {}): Promise<RefineResult> {
  const opened = opening(input);
  if (!opened.kept) return { ...nowhere, step: opened };
  const assessment = rightsOf(input, opened.record);
  const found = linksOf(input, opened.record, assessment);
  tell(found);
  const expires = assessment.expires === undefined ? {} : { expires: Date.parse(assessment.expires) };
  const step = await stepOf(input, opened.record, assessment);
  const focused = input.focus === undefined ? {} : { focused: rescored(input.focus, found.focused, input.capture.finalUrl, step) };
  return { ...found, ...expires, ...focused, step };
}
