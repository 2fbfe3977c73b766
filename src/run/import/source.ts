import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import type { Config } from '../../config/config.ts';
import type { CrawlerConfig } from '../../config/crawler.ts';
import {
  type DocumentImport,
  type ImportConfig,
  importNameOf,
  importNameProblem,
  importSchema,
  type ImportSettings,
  isOfDocuments,
} from '../../config/import.ts';
import { takenBy } from '../../config/import-rules.ts';
import { sourcesOfTopic } from '../../config/selection.ts';
import { makeFolder, replaceFile } from '../../disk/disk.ts';

/** What a command line says about the documents it names; it need not say again what `config/imports/<name>.yaml` says. */
export type Wish = { readonly name?: string | undefined } & {
  readonly [Key in 'base' | 'licence' | 'evidence' | 'own' | 'language' | 'include' | 'exclude']?: ImportSettings[Key] | undefined;
};

export type Resolved<Source = DocumentImport> =
  /** `isNew`: the project has no file for it yet. */
  { readonly ok: true; readonly source: Source; readonly isNew: boolean } | Failed;

interface Failed {
  readonly ok: false;
  readonly problems: readonly string[];
}

const failed = (...problems: readonly string[]): Failed => ({ ok: false, problems });
const fileOf = (name: string): string => `config/imports/${name}.yaml`;

/** The import of documents that is meant: the project's own of that name, which the wish must not contradict, or a new one. */
export function resolveImport(config: Config, { name: asked, ...wish }: Wish, places: readonly string[]): Resolved {
  const name = asked ?? nameOfPlaces(places) ?? importNameOf(URL.parse(wish.base ?? '')?.hostname ?? '') ?? 'documents';
  const missing = config.imports.has(name) ? [] : missingIn(wish);
  if (missing.length > 0 && importNameProblem(name) === null) return failed(...missing);
  const resolved = resolveNamed(config, name, wish);
  if (!resolved.ok) return resolved;
  const { source, isNew } = resolved;
  if (!isOfDocuments(source)) return failed(`${fileOf(name)} is about web archives; give these documents another name with --as`);
  return { ok: true, source, isNew };
}

/** To what pages of web archives are put. */
export interface WebTarget {
  readonly name: string;
  readonly sources: readonly (ImportConfig | CrawlerConfig)[];
}

/**
 * The import of web archives that is meant, likewise. Pages may also be put beside those of a crawler, or of all crawlers and imports of a topic, under its
 * name: then nothing else is said.
 */
export function resolveWebImport(config: Config, { name: asked, ...wish }: Wish, place: string): Resolved<WebTarget> {
  const name = asked ?? importNameOf(basename(place).replaceAll(ARCHIVE_ENDING, '')) ?? 'web';
  const topic = config.topics.get(name);
  const known = config.crawlers.get(name);
  if (topic === undefined && known === undefined) {
    const resolved = resolveNamed(config, name, wish);
    return resolved.ok ? { ...resolved, source: { name, sources: [resolved.source] } } : resolved;
  }
  const said = Object.keys(wish).filter((key) => Reflect.get(wish, key) !== undefined);
  if (said.length > 0)
    return failed(...said.map((key) => `--${key}: ${name} is configured already; change it there and leave --${key} out`));
  const names = topic === undefined ? [name] : sourcesOfTopic(config, topic);
  const sources = names.flatMap((each) => config.crawlers.get(each) ?? config.imports.get(each) ?? []);
  return { ok: true, source: { name, sources }, isNew: false };
}

const ARCHIVE_ENDING = /[?#].*$|\.(?:warc|wacz|cdxj?)(?:\.(?:gz|zst))?$/gi;

function resolveNamed(config: Config, name: string, wish: Omit<Wish, 'name'>): Resolved<ImportConfig> {
  const said = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
  const misnamed = importNameProblem(name);
  if (misnamed !== null)
    return failed(`--as ${name}: ${misnamed.message}${misnamed.suggestion === undefined ? '' : `; did you mean ${misnamed.suggestion}?`}`);
  const known = config.imports.get(name);
  const { name: _name, ...written } = known ?? { name };
  const parsed = importSchema.safeParse({ ...written, ...said });
  if (!parsed.success) return failed(...parsed.error.issues.map(issueText));
  if (known !== undefined) {
    const changed = Object.keys(said).filter((key) => !isDeepStrictEqual(Reflect.get(parsed.data, key), Reflect.get(known, key)));
    if (changed.length > 0) return failed(...changed.map((key) => contradiction(name, key, Reflect.get(known, key))));
    return { ok: true, source: known, isNew: false };
  }
  const holder = takenBy(name, { crawlers: [...config.crawlers.keys()], topics: [...config.topics.keys()] });
  if (holder !== null) return failed(`${holder} has the name ${name} already; give this import another one with --as`);
  return { ok: true, source: { name, ...parsed.data }, isNew: true };
}

function nameOfPlaces(places: readonly string[]): string | null {
  const [place] = places;
  const isFolder = place !== undefined && places.length === 1 && statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? importNameOf(basename(resolve(place))) : null;
}

const missingIn = ({ base, licence }: Wish): readonly string[] => [
  ...(base === undefined
    ? ['--base is missing: the URL the folder has, or would have, on the web, such as https://handbook.example.org/']
    : []),
  ...(licence === undefined
    ? ['--licence is missing: an SPDX id such as CC-BY-4.0, or LicenseRef-… for terms of your own; what is in a corpus needs one']
    : []),
];

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly params?: unknown;
}

function issueText({ path, message, params }: Issue): string {
  const { suggestion } = (params ?? {}) as { readonly suggestion?: string };
  // The option alone: which of several values it is, its text says.
  return `--${path.filter((step) => typeof step === 'string').join('.')}: ${message}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`;
}

function contradiction(name: string, key: string, value: unknown): string {
  const says = value === undefined ? `does not name ${key}` : `says ${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
  return `--${key}: ${fileOf(name)} ${says}; change it there and leave --${key} out, or give these documents another name with --as`;
}

const COMMENT = `# Documents of our own: \`garner import\` takes them from disk. A topic may name this import among its crawlers.
# What is changed here holds for documents from the next import on.
`;
const WEB_COMMENT = `# Pages of web archives that \`garner import\` took. \`scope\` says which; a topic may name this import among its crawlers.
`;

/** Writes down a new import, so that builds, topics and the next import know it. Returns the file's name within the project. */
export async function rememberImport(root: string, { name, ...settings }: ImportConfig): Promise<string> {
  const { base, licence, evidence, own, language, include, exclude } = settings;
  const said = { base, licence, evidence, own: own || undefined, language, include, exclude: exclude.length === 0 ? undefined : exclude };
  await makeFolder(join(root, 'config/imports'));
  const file = join(root, fileOf(name));
  await replaceFile(file, (base === undefined ? WEB_COMMENT : COMMENT) + stringify(JSON.parse(JSON.stringify(said))));
  return fileOf(name);
}
