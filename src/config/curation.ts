import { z } from 'zod';

const preset = z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, 'the name of a preset, such as standard, gopher or none');

/** What a corpus takes of the pages that may be had. */
const curationSettings = {
  quality: preset.describe('Preset of quality rules: built in, or a file in config/quality/ without .yaml'),
  duplicates: z
    .enum(['exact', 'verified', 'fineweb', 'strict'])
    .describe(
      'exact: equal texts alone; verified: also what is about 80 % alike; fineweb: as FineWeb has it, unverified; strict: verified, with twice the hashes',
    ),
  within: z.enum(['corpus', 'dump']).describe('Among which documents repeats are looked for'),
  furniture: z.boolean().describe('Take out lines that stand on at least 5 pages and 20 % of the pages of a host'),
  gone: z
    .enum(['keep', 'drop'])
    .describe('Documents whose page has gone from its host (410, or 404 for a day and more): keep them, or leave them out'),
};

/** For all corpora of a project. */
export const curationDefaults = {
  quality: curationSettings.quality.default('standard'),
  duplicates: curationSettings.duplicates.default('verified'),
  within: curationSettings.within.default('corpus'),
  furniture: curationSettings.furniture.default(true),
  gone: curationSettings.gone.default('keep'),
};

/** Of one topic; what is left out is as the project has it. */
export const curationOfTopic = {
  quality: curationSettings.quality.optional(),
  duplicates: curationSettings.duplicates.optional(),
  within: curationSettings.within.optional(),
  furniture: curationSettings.furniture.optional(),
  gone: curationSettings.gone.optional(),
};
