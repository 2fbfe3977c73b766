import type { Labelled, TopicDocument } from './topic.ts';
import { wordsOfUrl } from './bm25.ts';
import { folded, visitUnits } from './units.ts';

/** Hashed features (Weinberger et al. 2009). */
const SIZE = 2 ** 18;
const EPOCHS = 12;
const RATE = 0.3;
const DECAY = 1e-6;
/** Keeps fields apart: a word of the title is another feature than the same word of the text. */
const FIELD = { text: 0x81_1c_9d_c5, title: 0x12_34_56_7b, url: 0x5b_d1_e9_95 } as const;

interface Features {
  readonly at: Uint32Array;
  /** Of length 1 together. */
  readonly values: Float64Array;
}

/**
 * Logistic regression over hashed words and pairs of words, or of letters where scripts put no spaces between words, by AdaGrad (Duchi et al.
 * 2011). Deterministic: the order of training follows from the documents.
 */
export function trainClassifier(labelled: readonly Labelled[]): (document: TopicDocument) => number {
  const examples = inOrder(labelled).map(({ document, relevant }) => ({ features: featuresOf(document), target: relevant ? 1 : 0 }));
  const weights = new Float64Array(SIZE);
  const squares = new Float64Array(SIZE);
  let bias = 0;
  let biasSquares = 0;
  const probability = ({ at, values }: Features): number => {
    let sum = bias;
    for (let n = 0; n < at.length; n += 1) sum += (weights[at[n] ?? 0] ?? 0) * (values[n] ?? 0);
    return 1 / (1 + Math.exp(-sum));
  };
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const { features, target } of examples) {
      const error = probability(features) - target;
      const { at, values } = features;
      for (let n = 0; n < at.length; n += 1) {
        const feature = at[n] ?? 0;
        const slope = error * (values[n] ?? 0) + DECAY * (weights[feature] ?? 0);
        squares[feature] = (squares[feature] ?? 0) + slope ** 2;
        weights[feature] = (weights[feature] ?? 0) - (RATE * slope) / (1e-6 + Math.sqrt(squares[feature] ?? 0));
      }
      biasSquares += error ** 2;
      bias -= (RATE * error) / (1e-6 + Math.sqrt(biasSquares));
    }
  }
  return (document) => probability(featuresOf(document));
}

/** In an order that only the documents decide, and that mixes the two kinds. */
export function inOrder(labelled: readonly Labelled[]): readonly Labelled[] {
  const keyed = labelled.map((each) => ({ each, key: hashOf(each.document.text, hashOf(each.document.url, FIELD.url)) }));
  return keyed.sort((a, b) => a.key - b.key || (a.each.document.url < b.each.document.url ? -1 : 1)).map(({ each }) => each);
}

function featuresOf({ title, text, url }: TopicDocument): Features {
  const counts = new Map<number, number>();
  const count = (hash: number): void => {
    const at = hash % SIZE;
    counts.set(at, (counts.get(at) ?? 0) + 1);
  };
  const read = (of: string, field: number): void => {
    let before = 0;
    visitUnits(of, (unit) => {
      const one = hashOf(unit, field);
      count(one);
      if (before !== 0) count(hashOf(unit, before));
      before = one;
    });
  };
  read(folded(text), FIELD.text);
  read(folded(title ?? ''), FIELD.title);
  read(wordsOfUrl(url), FIELD.url);
  const values = Float64Array.from(counts.values(), (often) => Math.log1p(often));
  const length = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0)) || 1;
  return { at: Uint32Array.from(counts.keys()), values: values.map((value) => value / length) };
}

/** FNV-1a of 32 bits, over code units, mixed at the end so that its low bits depend on all. */
function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
