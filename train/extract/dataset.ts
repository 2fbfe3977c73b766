import type { Block, Box, Layout } from '../../src/extract/blocks/layout.ts';
import { layOut } from '../../src/extract/blocks/walk.ts';
import { denseColumns, denseFeatures } from '../../src/extract/features/dense.ts';
import { type Frame, frameOf } from '../../src/extract/features/frame.ts';
import {
  boxSlots,
  headingsBefore,
  inlineSlots,
  NEAR_BOXES,
  nearSlots,
  pathSlots,
  type Slots,
  SPARSE_BITS,
  wordSlots,
} from '../../src/extract/features/sparse.ts';
import { surroundingsOf } from '../../src/extract/features/surroundings.ts';
import { thingsIn } from '../../src/extract/json-ld.ts';
import { typeValues } from '../../src/extract/model/page-type.ts';
import { claimsOf } from '../../src/extract/stated/claims.ts';
import { parseHtml } from '../../src/html/parse.ts';
import { decodeBody } from '../../src/text/charset.ts';
import { binColumn, type BinnedColumn } from './bins.ts';
import { labelsOf, wordsOf } from './labels.ts';
import type { SlotRows } from './lines.ts';
import { randomFrom } from './random.ts';
import { foldOf, readHtml, readTruth, type Truth } from './truth.ts';

export interface PageData {
  readonly truth: Truth;
  readonly fold: number;
  readonly start: number;
  readonly end: number;
  readonly frame: Frame;
  readonly blocks: readonly Pick<Block, 'hash' | 'words'>[];
  readonly words: readonly (readonly string[])[];
  readonly texts: readonly string[];
  readonly labels: Uint8Array;
  /** For the guess at its type. */
  readonly typeValues: readonly number[];
}

export interface Dataset {
  readonly pages: readonly PageData[];
  readonly rows: number;
  readonly foldOfRow: Uint8Array;
  readonly labels: Uint8Array;
  readonly weights: Float32Array;
  /** Rows that models are trained on; of long pages only some. */
  readonly sampled: Uint8Array;
  readonly dense: readonly BinnedColumn[];
  readonly far: SlotRows;
  readonly near: SlotRows;
  readonly lexical: SlotRows;
  /** Rows of the quarter of the pages whose words are not shown in training, so that the trees learn to do without them. */
  readonly mute: Uint8Array;
  /** By slot, whether enough sites have it. */
  readonly usable: Uint8Array;
}

const MAX_SAMPLED = 220;
const MIN_PAGES = 4;

