import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import type { PageUrl, RecordId } from '../../src/records.ts';
import { refinePage } from '../../src/refine/page.ts';
import type { RefineResult } from '../../src/refine/refine.ts';
import { openStaging, stagingKey } from '../../src/refine/staging.ts';
import { StorageError } from '../../src/sqlite/storage-error.ts';
import { article, inputOf } from './inputs.ts';

const folder = mkdtempSync(join(tmpdir(), 'garner-staging-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dropped: RefineResult = {
  links: ['https://example.org/b' as PageUrl],
  feeds: [],
  step: { kept: false, drop: { stage: 'extract', rule: 'no-text', because: 'no visible text' } },
};

test('what was put is there, after closing too', async () => {
  const file = join(folder, 'kept.db');
  const kept = await refinePage(inputOf(article()));
  const first = await openStaging(file);
  await first.put('a', kept);
  await first.put('b', dropped);
  expect(await first.get('a')).toEqual(kept);
  await first.close();
  const second = await openStaging(file);
  expect(await second.get('a')).toEqual(kept);
  expect(await second.get('b')).toEqual(dropped);
  expect(await second.get('c')).toBeNull();
  await second.put('a', dropped);
  expect(await second.get('a')).toEqual(dropped);
  await second.close();
});

test('a damaged value is a missing one', async () => {
  const file = join(folder, 'damaged.db');
  const staging = await openStaging(file);
  await staging.put('a', dropped);
  await staging.put('b', dropped);
  await staging.close();
  const db = new DatabaseSync(file);
  const { value } = db.prepare("SELECT value FROM result WHERE key = 'a'").get() as { value: Uint8Array };
  value[value.length - 6]! ^= 1;
  db.prepare("UPDATE result SET value = ? WHERE key = 'a'").run(value);
  db.close();
  const again = await openStaging(file);
  expect(await again.get('a')).toBeNull();
  expect(await again.get('b')).toEqual(dropped);
  await again.close();
});

test('a clearance that rights/ would not have made is not taken back', async () => {
  const staging = await openStaging(':memory:');
  const kept = await refinePage(inputOf(article()));
  if (!kept.step.kept) throw new Error(kept.step.drop.because);
  const { record } = kept.step;
  const rights = { ...record.rights, uses: { ...record.rights.uses, train: 'deny' as const } };
  await staging.put('a', { ...kept, step: { kept: true, record: { ...record, rights } } });
  expect(await staging.get('a')).toBeNull();
  await staging.close();
});

test('a database of another kind is not written to', async () => {
  const file = join(folder, 'other.db');
  const db = new DatabaseSync(file);
  db.exec('CREATE TABLE x (y)');
  db.close();
  await expect(openStaging(file)).rejects.toThrow(StorageError);
});

test('the key changes with all that a result depends on, and with nothing else', () => {
  const input = inputOf(article());
  const key = stagingKey(input);
  const { capture, crawler, policy } = input;
  expect(stagingKey(inputOf('another body'))).toBe(key);
  const others = [
    { ...input, capture: { ...capture, recordId: 'urn:uuid:1' as RecordId } },
    { ...input, robots: 'sha256:11' },
    { ...input, crawler: { ...crawler, select: { remove: ['.ad'] } } },
    { ...input, crawler: { ...crawler, select: { content: '.ad', remove: [] } } },
    { ...input, crawler: { ...crawler, query: { order: 'sort' as const, drop: [] } } },
    { ...input, crawler: { ...crawler, write: { ...crawler.write, captions: false } } },
    { ...input, crawler: { ...crawler, write: { ...crawler.write, alt: 'none' as const } } },
    { ...input, crawler: { ...crawler, write: { ...crawler.write, readings: true } } },
    { ...input, crawler: { ...crawler, secondOpinion: 0.5 } },
    { ...input, crawler: { ...crawler, language: 'de' } },
    { ...input, crawler: { ...crawler, licence: { id: 'CC0-1.0', evidence: 'https://example.org/l' } } },
    { ...input, policy: { ...policy, rights: 'strict' as const } },
    { ...input, policy: { ...policy, agent: 'OtherBot' } },
  ].map(stagingKey);
  expect(new Set([key, ...others]).size).toBe(others.length + 1);
});
