import { probability } from './model.ts';
import { type Labelled, seededRandom, shuffle, trainModel } from './train.ts';

export interface Scored {
  readonly score: number;
  readonly isGood: boolean;
}

/** How well scores tell good examples from bad ones; those from 0.5 count as good. */
export interface Evaluation {
  readonly averagePrecision: number;
  readonly accuracy: number;
  readonly f1: number;
}

export function evaluate(scored: readonly Scored[]): Evaluation {
  const ranked = [...scored].sort((a, b) => b.score - a.score);
  let [seen, precisions] = [0, 0];
  for (const [at, { isGood }] of ranked.entries()) {
    if (!isGood) continue;
    seen += 1;
    precisions += seen / (at + 1);
  }
  const hits = scored.filter(({ score, isGood }) => score >= 0.5 && isGood).length;
  const chosen = scored.filter(({ score }) => score >= 0.5).length;
  const right = scored.filter(({ score, isGood }) => score >= 0.5 === isGood).length;
  return {
    averagePrecision: seen === 0 ? 0 : precisions / seen,
    accuracy: scored.length === 0 ? 0 : right / scored.length,
    f1: chosen + seen === 0 ? 0 : (2 * hits) / (chosen + seen),
  };
}

/** Each example scored by a model that has not seen it: `folds` models, each of the other folds, which have both kinds in proportion. */
export function crossValidate(
  examples: readonly Labelled[],
  { bits, seed, folds }: { readonly bits: number; readonly seed: number; readonly folds: number },
): readonly Scored[] {
  const random = seededRandom(seed);
  const good = shuffle(
    examples.filter(({ isGood }) => isGood),
    random,
  );
  const bad = shuffle(
    examples.filter(({ isGood }) => !isGood),
    random,
  );
  const dealt = [...good, ...bad].map((example, at) => ({ example, fold: at % folds }));
  return Array.from({ length: folds }, (_, fold) => {
    const model = trainModel(
      dealt.filter((each) => each.fold !== fold).map(({ example }) => example),
      { bits, seed },
    );
    return dealt
      .filter((each) => each.fold === fold)
      .map(({ example }) => ({ score: probability(model, example.features), isGood: example.isGood }));
  }).flat();
}
