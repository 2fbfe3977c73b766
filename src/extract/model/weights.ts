import { completed, type CompleteForest } from './complete-forest.ts';
import type { Forest } from './forest.ts';
import { blockColumns } from './opinion.ts';
import { pageColumns } from './page-type.ts';

/** Trees as they are stored: little-endian arrays in base64. */
export interface StoredForest {
  /** First node of each tree, 32-bit. */
  readonly roots: string;
  /** 16-bit, -1 for a leaf. */
  readonly features: string;
  /** 32-bit floats. */
  readonly values: string;
  /** 16-bit: how far after its own node the first child stands. */
  readonly children: string;
}

/** The weights as `train/extract.ts` writes them. */
export interface StoredWeights {
  readonly version: number;
  /** How many features of a block and of a page they were trained on. */
  readonly columns: { readonly block: number; readonly page: number };
  /** By slot, 8-bit, in units of `unit`. */
  readonly lines: string;
  readonly unit: number;
  readonly first: StoredForest;
  readonly second: StoredForest;
  /** By page type, one against all others. */
  readonly types: Readonly<Record<string, StoredForest>>;
}

/** Weights by slot: small, for they are looked up all over the place. */
export interface Lines {
  readonly weights: Int8Array;
  readonly unit: number;
}

export interface Weights {
  readonly lines: Lines;
  readonly first: CompleteForest;
  readonly second: CompleteForest;
  readonly types: readonly (readonly [type: string, forest: Forest])[];
}

/** A copy, since the bytes of a pooled buffer need not be aligned. */
const bytesOf = (base64: string): ArrayBuffer => Uint8Array.from(Buffer.from(base64, 'base64')).buffer;

function forestOf(stored: StoredForest): Forest {
  const steps = new Uint16Array(bytesOf(stored.children));
  return {
    roots: new Uint32Array(bytesOf(stored.roots)),
    features: new Int16Array(bytesOf(stored.features)),
    values: new Float32Array(bytesOf(stored.values)),
    children: Uint32Array.from(steps, (step, node) => node + step),
  };
}

/** What can be known of weights that belong to other code: the features have moved, and they would judge by the wrong ones. */
function requireSameFeatures({ version, columns }: StoredWeights): void {
  if (columns.block === blockColumns && columns.page === pageColumns) return;
  throw new Error(
    `the extractor's weights of version ${version} are for ${columns.block} features of a block and ${columns.page} of a page, ` +
      `the code has ${blockColumns} and ${pageColumns}: train them again, as docs/extractor-model.md says`,
  );
}

/** Weights ready for use. Throws when they were trained on other features than the code has. */
export function readWeights(stored: StoredWeights): Weights {
  requireSameFeatures(stored);
  return {
    lines: { weights: new Int8Array(bytesOf(stored.lines)), unit: stored.unit },
    first: completed(forestOf(stored.first)),
    second: completed(forestOf(stored.second)),
    types: Object.entries(stored.types).map(([type, forest]) => [type, forestOf(forest)] as const),
  };
}
