import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crossValidate, evaluate } from '../../../src/quality/learned/evaluate.ts';
import { featuresOf } from '../../../src/quality/learned/features.ts';
import { probability } from '../../../src/quality/learned/model.ts';
import { type Labelled, seededRandom, shuffle, trainModel } from '../../../src/quality/learned/train.ts';

const SETTINGS = { bits: 14, seed: 7 };
const bread = ['flour', 'oven', 'crust', 'dough', 'loaf', 'baker', 'yeast', 'crumb', 'the', 'of', 'and', 'with'];
const cars = ['engine', 'wheel', 'brake', 'petrol', 'gear', 'driver', 'road', 'lamp', 'the', 'of', 'and', 'with'];
const random = seededRandom(3);
const text = (words: readonly string[]): string => Array.from({ length: 25 }, () => words[Math.floor(random() * words.length)]).join(' ');
const labelled = (words: readonly string[], isGood: boolean, count: number): Labelled[] =>
  Array.from({ length: count }, () => ({ features: featuresOf(text(words), SETTINGS.bits), isGood }));

describe('a learned filter', () => {
  test('tells texts that it has not seen, from few and uneven examples', () => {
    const model = trainModel([...labelled(bread, true, 60), ...labelled(cars, false, 20)], SETTINGS);
    for (const { features } of labelled(bread, true, 20)) expect(probability(model, features)).toBeGreaterThan(0.5);
    for (const { features } of labelled(cars, false, 20)) expect(probability(model, features)).toBeLessThan(0.5);
    expect(probability(model, featuresOf('', SETTINGS.bits))).toBeGreaterThan(0);
  });

  test('knows the order of words, and characters of scripts without spaces', () => {
    const orders = ['up down', 'down up'].map((order, kind) =>
      Array.from({ length: 30 }, (_, at) => ({ features: featuresOf(`n${at} ${order} m${at}`, SETTINGS.bits), isGood: kind === 0 })),
    );
    const model = trainModel(orders.flat(), SETTINGS);
    const score = (of: string): number => probability(model, featuresOf(of, SETTINGS.bits));
    expect(score('x up down y')).toBeGreaterThan(score('x down up y') + 0.3);
    expect(featuresOf('面包', SETTINGS.bits).buckets).toHaveLength(3);
  });

  test('is the same from the same examples and seed, and another from another seed', () => {
    const examples = [...labelled(bread, true, 30), ...labelled(cars, false, 30)];
    const [one, two, other] = [
      trainModel(examples, SETTINGS),
      trainModel(examples, SETTINGS),
      trainModel(examples, { ...SETTINGS, seed: 8 }),
    ];
    expect(one).toEqual(two);
    expect(one.weights).not.toEqual(other.weights);
  });

  test('is tested on every example once, by models that have not seen it', () => {
    const told = crossValidate([...labelled(bread, true, 33), ...labelled(cars, false, 21)], { ...SETTINGS, folds: 5 });
    expect(told).toHaveLength(54);
    expect(evaluate(told).accuracy).toBeGreaterThan(0.95);
    // The same texts with labels by chance: what is not there is not found.
    const noise = [...labelled(bread, true, 100), ...labelled(bread, false, 100)];
    expect(evaluate(crossValidate(noise, { ...SETTINGS, folds: 5 })).accuracy).toBeLessThan(0.65);
  });
});

test('figures of scores, counted by hand', () => {
  const scored = [0.9, 0.8, 0.6, 0.4, 0.1].map((score, at) => ({ score, isGood: [true, false, true, true, false][at] === true }));
  expect(evaluate(scored)).toEqual({ averagePrecision: (1 + 2 / 3 + 3 / 4) / 3, accuracy: 3 / 5, f1: 4 / 6 });
  expect(evaluate([])).toEqual({ averagePrecision: 0, accuracy: 0, f1: 0 });
});

test('a shuffle keeps everything', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (list, seed) => {
      const ascending = (all: readonly number[]): readonly number[] => [...all].sort((a, b) => a - b);
      expect(ascending(shuffle([...list], seededRandom(seed)))).toEqual(ascending(list));
    }),
  );
});
