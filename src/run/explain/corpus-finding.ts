import { basename, join } from 'node:path';
import type { Manifest } from '../../corpus/manifest.ts';
import { readShard } from '../../corpus/shards/read.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { corporaOf, faultOnly } from '../corpora.ts';
import { damaged, type Finding, finding } from './explanation.ts';

/**
 * Where a URL stands in the newest generation of every corpus: as a document, or among what was dropped. Those that cannot be read come first; `faults` are those of which that is known already.
 */
export async function corpusFindings(storage: string, url: string, faults: ReadonlyMap<string, StorageError>): Promise<readonly Finding[]> {
  const unknown: Finding[] = [];
  const found: Finding[] = [];
  for (const [name, manifest] of await corporaOf(storage, faults)) {
    const seen =
      manifest instanceof StorageError ? manifest : await findingsIn(join(storage, 'corpora', name), manifest, url).catch(faultOnly);
    if (seen instanceof StorageError) unknown.push(damaged(`corpus ${name}`, seen));
    else found.push(...seen);
  }
  return [...unknown, ...found];
}

/** At most one. */
async function findingsIn(folder: string, manifest: Manifest, url: string): Promise<readonly Finding[]> {
  const where = `${basename(folder)}, generation ${manifest.generation}`;
  const seen: Finding[] = [];
  for (const { path } of manifest.shards)
    for await (const row of readShard(folder, path, ['url', 'id', 'record_id', 'duplicates']))
      if (row['url'] === url) seen.push(finding('corpus', 'yes', `in corpus ${where}`, documentText(path, row)));
  for (const { path } of seen.length > 0 ? [] : manifest.rejected)
    for await (const row of readShard(folder, path, ['url', 'stage', 'rule', 'because', 'record_id']))
      if (row['url'] === url)
        seen.push(
          finding('corpus', 'no', `not in corpus ${where}: dropped by ${String(row['stage'])}/${String(row['rule'])}`, [
            String(row['because']),
          ]),
        );
  // A page that was fetched again has an older row that says so; the newest capture's counts.
  return seen.filter(({ text }, n) => n === seen.length - 1 || !text.endsWith('dedup/superseded')).slice(-1);
}

function documentText(path: string, row: Readonly<Record<string, unknown>>): readonly string[] {
  const { id, record_id: record, duplicates } = row;
  const copies = Number(duplicates ?? 0);
  const told = copies === 0 ? [] : [`${copies} other ${copies === 1 ? 'page has' : 'pages have'} the same text; this one stands for all`];
  return [`document ${String(id)}`, `in ${path}`, `from record ${String(record)}`, ...told];
}
