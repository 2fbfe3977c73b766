import type { Forest } from '../../src/extract/model/forest.ts';
import type { StoredForest, StoredWeights } from '../../src/extract/model/weights.ts';
import { blockColumns } from '../../src/extract/model/opinion.ts';
import { pageColumns } from '../../src/extract/model/page-type.ts';
import { LINE_UNIT } from './lines.ts';

const base64 = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString('base64');

function storedForest({ roots, features, values, children }: Forest): StoredForest {
  const steps = Uint16Array.from(children, (child, node) => ((features[node] ?? -1) < 0 ? 0 : child - node));
  return { roots: base64(roots), features: base64(features), values: base64(values), children: base64(steps) };
}

export interface Trained {
  readonly version: number;
  readonly lines: Float32Array;
  readonly first: Forest;
  readonly second: Forest;
  readonly types: readonly (readonly [type: string, forest: Forest])[];
}

export function storedWeights({ version, lines, first, second, types }: Trained): StoredWeights {
  return {
    version,
    columns: { block: blockColumns, page: pageColumns },
    unit: LINE_UNIT,
    lines: base64(Int8Array.from(lines, (weight) => Math.round(weight / LINE_UNIT))),
    first: storedForest(first),
    second: storedForest(second),
    types: Object.fromEntries(types.map(([type, forest]) => [type, storedForest(forest)])),
  };
}
