import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawValidation, Unions } from '../../../src/corpus/export/splits.ts';
import { chance, copiesOf, parseWeight, weightsOn, weightsSchema, type Weight } from '../../../src/corpus/export/weights.ts';

const rows = Array.from({ length: 4000 }, (_, n) => ({
  id: `id-${n}`,
  language: n % 2 === 0 ? 'en' : 'zh-Hans',
  host: 'www.a.test',
  license: null,
}));
const weighed = (weights: readonly Weight[], seed = 0): readonly number[] => rows.map((row) => copiesOf(row, weights, seed));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

test.each([
  ['language=en:0.5', { dimension: 'language', value: 'en', weight: 0.5 }],
  ['host=a.test:8443:2', { dimension: 'host', value: 'a.test:8443', weight: 2 }],
  ['license=CC-BY-4.0:0', { dimension: 'license', value: 'CC-BY-4.0', weight: 0 }],
  ['licence=CC-BY-4.0:1', null],
  ['language=en', null],
  ['language=en:-1', null],
  ['language=en:101', null],
  ['language=en:much', null],
])('%s', (text, weight) => expect(parseWeight(text)).toEqual(weight));

test('a file of weights says the same, and its faults are named', () => {
  expect(weightsSchema.parse({ language: { en: 0.5 }, license: { unknown: 0 } })).toEqual([
    { dimension: 'language', value: 'en', weight: 0.5 },
    { dimension: 'license', value: 'unknown', weight: 0 },
  ]);
  expect(weightsSchema.safeParse({ language: { en: 'half' } }).error?.issues[0]?.path).toEqual(['language', 'en']);
  expect(weightsSchema.safeParse({ langauge: { en: 1 } }).success).toBe(false);
});

describe('how often a document goes in', () => {
  test('is what its weights come to, the same at each call, and another with another seed', () => {
    const half = weighed([{ dimension: 'language', value: 'en', weight: 0.5 }]);
    expect(sum(half.filter((_, n) => n % 2 === 1))).toBe(2000);
    expect(Math.abs(sum(half.filter((_, n) => n % 2 === 0)) - 1000)).toBeLessThan(80);
    expect(weighed([{ dimension: 'language', value: 'en', weight: 0.5 }])).toEqual(half);
    expect(weighed([{ dimension: 'language', value: 'en', weight: 0.5 }], 1)).not.toEqual(half);
  });

  test('multiplies over dimensions, and takes the most exact of one', () => {
    const weights: readonly Weight[] = [
      { dimension: 'language', value: 'zh', weight: 3 },
      { dimension: 'language', value: 'zh-Hans', weight: 2 },
      { dimension: 'host', value: 'a.test', weight: 1.5 },
      { dimension: 'license', value: 'unknown', weight: 1 },
    ];
    expect(weightsOn(rows[1]!, weights).map(({ value }) => value)).toEqual(['zh-Hans', 'unknown', 'a.test']);
    expect(
      weighed(weights)
        .filter((_, n) => n % 2 === 1)
        .every((copies) => copies === 3),
    ).toBe(true);
  });

  test('a smaller weight takes a part of what a greater one takes', () => {
    const share = (weight: number): readonly number[] => weighed([{ dimension: 'host', value: 'a.test', weight }]);
    const [some, more] = [share(0.2), share(0.6)];
    expect(some.every((copies, n) => copies <= more[n]!)).toBe(true);
  });

  test('chance is even', () => {
    const drawn = rows.map(({ id }) => chance(id));
    for (const bound of [0.1, 0.5, 0.9])
      expect(Math.abs(drawn.filter((each) => each < bound).length / drawn.length - bound)).toBeLessThan(0.03);
  });
});

describe('splits', () => {
  test('what was joined is together, in whatever order', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name), { maxLength: 8 }), (pairs) => {
        const [one, other] = [new Unions(), new Unions()];
        for (const [a, b] of pairs) one.join(a, b);
        for (const [a, b] of pairs.toReversed()) other.join(b, a);
        for (const [a, b] of pairs) expect(one.of(a)).toBe(one.of(b));
        for (const each of 'abcdef') expect(one.of(each)).toBe(other.of(each));
      }),
    );
  });

  test('validation is no more than is wanted, unless every group is larger', () => {
    const groups = fc.dictionary(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 50 }), { minKeys: 2 });
    fc.assert(
      fc.property(groups, fc.integer({ min: 1, max: 60 }), (sizes, wanted) => {
        const all = new Map(Object.entries(sizes));
        const drawn = drawValidation(all, wanted, 0)!;
        const held = [...drawn].reduce((total, each) => total + all.get(each)!, 0);
        expect(held).toBeGreaterThan(0);
        if (held > wanted) expect([drawn.size, held]).toEqual([1, Math.min(...all.values())]);
      }),
    );
    expect(drawValidation(new Map([['a', 5]]), 1, 0)).toBeNull();
  });
});
