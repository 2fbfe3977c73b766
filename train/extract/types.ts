import type { Forest } from '../../src/extract/model/forest.ts';
import { binColumn } from './bins.ts';
import { Booster, type BoostOptions } from './boost.ts';
import type { PageData } from './dataset.ts';
import { sumOf } from '../../src/extract/model/forest.ts';

const options: BoostOptions = { trees: 40, depth: 4, rate: 0.15, minWeight: 2, rowShare: 0.8, columnShare: 0.5, lambda: 1, seed: 3 };

export type TypeForests = readonly (readonly [type: string, forest: Forest])[];

/** A forest for each type against all others. */
export function trainTypes(pages: readonly PageData[], isTrained: (page: PageData) => boolean): TypeForests {
  const width = pages[0]?.typeValues.length ?? 0;
  const columns = Array.from({ length: width }, (_, i) => binColumn(Float32Array.from(pages, ({ typeValues }) => typeValues[i] ?? 0)));
  const rows = Uint32Array.from(pages.flatMap((page, i) => (isTrained(page) ? [i] : [])));
  const types = [...new Set(pages.map(({ truth }) => truth.page_type))].sort();
  return types.map((type) => {
    const labels = Uint8Array.from(pages, ({ truth }) => (truth.page_type === type ? 1 : 0));
    return [type, new Booster(columns, labels, new Float32Array(pages.length).fill(1), options).train(rows)] as const;
  });
}

export function guessType(forests: TypeForests, { typeValues }: PageData): string {
  const row = Float32Array.from(typeValues);
  const sums = forests.map(([type, forest]) => [type, sumOf(forest, row, 0)] as const);
  return sums.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}
