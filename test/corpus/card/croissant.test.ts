import { readFileSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { buildCorpus } from '../../../src/corpus/build.ts';
import { documentColumns, rejectedColumns } from '../../../src/corpus/columns.ts';
import { temporaryFolder } from '../folders.ts';
import { buildOf, variedPages } from '../synthetic.ts';

const reference = z.strictObject({ '@id': z.string() });
const formats = z.union([z.string(), z.array(z.string())]);

/** What Croissant 1.1 demands of a dataset and its parts ("Required", "FileObject", "FileSet", "RecordSet", "Field", "DataSource"). */
const specified = z.object({
  '@context': z.looseObject({
    '@vocab': z.url(),
    cr: z.literal('http://mlcommons.org/croissant/'),
    conformsTo: z.literal('dct:conformsTo'),
  }),
  '@type': z.literal('sc:Dataset'),
  conformsTo: z.literal('http://mlcommons.org/croissant/1.1'),
  name: z.string().min(1),
  description: z.string().min(1),
  url: z.string(),
  license: z.array(z.union([z.url(), z.looseObject({ '@type': z.literal('CreativeWork') })])).min(1),
  datePublished: z.iso.datetime(),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  citeAs: z.string().startsWith('@misc{'),
  inLanguage: z.array(z.string()).optional(),
  distribution: z.array(
    z.discriminatedUnion('@type', [
      z.strictObject({
        '@type': z.literal('cr:FileObject'),
        '@id': z.string(),
        name: z.string(),
        contentUrl: z.string(),
        contentSize: z.string().regex(/^\d+ B$/),
        encodingFormat: formats,
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
      z.strictObject({
        '@type': z.literal('cr:FileSet'),
        '@id': z.string(),
        name: z.string(),
        description: z.string(),
        encodingFormat: formats,
        includes: z.array(z.string()).min(1),
      }),
    ]),
  ),
  recordSet: z.array(
    z.strictObject({
      '@type': z.literal('cr:RecordSet'),
      '@id': z.string(),
      name: z.string(),
      description: z.string(),
      key: reference.optional(),
      field: z.array(
        z.strictObject({
          '@type': z.literal('cr:Field'),
          '@id': z.string(),
          name: z.string(),
          dataType: z.enum(['sc:Text', 'sc:Integer', 'sc:Float', 'sc:URL', 'sc:DateTime']),
          source: z.strictObject({ fileSet: reference, extract: z.strictObject({ column: z.string() }) }),
        }),
      ),
    }),
  ),
});

const built = async (more: Parameters<typeof buildOf>[2] = {}) => {
  const folder = await temporaryFolder();
  const { manifest } = await buildCorpus(buildOf(folder, variedPages, more));
  return { folder, manifest, described: specified.parse(JSON.parse(readFileSync(join(folder, 'croissant.json'), 'utf8'))) };
};

test.each(['parquet', 'jsonl'] as const)('of %s shards it names every file as it is on the disk', async (format) => {
  const { folder, manifest, described } = await built({ format });
  const files = described.distribution.filter((each) => each['@type'] === 'cr:FileObject');
  expect(files.map(({ contentUrl }) => contentUrl)).toEqual([...manifest.shards, ...manifest.rejected].map(({ path }) => path));
  for (const { contentUrl, contentSize, sha256 } of files) {
    const path = join(folder, contentUrl);
    expect([contentSize, sha256]).toEqual([`${statSync(path).size} B`, createHash('sha256').update(readFileSync(path)).digest('hex')]);
  }
});

test('its fields are the columns, and every reference leads to something', async () => {
  const { described } = await built();
  const [documents, rejected] = described.recordSet;
  expect(documents?.field.map(({ source }) => source.extract.column)).toEqual(documentColumns.map(({ name }) => name));
  expect(rejected?.field.map(({ source }) => source.extract.column)).toEqual(rejectedColumns.map(({ name }) => name));
  const ids = [...described.distribution, ...described.recordSet, ...described.recordSet.flatMap(({ field }) => field)].map(
    (each) => each['@id'],
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain(documents?.key?.['@id']);
  for (const { field } of described.recordSet) for (const { source } of field) expect(ids).toContain(source.fileSet['@id']);
  for (const each of described.distribution)
    if (each['@type'] === 'cr:FileSet') for (const path of each.includes) expect(ids).toContain(path);
});

test('licences are those of the documents, and who made it is not made up', async () => {
  const { folder, described } = await built({ title: 'Sorting {waste}', description: 'What goes where.' });
  expect(described.license.slice(1)).toEqual(['https://spdx.org/licenses/CC-BY-SA-4.0']);
  expect(described).toMatchObject({ description: 'What goes where.', inLanguage: ['en', 'zh-Hans'], version: '1.0.0' });
  expect(described.citeAs).toContain('title = {Sorting waste}');
  expect(readFileSync(join(folder, 'croissant.json'), 'utf8')).not.toContain('creator');
});

test('an empty corpus has a description without files', async () => {
  const folder = await temporaryFolder();
  await buildCorpus(buildOf(folder, []));
  const described = specified.parse(JSON.parse(readFileSync(join(folder, 'croissant.json'), 'utf8')));
  expect([described.distribution, described.recordSet]).toEqual([[], []]);
});
