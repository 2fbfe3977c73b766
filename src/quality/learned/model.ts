import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Features, featuresOf } from './features.ts';

/** A linear model over hashed words: logistic regression. */
export interface Model {
  readonly bits: number;
  readonly bias: number;
  /** One for each of 2^bits buckets. */
  readonly weights: Float32Array;
}

/** A file that holds no filter, or cannot be read. The message names it. */
export class FilterFileError extends Error {
  override readonly name = 'FilterFileError';
}

const VERSION = 1;

const fileSchema = z.object({
  garnerFilter: z.literal(VERSION),
  bits: z.int().min(1).max(22),
  bias: z.number(),
  weights: z.base64(),
});

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

/** How sure the model is that a text is of the good kind, from 0 to 1. */
export function probability({ bias, weights }: Model, { buckets, weight }: Features): number {
  let sum = bias;
  for (const at of buckets) sum += (weights[at] ?? 0) * weight;
  return logistic(sum);
}

/** The same of a text, to six digits, as a measure. */
export const scoreText = (model: Model, text: string): number => Number(probability(model, featuresOf(text, model.bits)).toPrecision(6));

/** JSON, its weights as little-endian floats in base64, `about` for people. */
export function modelText({ bits, bias, weights }: Model, about: Readonly<Record<string, unknown>>): string {
  const bytes = Buffer.alloc(weights.length * 4);
  for (const [at, weight] of weights.entries()) bytes.writeFloatLE(weight, at * 4);
  return `${JSON.stringify({ garnerFilter: VERSION, ...about, bits, bias, weights: bytes.toString('base64') })}\n`;
}

/** @throws FilterFileError */
function readModel(path: string): Model {
  try {
    const { bits, bias, weights } = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    const bytes = Buffer.from(weights, 'base64');
    if (bytes.length !== 4 * 2 ** bits) throw new Error('its weights are not all there');
    return { bits, bias, weights: Float32Array.from({ length: 2 ** bits }, (_, at) => bytes.readFloatLE(at * 4)) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'there is no such file' : (code ?? 'it is no filter that this version of Garner reads');
    throw new FilterFileError(`the filter ${path} cannot be used: ${why}. garner train-filter writes one.`);
  }
}

const models = new Map<string, Model>();

/** The model of a file, read once. @throws FilterFileError */
export function modelAt(path: string): Model {
  const known = models.get(path);
  if (known !== undefined) return known;
  const model = readModel(path);
  models.set(path, model);
  return model;
}
