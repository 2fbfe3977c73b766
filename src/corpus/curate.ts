import { lineKeys, withoutLines } from '../dedup/furniture.ts';
import type { QualityPreset } from '../config/quality-preset.ts';
import type { Contamination } from '../contamination/contamination.ts';
import { editText } from '../quality/edit.ts';
import type { Verdict } from '../quality/judge.ts';
import { applyPreset } from '../quality/quality.ts';
import type { Described, Drop, Refined, Step } from '../records.ts';
import type { Relevance } from '../topic/topic.ts';
import type { Lines } from './furniture.ts';

/** A refined page as the corpus would hold it. */
export interface Curated extends Refined {
  readonly topic: string | null;
  /** How much it is about the topic, 0 to 1; null without a topic that says what it is about. */
  readonly topicScore: number | null;
}

/**
 * What the corpus makes of a refined page whose host has these lines everywhere. The same arguments give the same answer; `known` is what an earlier answer
 * told of a page that was kept, so that it need not be found out again.
 */
export type Curate = (record: Refined, furniture: Lines, known?: Known) => Promise<Step<Curated>>;

export interface Known {
  /** Of the text, where curating made it another one than refining. */
  readonly described: Described | null;
  readonly topicScore: number | null;
}

/** What decides whether a page that may be had is wanted. */
export interface Curation {
  /** Tells of a text what refining tells of it. `declared`: the BCP 47 tag for one that does not tell its language. */
  readonly describe: (text: string, declared: string | null) => Promise<Described>;
  readonly quality: QualityPreset;
  /** BCP 47 tags; a page that is surely in a language that none of them covers is dropped. Empty: any language. */
  readonly languages: readonly string[];
  readonly contamination: Contamination | null;
  /** Whose corpus it is; without a relevance, nothing is off the topic. */
  readonly topic: { readonly name: string; readonly relevance: Relevance | null } | null;
}

/** As sure as that a language must be, to be told to be another than those that are wanted. */
const SURE = 0.65;

export function curator(curation: Curation): Curate {
  return async (refined, furniture, known) => {
    const { record, verdict } = await cleaned(curation, refined, furniture, known?.described ?? undefined);
    const kept = (topicScore: number | null) =>
      ({ kept: true, record: { ...record, topic: curation.topic?.name ?? null, topicScore } }) as const;
    if (known !== undefined) return kept(known.topicScore);
    const drop = unwanted(curation, record, verdict);
    if (drop !== null) return { kept: false, drop };
    const relevance = curation.topic?.relevance ?? null;
    if (relevance === null) return kept(null);
    const topicScore = relevance.score(record);
    if (topicScore >= relevance.minimumScore) return kept(topicScore);
    const because = `scores ${topicScore.toFixed(3)}, at least ${relevance.minimumScore} is asked for`;
    return { kept: false, drop: { stage: 'topic', rule: 'off-topic', because } };
  };
}

/** Without the host's furniture, and edited and judged as the preset has it. */
async function cleaned(
  { describe, quality }: Curation,
  record: Refined,
  furniture: Lines,
  known: Described | undefined,
): Promise<{ readonly record: Refined; readonly verdict: Verdict }> {
  const trimmed = furniture.size === 0 ? record : withoutLines(record.text, record.markdown, (key) => furniture.has(key));
  const { language } = record;
  const markdownFor = (text: string): string => (text === trimmed.text ? trimmed.markdown : markdownOf(text, trimmed));
  if (known !== undefined) {
    const text = editText(trimmed.text, language, quality);
    return { record: { ...record, text, markdown: markdownFor(text), ...known }, verdict: { kept: true } };
  }
  const told = async (text: string): Promise<Described> => (text === record.text ? record : describe(text, record.declaredLanguage));
  const { text, measures, verdict } = applyPreset(trimmed.text, language, quality, (await told(trimmed.text)).measures);
  return { record: { ...record, text, markdown: markdownFor(text), ...(await told(text)), measures }, verdict };
}

/** The Markdown of what an edit left: without the lines that are not in it, with or without marks in square brackets. */
function markdownOf(edited: string, { text, markdown }: Pick<Refined, 'text' | 'markdown'>): string {
  const left = new Set(lineKeys(edited));
  const isLeft = (line: string): boolean => lineKeys(`${line}\n${line.replaceAll(/\[[^\]]{0,20}\]/g, '')}`).some((key) => left.has(key));
  const gone = new Set(text.split('\n').flatMap((line) => (isLeft(line) ? [] : lineKeys(line))));
  return withoutLines(text, markdown, (key) => gone.has(key)).markdown;
}

function unwanted({ languages, contamination }: Curation, { text, language, languageScore }: Refined, verdict: Verdict): Drop | null {
  if (text === '') return { stage: 'quality', rule: 'nothing-left', because: 'every line of it is taken out' };
  if (languages.length > 0 && languageScore !== null && languageScore >= SURE && !languages.some((wanted) => covers(wanted, language))) {
    return { stage: 'language', rule: 'not-wanted', because: `${language} (${languageScore.toFixed(2)}); wanted: ${languages.join(', ')}` };
  }
  if (!verdict.kept) return { stage: 'quality', rule: verdict.rule, because: verdict.because };
  const shared = contamination?.find(text, language) ?? null;
  if (shared === null) return null;
  return { stage: 'quality', rule: 'contaminated', because: `shares “${shared.ngram}” with line ${shared.line} of ${shared.benchmark}` };
}

/** `zh` covers `zh-Hans`; nothing else than itself covers `en`. */
const covers = (wanted: string, language: string): boolean => `${language}-`.toLowerCase().startsWith(`${wanted}-`.toLowerCase());
