import { inOrder, trainClassifier } from './classifier.ts';
import type { Labelled, TopicDocument } from './topic.ts';

/** With fewer labels a classifier learns less than a few terms say. */
export const MIN_LABELS = 100;
const FOLDS = 5;

type Scorer = (document: TopicDocument) => number;

/** Mean average precision over five folds of the terms, and of classifiers that were trained on the other four. */
export function compared(labelled: readonly Labelled[], byTerms: Scorer): { readonly terms: number; readonly classifier: number } | null {
  const folds = foldsOf(labelled);
  if (folds.some((fold) => new Set(fold.map(({ relevant }) => relevant)).size < 2)) return null;
  const mean = (scorerFor: (fold: readonly Labelled[]) => Scorer): number =>
    folds.reduce((sum, fold) => sum + averagePrecision(fold, scorerFor(fold)), 0) / FOLDS;
  return {
    terms: mean(() => byTerms),
    classifier: mean((held) => trainClassifier(folds.filter((fold) => fold !== held).flat())),
  };
}

/** Folds with as many of either kind each; nobody's chance but the documents' own decides. */
function foldsOf(labelled: readonly Labelled[]): readonly (readonly Labelled[])[] {
  const ordered = inOrder(labelled);
  const dealt = [...ordered.filter(({ relevant }) => relevant), ...ordered.filter(({ relevant }) => !relevant)];
  return Array.from({ length: FOLDS }, (_, fold) => dealt.filter((_each, at) => at % FOLDS === fold));
}

/** Of the documents in the order of their scores: the mean of the precision at each relevant one; documents of equal score count as mixed. */
export function averagePrecision(labelled: readonly Labelled[], score: Scorer): number {
  const scored = labelled.map(({ document, relevant }) => ({ score: score(document), relevant }));
  const relevants = scored.filter(({ relevant }) => relevant).length;
  let [seen, hits, sum] = [0, 0, 0];
  for (const [, tied] of [...Map.groupBy(scored, (each) => each.score)].sort(([a], [b]) => b - a)) {
    const own = tied.filter(({ relevant }) => relevant).length;
    seen += tied.length;
    hits += own;
    sum += own * (hits / seen);
  }
  return relevants === 0 ? 0 : sum / relevants;
}
