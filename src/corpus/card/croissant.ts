import { basename } from 'node:path/posix';
import { documentColumns, rejectedColumns } from '../columns.ts';
import type { Manifest } from '../manifest.ts';
import type { Column } from '../shards/shard.ts';
import { LICENCE_DETAILS } from './front-matter.ts';

/** A file of a dataset. */
export interface CroissantFile {
  /** Relative to croissant.json. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Records of one kind: the rows of some files. */
export interface CroissantRecords {
  readonly name: string;
  readonly description: string;
  readonly files: readonly CroissantFile[];
  readonly columns: readonly Column[];
  /** The column that tells its records apart. */
  readonly key?: string;
}

export interface CroissantDataset {
  readonly name: string;
  readonly description: string;
  /** ISO 8601 instant. */
  readonly createdAt: string;
  readonly version: string;
  readonly citation: string;
  readonly languages: readonly string[];
  /** As the documents declare them. */
  readonly licences: readonly string[];
  readonly records: readonly CroissantRecords[];
}

/** Names of Croissant by what they mean: the context that appendix 1 of the specification recommends, as far as it is needed. */
const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  sc: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  dct: 'http://purl.org/dc/terms/',
  ...Object.fromEntries(
    ['citeAs', 'column', 'extract', 'field', 'fileSet', 'includes', 'isLiveDataset', 'key', 'recordSet', 'source'].map((term) => [
      term,
      `cr:${term}`,
    ]),
  ),
  conformsTo: 'dct:conformsTo',
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
};

const TYPES = { string: 'sc:Text', int64: 'sc:Integer', float64: 'sc:Float' } as const;
/** Columns that hold more than plain text, whatever they are stored as. */
const MEANINGS: Readonly<Record<string, string>> = { url: 'sc:URL', date: 'sc:DateTime' };

/** Encodings by the ending of the file. */
const ENCODINGS: readonly (readonly [ending: string, formats: string | readonly string[]])[] = [
  ['.parquet', 'application/x-parquet'],
  ['.jsonl.zst', ['application/jsonlines', 'application/zstd']],
];

/** A dataset in Croissant 1.1 (mlcommons.org/croissant/1.1), as JSON-LD. Who made it is left out, for that is not known. */
export function croissantOf(dataset: CroissantDataset): object {
  const { name, description, createdAt, version, citation, languages, licences, records } = dataset;
  const spdx = licences.filter((id) => /^[A-Za-z0-9.+-]+$/.test(id) && !id.startsWith('LicenseRef-') && id !== 'unknown');
  const present = records.filter(({ files }) => files.length > 0);
  return {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name,
    description,
    url: './',
    license: [
      { '@type': 'CreativeWork', name: 'The terms of each source', description: LICENCE_DETAILS },
      ...spdx.map((id) => `https://spdx.org/licenses/${id}`),
    ],
    citeAs: citation,
    datePublished: createdAt,
    version,
    ...(languages.length === 0 ? {} : { inLanguage: languages }),
    distribution: present.flatMap(filesOf),
    recordSet: present.map(recordsOf),
  };
}

function filesOf({ name, files }: CroissantRecords): readonly object[] {
  const encoding = formatOf(files[0]?.path ?? '');
  return [
    ...files.map(({ path, sha256, bytes }) => ({
      '@type': 'cr:FileObject',
      '@id': path,
      name: basename(path),
      contentUrl: path,
      contentSize: `${bytes} B`,
      encodingFormat: formatOf(path),
      sha256,
    })),
    {
      '@type': 'cr:FileSet',
      '@id': `${name}-files`,
      name: `${name}-files`,
      description: `All files of ${name}.`,
      encodingFormat: encoding,
      includes: files.map(({ path }) => path),
    },
  ];
}

const formatOf = (path: string): string | readonly string[] =>
  ENCODINGS.find(([ending]) => path.endsWith(ending))?.[1] ?? 'application/octet-stream';

function recordsOf({ name, description, columns, key }: CroissantRecords): object {
  return {
    '@type': 'cr:RecordSet',
    '@id': name,
    name,
    description,
    ...(key === undefined ? {} : { key: { '@id': `${name}/${key}` } }),
    field: columns.map((column) => ({
      '@type': 'cr:Field',
      '@id': `${name}/${column.name}`,
      name: column.name,
      dataType: MEANINGS[column.name] ?? TYPES[column.type],
      source: { fileSet: { '@id': `${name}-files` }, extract: { column: column.name } },
    })),
  };
}

/** A generation in Croissant. Documents change with every generation, so each is a major version. */
export function croissant(manifest: Manifest): object {
  const { corpus, title, description, createdAt, generation, makeup, shards, rejected } = manifest;
  const named = ({ top }: Manifest['makeup']['licences']): readonly string[] =>
    top.map(([name]) => name).filter((name) => name !== 'unknown');
  return croissantOf({
    name: corpus,
    description: description ?? title ?? corpus,
    createdAt,
    version: `${generation}.0.0`,
    citation: citationOf(manifest),
    languages: named(makeup.languages),
    licences: named(makeup.licences),
    records: [
      { name: 'documents', description: 'The documents that were kept.', files: shards, columns: documentColumns, key: 'id' },
      { name: 'rejected', description: 'The captures that were dropped, with the reason.', files: rejected, columns: rejectedColumns },
    ],
  });
}

/** BibTeX. */
export function citationOf({ corpus, title, generation, createdAt, policy }: Manifest): string {
  const plain = (text: string): string => text.replace(/[^\p{L}\p{N}.,:()-]+/gu, ' ').trim();
  return `@misc{${corpus.replace(/[^A-Za-z0-9-]+/g, '-')}-${generation}, title = {${plain(title ?? corpus)}}, year = {${createdAt.slice(0, 4)}}, note = {Gathered with Garner. Generation ${generation}, policy ${policy.digest}}}`;
}
