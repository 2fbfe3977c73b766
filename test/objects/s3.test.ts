import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ObjectsSettings } from '../../src/config/objects.ts';
import { projectSchema } from '../../src/config/project.ts';
import { ObjectsError } from '../../src/objects/objects.ts';
import { openObjects } from '../../src/objects/open.ts';
import { S3Objects } from '../../src/objects/s3.ts';
import { bucketOf } from '../../src/objects/s3/store.ts';
import { objectsContract } from '../contracts/objects.ts';
import { startObjectStore, type TestObjectStore } from './store.ts';

let store: TestObjectStore;
beforeAll(async () => (store = await startObjectStore({ mostKeys: 3 })));
afterAll(() => store.close());

async function open(of: TestObjectStore, prefix: string, more: object = {}): Promise<S3Objects> {
  const { objects } = projectSchema.parse({ objects: { ...of.settings(prefix), ...more } });
  return (await openObjects(objects)) as S3Objects;
}

test('a bucket, and what keys in it begin with', () => {
  expect(bucketOf('s3://garner')).toEqual({ bucket: 'garner', prefix: '' });
  expect(bucketOf('s3://garner/')).toEqual({ bucket: 'garner', prefix: '' });
  expect(bucketOf('s3://garner/a/b/')).toEqual({ bucket: 'garner', prefix: 'a/b/' });
});

objectsContract('S3', (name) => open(store, name));

describe('a store that', () => {
  test('is away is waited for', async () => {
    const objects = await open(store, 'away');
    await objects.put('a', Buffer.from('a'));
    await store.stop();
    const waiting = Promise.all([objects.put('b', Buffer.from('b'), 'absent'), objects.get('a'), objects.stat('c')]);
    await sleep(400);
    await store.restart();
    expect(await waiting).toEqual([true, Buffer.from('a'), null].map((each) => (Buffer.isBuffer(each) ? new Uint8Array(each) : each)));
    await objects.close();
  });

  test('is behind a proxy that does not reach it is waited for', async () => {
    const objects = await open(store, 'behind');
    for (const act of [
      () => objects.put('a', Buffer.from('a'), 'absent'),
      () => objects.stat('a'),
      () => Array.fromAsync(objects.list('')),
    ]) {
      store.answerAsProxy(503, 2);
      expect(await act()).toBeTruthy();
    }
    store.answerAsProxy(404, 1);
    await expect(objects.get('a')).rejects.toThrow(
      /failed at a: it answers with status 404, but not as an object store does\. .*objects\.endpoint/,
    );
    await objects.close();
  });

  test('stays away is given up in the end, with what to do', async () => {
    const objects = await open(store, 'lost', { patience: '300ms' });
    await store.stop();
    const [failure] = await Promise.allSettled([objects.put('archive/x', Buffer.from('b'))]);
    await store.restart();
    expect(failure).toMatchObject({
      status: 'rejected',
      reason: {
        message: expect.stringMatching(
          /^s3:\/\/garner-test\/lost \(http:.*\) failed at archive\/x: .*objects\.patience\).*same command again/,
        ) as string,
      },
    });
    await objects.close();
  });

  test('is looked for no longer than it may be away', async () => {
    const { objects: settings } = projectSchema.parse({ objects: { ...store.settings('lost'), patience: '300ms' } });
    const objects = new S3Objects(settings as ObjectsSettings);
    await store.stop();
    const [failure] = await Promise.allSettled([objects.look()]);
    await store.restart();
    expect(String((failure as PromiseRejectedResult).reason)).toContain('It was away for 0.3 s (objects.patience).');
    await objects.close();
  });

  test('knows no such bucket or keys says so at once', async () => {
    const settings = store.settings();
    const wrong = (more: object): Promise<string> => open(store, 'x', more).then(String, (error: unknown) => String(error));
    expect(await wrong({ url: 's3://no-such-bucket' })).toContain('NoSuchBucket');
    expect(await wrong({ ...settings, secretAccessKey: 'wrong' })).toMatch(/SignatureDoesNotMatch.*secretAccessKey/);
    expect(await wrong({ ...settings, accessKeyId: 'wrong' })).toMatch(/InvalidAccessKeyId.*accessKeyId/);
  });

  test('has done what it could not tell is believed', async () => {
    const objects = await open(store, 'told');
    expect(await objects.heeded()).toEqual({ absent: true, etag: true });
    store.loseAnswerTo('PUT');
    expect(await objects.put('once', Buffer.from('mine'), 'absent')).toBe(true);
    store.loseAnswerTo('PUT');
    expect(await objects.put('once', Buffer.from('again'), 'absent')).toBe(false);
    await objects.close();
  });

  test.each([
    ['no conditions', 'none', { absent: false, etag: false }],
    ['no etags', 'absent', { absent: true, etag: false }],
    ['etags without their quotes', 'bare', { absent: true, etag: true }],
  ] as const)('keeps to %s is found out, and a condition holds all the same', async (_, conditions, heeded) => {
    const wanting = await startObjectStore({ conditions });
    const objects = await open(wanting, 'wanting');
    expect(await objects.heeded()).toEqual(heeded);
    expect(await objects.put('once', Buffer.from('mine'), 'absent')).toBe(true);
    expect(await objects.put('once', Buffer.from('yours'), 'absent')).toBe(false);
    const { etag = '' } = (await objects.stat('once')) ?? {};
    expect(await objects.put('once', Buffer.from('changed'), { etag })).toBe(true);
    expect(await objects.put('once', Buffer.from('late'), { etag })).toBe(false);
    expect(wanting.keys()).toEqual(['wanting/once']);
    await objects.close();
    await wanting.close();
  });
});

describe('a file in parts', () => {
  const PART = 100_000;
  let folder = '';
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'garner-upload-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const openInParts = (prefix: string, patience: string): S3Objects => {
    const { objects } = projectSchema.parse({ objects: { ...store.settings(prefix), patience } });
    return new S3Objects(objects as ObjectsSettings, PART);
  };
  const partsSince = (first: number): number => store.requests.slice(first).filter((line) => /^PUT .*partNumber/.test(line)).length;

  /** Begins an upload, and gives up when some of its parts are there. */
  async function cutShort(key: string, path: string): Promise<void> {
    const hurried = openInParts('upload', '100ms');
    store.stopAt(/^PUT .*partNumber/, 8);
    await expect(hurried.putFile(key, path)).rejects.toBeInstanceOf(ObjectsError);
    await store.restart();
    expect(await hurried.stat(key)).toBeNull();
    await hurried.close();
  }

  test.each([
    ['as it was', (body: Buffer) => body, 15],
    ['changed since', (body: Buffer) => body.map((byte) => byte ^ 1), 20],
  ])('whose upload was cut short goes on where it was: %s', async (name, change, most) => {
    const path = join(folder, name);
    const body = randomBytes(19 * PART + 1000);
    await writeFile(path, body);
    await cutShort(name, path);
    await writeFile(path, change(body));
    const objects = openInParts('upload', '10s');
    const second = store.requests.length;
    await objects.putFile(name, path);
    expect(partsSince(second)).toBeGreaterThan(0);
    expect(partsSince(second)).toBeLessThanOrEqual(most);
    expect(Buffer.from((await objects.get(name)) ?? []).equals(await readFile(path))).toBe(true);
    const back = join(folder, `${name}, back`);
    expect(await objects.getFile(name, back)).toBe(true);
    expect((await readFile(back)).equals(await readFile(path))).toBe(true);
    await objects.close();
  });
});
