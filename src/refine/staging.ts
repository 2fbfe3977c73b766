import { hash } from 'node:crypto';
import { dirname } from 'node:path';
import { extractorIds } from '../extract/index.ts';
import { lasting } from '../ledger/said.ts';
import { sharedAt } from '../objects/shared-folder.ts';
import { restoreClearance } from '../rights/clearance.ts';
import { StorageError } from '../sqlite/storage-error.ts';
import { openReader, openWriter } from '../sqlite/writer.ts';
import { version } from '../version.ts';
import type { RefineInput, RefineResult } from './refine.ts';
import { shareAtClose, Sharing } from './staging/sharing.ts';
import { type StagingSize, store } from './staging/store.ts';

/** Refined results beside the archive they come from: a cache, from which nothing can be lost that refining again would not give. */
export interface Staging {
  /** Null when there is none, or it cannot be read. */
  get(key: string): Promise<RefineResult | null>;
  put(key: string, result: RefineResult): Promise<void>;
  size(): Promise<StagingSize>;
  /** What `sweep` would remove if these keys were all that is wanted. */
  unwanted(wanted: AsyncIterable<string>): Promise<StagingSize>;
  /** Removes what the last call of `unwanted` found. */
  sweep(): Promise<void>;
  /** Makes sure that other machines have what was put. Nothing is shared where the storage folder is not. */
  share(): Promise<void>;
  /** Brings what other machines have put. */
  refresh(): Promise<void>;
  /** Gives up what other machines do not have, be it that they have removed it or never had it. */
  forget(): Promise<void>;
  /** What cannot be read back, for people; `read` is told of results that were looked at. */
  faults(read: (count: number) => void): AsyncIterable<string>;
  close(): Promise<void>;
}

/** Names the result of refining: changes with all that it depends on, which is the capture, the settings, and the code. */
export function stagingKey({ capture, robots, hostFiles, judgedAt, crawler, policy }: Omit<RefineInput, 'body' | 'files'>): string {
  const { extractor, secondOpinion, select, write, query, language, licence } = crawler;
  const settings = [
    select.content,
    select.title,
    select.author,
    select.date,
    select.remove,
    write.captions,
    write.alt,
    write.readings,
    secondOpinion,
    secondOpinion > 0 ? extractorIds('readability') : null,
    query.order,
    query.drop,
    language,
    licence?.id,
    licence?.evidence,
  ];
  const parts = [
    version,
    capture.recordId,
    lasting(capture.headers),
    judgedAt,
    robots,
    extractorIds(extractor),
    settings,
    policy.rights,
    policy.agent,
    policy.personalData,
  ];
  const stated = capture.statement === undefined ? [] : [capture.statement];
  const judged = hostFiles === undefined && policy.own === undefined ? [] : [{ hostFiles, own: policy.own }];
  return hash('sha256', JSON.stringify([...parts, ...stated, ...judged]));
}

/** A stored result as it was put in; a clearance is one again only if rights/ says so. */
function restored(json: string): RefineResult | null {
  const result = JSON.parse(json) as RefineResult;
  if (!result.step.kept) return result;
  const rights = restoreClearance(result.step.record.rights);
  return rights === null ? null : { ...result, step: { kept: true, record: { ...result.step.record, rights } } };
}

/**
 * Opens the staged results in a SQLite file, or `:memory:`. Where the folder of the file is shared with other machines, so are they.
 *
 * @throws StorageError when the file cannot be opened, or was written by a newer Garner
 */
export async function openStaging(file: string, { readOnly = false } = {}): Promise<Staging> {
  const writer = await (readOnly ? openReader : openWriter)(file, store);
  const unreadable = (after: string) => writer.call('unreadable', after);
  const shared = readOnly ? null : sharedAt(file);
  const sharing = shared === null ? null : new Sharing(writer, shared, dirname(file));
  if (sharing !== null) await writer.call('shareAll');
  let isClosed = false;
  return {
    async get(key) {
      const json = await writer.call('get', key).catch((error: unknown) => {
        // A damaged page of the file loses what is on it, and no more.
        if (error instanceof StorageError) return null;
        throw error;
      });
      return json === null ? null : restored(json);
    },
    async put(key, result) {
      await writer.call('put', key, JSON.stringify(result), sharing !== null);
      sharing?.noted();
    },
    size: () => writer.call('size', false),
    async unwanted(wanted) {
      await sharing?.refresh();
      await writer.call('wantNone');
      let batch: string[] = [];
      for await (const key of wanted) if (batch.push(key) === 1024) await writer.call('want', batch.splice(0));
      await writer.call('want', batch);
      return writer.call('size', true);
    },
    async sweep() {
      await writer.call('sweep');
      await sharing?.sweep();
    },
    share: async () => sharing?.share(),
    refresh: async () => sharing?.refresh(),
    async forget() {
      await writer.call('dropWaiting');
      await sharing?.refresh();
    },
    async *faults(read) {
      if (sharing !== null) yield* sharing.faults();
      yield* await writer.call('faults');
      for (let after: string | null = ''; after !== null;) {
        const page: Awaited<ReturnType<typeof unreadable>> = await unreadable(after);
        yield* page.keys.map((key) => `the result ${key} cannot be read`);
        read(page.read);
        ({ after } = page);
      }
    },
    async close() {
      if (sharing !== null && !isClosed) await shareAtClose(sharing);
      isClosed = true;
      await writer.close();
    },
  };
}
