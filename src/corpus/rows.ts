import type { Document, Drop, Evidence, Instant, PageUrl } from '../records.ts';
import { placeOf } from '../rights/evidence.ts';
import type { CaptureRef } from './capture-ref.ts';
import type { DocumentRow, RejectedRow } from './columns.ts';

/** Host and any port that is not the scheme's own. */
export const hostOf = (url: PageUrl): string => new URL(url).host;

const dateOf = (at: Instant): string => new Date(at).toISOString();

/** What the page says about its licence, one piece of evidence a line, with the place where it stands. */
function evidenceLines(evidence: readonly Evidence[]): string | null {
  if (evidence.length === 0) return null;
  return evidence.map((each) => `${each.quote.replace(/\s+/g, ' ').trim()} (${placeOf(each)})`).join('\n');
}

/** The assessment as JSON; the keys have a fixed order, for rows are compared by bytes. */
function rightsJson({ rights }: Document): string {
  const { uses, licence, signals, evidence, obligations, robots, profile, policy, at, engine } = rights;
  return JSON.stringify({
    uses: { train: uses.train, aiInput: uses.aiInput, search: uses.search, index: uses.index },
    licence: {
      id: licence.id,
      scope: licence.scope ?? null,
      evidence: licence.evidence.map(plainEvidence),
      conflict: licence.conflict ?? null,
    },
    signals,
    evidence: evidence.map(plainEvidence),
    obligations,
    robots,
    profile,
    policy: policy ?? null,
    at: at ?? null,
    engine,
  });
}

const plainEvidence = ({ signal, quote, where, line, file }: Evidence): Evidence => ({
  signal,
  quote,
  where,
  ...(line !== undefined && { line }),
  ...(file !== undefined && { file }),
});

/** JSON of what was counted or measured, by name; null when nothing was. */
function figures(counted: Readonly<Record<string, number>>): string | null {
  const names = Object.keys(counted).sort();
  return names.length === 0 ? null : JSON.stringify(Object.fromEntries(names.map((name) => [name, counted[name]])));
}

/** A document as a row. */
export function documentRow(document: Document): DocumentRow {
  const { rights } = document;
  return {
    text: document.text,
    id: document.id,
    url: document.url,
    date: dateOf(document.at),
    dump: document.dump,
    // Rows name captures by record id: files of the archive may be merged or moved.
    file_path: null,
    language: document.language === 'und' ? null : document.language,
    language_score: document.languageScore,
    token_count: document.tokens,
    title: document.title,
    author: document.author,
    published: document.published,
    host: hostOf(document.url),
    page_type: document.pageType,
    markdown: document.markdown,
    license: rights.licence.id,
    license_evidence: evidenceLines(rights.licence.evidence),
    train_use: rights.uses.train,
    rights: rightsJson(document),
    topic: document.topic,
    topic_score: document.topicScore,
    quality: figures(document.measures),
    extractor: document.extractor,
    content_sha256: document.contentDigest.replace(/^sha256:/, ''),
    cluster: document.cluster,
    duplicates: document.duplicates,
    record_id: document.recordId,
    run_id: document.run,
    modified: document.modified,
    site_name: document.siteName,
    canonical: document.canonical,
    confidence: document.confidence,
    declared_language: document.declaredLanguage,
    languages: figures(document.languages),
    masked: figures(document.masked),
    crawler: document.crawler,
  };
}

/** A dropped capture as a row. */
export function rejectedRow({ capture, run, crawler }: CaptureRef, drop: Drop): RejectedRow {
  return {
    url: capture.url,
    host: hostOf(capture.url),
    date: dateOf(capture.at),
    record_id: capture.recordId,
    run_id: run,
    stage: drop.stage,
    rule: drop.rule,
    because: drop.because,
    evidence: drop.evidence === undefined ? null : JSON.stringify(drop.evidence.map(plainEvidence)),
    crawler,
  };
}