class SlotTable implements Slots {
  readonly #starts: number[] = [0];
  #slots = new Uint32Array(1 << 20);
  #length = 0;
  add(slot: number): void {
    if (this.#length === this.#slots.length) {
      const longer = new Uint32Array(this.#length * 2);
      longer.set(this.#slots);
      this.#slots = longer;
    }
    this.#slots[this.#length++] = slot;
  }

  endRow(): void {
    this.#starts.push(this.#length);
  }

  done(): SlotRows {
    return { starts: Uint32Array.from(this.#starts), slots: this.#slots.slice(0, this.#length) };
  }
}

const textOf = (block: Block): string => block.texts.map(({ data }) => data).join(block.breaks > 0 ? ' ' : '');

function addStructure(block: Block, far: SlotTable, near: SlotTable): void {
  let steps = 0;
  for (let up: Box | null = block.box; up !== null; up = up.parent, steps += 1) {
    boxSlots(up, steps < 2 ? near : far);
    if (steps < NEAR_BOXES) nearSlots(up, steps, near);
  }
  pathSlots(block.box, near);
  inlineSlots(block, near);
  far.endRow();
  near.endRow();
}

function addWords(layout: Layout, slots: SlotTable): void {
  const headings = headingsBefore(layout);
  for (const [row, block] of layout.blocks.entries()) {
    wordSlots(block, headings[row] ?? null, slots);
    slots.endRow();
  }
}

/** Blocks of ordinary pages weigh as much as their words do in the page's score, roughly. */
function weightsOf(words: readonly (readonly string[])[]): Float32Array {
  const all = words.reduce((sum, { length }) => sum + length, 0);
  return Float32Array.from(words, ({ length }) => (Math.min(length, 60) ** 0.8 + 0.5) / (all + 20) ** 0.7);
}

/** All pages as rows of features and labels. */
export function loadDataset(data: string, limit = Number.POSITIVE_INFINITY): Dataset {
  const random = randomFrom(11);
  const far = new SlotTable();
  const near = new SlotTable();
  const lexical = new SlotTable();
  const pages: PageData[] = [];
  const tables: Float32Array[] = [];
  const labels: number[] = [];
  const weights: number[] = [];
  const sampled: number[] = [];
  const folds: number[] = [];
  const mute: number[] = [];
  for (const truth of readTruth(data).slice(0, limit)) {
    const { text } = decodeBody(readHtml(data, truth), 'text/html');
    const document = parseHtml(text);
    const layout = layOut(document);
    const { survey } = document;
    const surroundings = surroundingsOf(layout, truth.url ?? '');
    const { blocks } = layout;
    const texts = blocks.map(textOf);
    const words = texts.map(wordsOf);
    const own = labelsOf(words, wordsOf(truth.main_content ?? ''));
    const fold = foldOf(truth);
    const start = labels.length;
    tables.push(denseFeatures(surroundings).values);
    for (const block of blocks) addStructure(block, far, near);
    addWords(layout, lexical);
    const share = Math.min(1, MAX_SAMPLED / blocks.length);
    const pageWeights = weightsOf(words);
    for (const [row, label] of own.entries()) {
      labels.push(label);
      const isSampled = random() < share;
      sampled.push(isSampled ? 1 : 0);
      weights.push((pageWeights[row] ?? 0) / share);
      folds.push(fold);
      mute.push(pages.length % 4 === 3 ? 1 : 0);
    }
    pages.push({
      truth,
      fold,
      start,
      end: labels.length,
      frame: frameOf(surroundings),
      blocks: blocks.map(({ hash, words: count }) => ({ hash, words: count })),
      words,
      texts,
      labels: own,
      typeValues: typeValues(surroundings, claimsOf(survey, thingsIn(survey.scripts))),
    });
  }
  const rows = labels.length;
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / rows;
  const dense = Array.from({ length: denseColumns }, (_, column) => {
    const values = new Float32Array(rows);
    for (const [i, { start, end }] of pages.entries()) {
      const table = tables[i] ?? new Float32Array();
      for (let row = start; row < end; row += 1) values[row] = table[(row - start) * denseColumns + column] ?? 0;
    }
    return binColumn(values);
  });
  const distant = far.done();
  const close = near.done();
  const worded = lexical.done();
  return {
    pages,
    rows,
    foldOfRow: Uint8Array.from(folds),
    labels: Uint8Array.from(labels),
    weights: Float32Array.from(weights, (weight) => weight / mean),
    sampled: Uint8Array.from(sampled),
    dense,
    far: distant,
    near: close,
    lexical: worded,
    mute: Uint8Array.from(mute),
    usable: usableSlots(pages, [distant, close, worded]),
  };
}

function usableSlots(pages: readonly PageData[], all: readonly SlotRows[]): Uint8Array {
  const counts = new Uint8Array(1 << SPARSE_BITS);
  for (const { start, end } of pages) {
    for (const { starts, slots } of all) {
      const seen = new Set(slots.subarray(starts[start] ?? 0, starts[end] ?? 0));
      for (const slot of seen) counts[slot] = Math.min(250, (counts[slot] ?? 0) + 1);
    }
  }
  return counts.map((count) => (count >= MIN_PAGES ? 1 : 0));
}
