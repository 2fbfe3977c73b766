import type { Evidence, Refined, Step } from '../../records.ts';
import { placeOf } from '../../rights/evidence.ts';
import { type Finding, finding } from './explanation.ts';

/** Each piece of evidence once; what has no words, such as a robots.txt without a rule for the page, is left out. */
const quotes = (evidence: readonly Evidence[]): ReadonlySet<string> =>
  new Set(
    evidence
      .filter(({ quote }) => quote.trim() !== '')
      .map((each) => `“${each.quote.replaceAll(/\s+/g, ' ').trim().slice(0, 200)}” (${placeOf(each)})`),
  );

/** What the rights of a captured page and its extraction come to. */
export function pageFindings(step: Step<Refined>): readonly Finding[] {
  if (!step.kept) {
    const { stage, rule, because } = step.drop;
    const dropped = `dropped by ${stage}/${rule}`;
    if (stage === 'rights' || stage === 'robots') return [finding('rights', 'no', dropped, [because, ...quotes(step.drop.evidence ?? [])])];
    return [finding('text', 'no', dropped, [because])];
  }
  const { rights, title, text, language, extractor, author, published } = step.record;
  const { uses, licence, evidence } = rights;
  const told = Object.entries(uses).map(([use, decision]) => `${use} ${decision}`);
  const about = [
    title === null ? 'no title' : `“${title}”`,
    ...(author === null ? [] : [author]),
    ...(published === null ? [] : [published]),
  ];
  return [
    finding('rights', uses.train === 'allow' ? 'yes' : '?', `may be used for training: ${uses.train}; licence ${licence.id ?? 'unknown'}`, [
      told.join(', '),
      ...(licence.conflict === undefined ? [] : [`the licence contradicts itself: ${licence.conflict}`]),
      ...quotes([...licence.evidence, ...evidence]),
    ]),
    finding('text', 'yes', `${text.length} characters of text, ${language ?? 'language unknown'}, by ${extractor}`, [about.join(', ')]),
  ];
}
