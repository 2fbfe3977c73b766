import { z } from 'zod';
import { measureNames } from './quality-measures.ts';
import { languageTag } from './web.ts';

const limit = z.number();
const off = z.literal('off');
const ruleName = z.string().regex(/^[a-z][a-z0-9_-]*$/, 'a name in lower-case letters, digits, _ and -');

const rule = z
  .strictObject({
    measure: z.enum(measureNames).describe('What is looked at; docs/quality.md lists the measures'),
    atLeast: limit.optional().describe('A text with less is dropped'),
    atMost: limit.optional().describe('A text with more is dropped'),
    fromWords: z.number().int().min(0).optional().describe('Judge only texts of so many words: shares of short texts say little'),
  })
  .refine(({ atLeast, atMost }) => (atLeast === undefined) !== (atMost === undefined), {
    error: 'a rule has either atLeast or atMost',
    path: ['measure'],
  });

/** `config/quality/<name>.yaml`: which texts are worth having. */
export const qualitySchema = z
  .strictObject({
    title: z.string().min(1).optional().describe('In a few words'),
    source: z.string().min(1).optional().describe('Where its figures come from'),
    extends: z.array(z.string().min(1)).default([]).describe('Presets whose rules come first, in this order'),
    edit: z
      .enum(['c4', 'c4-any-line-end', 'refinedweb', 'off'])
      .optional()
      .describe('Take lines out as this collection does, before anything is measured'),
    rules: z
      .record(ruleName, z.union([rule, limit, off], 'a measure and a limit, a number, or off'))
      .default({})
      .describe('By name, which says what is wrong with a text; a number is another limit for a rule of `extends`, `off` takes it away'),
    languages: z
      .record(languageTag, z.record(ruleName, z.union([limit, off], 'a number, or off')))
      .default({})
      .describe('Other limits for texts in a language, by rule'),
    filter: z
      .strictObject({
        model: z.string().min(1).describe('A file that `garner train-filter` wrote; relative to the project folder'),
        minimum: z.number().min(0).max(1).default(0.5).describe('Texts with a lower score are dropped'),
      })
      .optional()
      .describe('A filter learned from examples'),
  })
  .describe('A Garner quality preset');

export type QualitySettings = z.infer<typeof qualitySchema>;

export interface QualityConfig extends QualitySettings {
  readonly name: string;
}

/** A preset is named by its file. */
export function presetNameProblem(name: string): { readonly message: string } | null {
  return /^[a-z0-9][a-z0-9-]*$/.test(name) ? null : { message: 'expected a file named in lower-case letters, digits and -' };
}
