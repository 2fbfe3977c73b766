import { z } from 'zod';
import { extractorName, secondOpinion, select, tags, write } from './crawler.ts';
import { licenceProblem } from './spdx.ts';
import { checked, folderUrl, languageTag, urlGlob } from './web.ts';

/** `config/imports/<name>.yaml`: documents of one's own, which `garner import` takes from disk. */
export const importSchema = z
  .strictObject({
    description: z.string().optional().describe('For people'),
    base: folderUrl.describe('The URL their folder has, or would have, on the web: each document is known by it and its own path'),
    licence: checked(licenceProblem).describe(
      'SPDX id such as CC-BY-4.0, or LicenseRef-… for terms of your own; several joined by AND or OR',
    ),
    evidence: z.string().min(1).optional().describe('Where the licence can be checked, or in what words it is granted'),
    own: z
      .boolean()
      .default(false)
      .describe('true: you have all rights in them and allow training; what they say to crawlers, such as noai, does not bind you'),
    language: languageTag.optional().describe('What documents are in when they do not say'),
    include: z.array(urlGlob).min(1).optional().describe('Globs over the path below the folder, of which one must match'),
    exclude: z.array(urlGlob).default([]).describe('Globs over the path below the folder that leave a document out'),
    extractor: extractorName,
    secondOpinion,
    select: select.prefault({}),
    write: write.prefault({}),
    tags,
  })
  .describe('A Garner import: documents of one’s own');

export type ImportSettings = z.infer<typeof importSchema>;

/** An import with its name, which is its file's name without `.yaml`. */
export interface ImportConfig extends ImportSettings {
  readonly name: string;
}

/** An import is named by its file, and a corpus by its import; crawlers and topics have names of the same kind. */
export function importNameProblem(name: string): { readonly message: string; readonly suggestion?: string } | null {
  if (/^[a-z0-9][a-z0-9.-]*$/.test(name)) return null;
  const slug = importNameOf(name);
  const message = 'expected a name in lower-case letters, digits, - and ., for a corpus takes it';
  return slug === null ? { message } : { message, suggestion: slug };
}

/** A folder's name made fit to be an import's; null when nothing is left. */
export const importNameOf = (text: string): string | null =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '') || null;
