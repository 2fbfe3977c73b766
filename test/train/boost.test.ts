import { expect, test } from 'vitest';
import { logistic, sumOf } from '../../src/extract/model/forest.ts';
import { binColumn } from '../../train/extract/bins.ts';
import { Booster } from '../../train/extract/boost.ts';
import { randomFrom } from '../../train/extract/random.ts';

const options = { trees: 30, depth: 3, rate: 0.3, minWeight: 1, rowShare: 1, columnShare: 1, lambda: 1, seed: 1 };

function train(): { forest: ReturnType<Booster['train']>; rows: Float32Array[]; labels: Uint8Array } {
  const random = randomFrom(5);
  const rows = Array.from({ length: 800 }, () => Float32Array.of(random(), random(), random()));
  // An exclusive or, which no sum of single features knows.
  const labels = Uint8Array.from(rows, ([a = 0, b = 0]) => (a < 0.5 !== b < 0.5 ? 1 : 0));
  const columns = [0, 1, 2].map((i) => binColumn(Float32Array.from(rows, (row) => row[i] ?? 0)));
  const forest = new Booster(columns, labels, new Float32Array(rows.length).fill(1), options).train(Uint32Array.from(rows.keys()));
  return { forest, rows, labels };
}

test('trees learn what two features say together', () => {
  const { forest, rows, labels } = train();
  const right = rows.filter((row, i) => Math.round(logistic(sumOf(forest, row, 0))) === labels[i]);
  expect(right.length / rows.length).toBeGreaterThan(0.95);
});

test('the same data gives the same trees', () => {
  expect(train().forest).toEqual(train().forest);
});
