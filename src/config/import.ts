import { z } from 'zod';
import { extractorName, query, scope, secondOpinion, select, tags, write } from './crawler.ts';
import { licenceProblem } from './spdx.ts';
import { checked, folderUrl, languageTag, urlGlob } from './web.ts';

/** `config/imports/<name>.yaml`: documents of one's own, which `garner import` takes from disk; or, without `base`, what it takes from web archives. */
export const importSchema = z
  .strictObject({
    description: z.string().optional().describe('For people'),
    base: folderUrl
      .optional()
      .describe('The URL their folder has, or would have, on the web: each document is known by it and its own path. Not for web archives'),
    licence: checked(licenceProblem)
      .optional()
      .describe('SPDX id such as CC-BY-4.0, or LicenseRef-… for terms of your own; several joined by AND or OR. Needed with base'),
    evidence: z
      .string()
      .min(1)
      .optional()
      .describe('Where the licence can be checked, or in what words it is granted; for pages of web archives, the URL that says so'),
    own: z
      .boolean()
      .default(false)
      .describe('true: you have all rights in them and allow training; what they say to crawlers, such as noai, does not bind you'),
    language: languageTag.optional().describe('What documents are in when they do not say'),
    include: z.array(urlGlob).min(1).optional().describe('Globs over the path below the folder, of which one must match'),
    exclude: z.array(urlGlob).default([]).describe('Globs over the path below the folder that leave a document out'),
    scope: scope.optional().describe('Which URLs are taken from web archives. Default: all'),
    query: query.optional(),
    extractor: extractorName,
    secondOpinion,
    select: select.prefault({}),
    write: write.prefault({}),
    tags,
  })
  .superRefine(({ base, licence, evidence, own, scope: web }, context) => {
    const wrong = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (base !== undefined && licence === undefined) wrong('licence', 'is missing: documents are imported under terms, such as CC-BY-4.0');
    if (base !== undefined && web !== undefined) wrong('scope', 'is about web archives; documents have include and exclude');
    if (base === undefined && own) wrong('own', 'is about documents, which have a base');
    if (base === undefined && licence !== undefined && URL.parse(evidence ?? '') === null)
      wrong('evidence', 'expected the URL of the page that says so, since pages of web archives are under this licence');
  })
  .describe('A Garner import: documents of one’s own, or pages of web archives');

export type ImportSettings = z.infer<typeof importSchema>;

/** An import with its name, which is its file's name without `.yaml`. */
export interface ImportConfig extends ImportSettings {
  readonly name: string;
}

/** An import of documents from disk. */
export type DocumentImport = ImportConfig & { readonly base: string; readonly licence: string };

export const isOfDocuments = (source: ImportConfig): source is DocumentImport => source.base !== undefined && source.licence !== undefined;

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
