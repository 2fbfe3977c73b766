import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListMultipartUploadsCommand, ListPartsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ObjectsSettings } from '../../src/config/objects.ts';
import { projectSchema } from '../../src/config/project.ts';
import { openObjects } from '../../src/objects/open.ts';
import { S3Objects } from '../../src/objects/s3.ts';
import { objectsContract } from '../contracts/objects.ts';
import { cephIsThere, startCeph, type TestCeph } from './ceph.ts';

/** The least that S3 takes for a part that is not the last (AmazonS3 user guide, "Multipart upload limits"). */
const PART = 5 * 2 ** 20;
const WAIT = { timeout: 20_000, interval: 5 };

describe.runIf(cephIsThere())('over a store that others wrote', () => {
  let ceph: TestCeph;
  let folder = '';
  beforeAll(async () => {
    [ceph, folder] = await Promise.all([startCeph(), mkdtemp(join(tmpdir(), 'garner-parts-'))]);
  }, 60_000);
  afterAll(() => Promise.all([ceph.close(), rm(folder, { recursive: true, force: true })]));

  const settings = (prefix: string, more: object = {}): ObjectsSettings =>
    projectSchema.parse({ objects: { ...ceph.settings(prefix), ...more } }).objects as ObjectsSettings;
  const open = async (prefix: string, more: object = {}): Promise<S3Objects> => (await openObjects(settings(prefix, more))) as S3Objects;

  objectsContract('Ceph', (name) => open(name));

  test('it keeps to all conditions', async () => {
    const objects = await open('conditions');
    expect(await objects.heeded()).toEqual({ absent: true, etag: true });
    expect(await Array.fromAsync(objects.list(''))).toEqual([]);
    await objects.close();
  });

  test('what it refuses is told with what to do', async () => {
    const wrong = (more: object): Promise<string> => open('x', more).then(String, (error: unknown) => String(error));
    expect(await wrong({ url: 's3://no-such-bucket' })).toMatch(/^\w+: s3:\/\/no-such-bucket \(http:\S+\) failed: NoSuchBucket\. Make/);
    expect(await wrong({ secretAccessKey: 'wrong' })).toMatch(/SignatureDoesNotMatch\..*secretAccessKey/);
    expect(await wrong({ accessKeyId: 'wrong' })).toMatch(/InvalidAccessKeyId\..*accessKeyId/);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    expect(await wrong({}).finally(() => vi.useRealTimers())).toMatch(/RequestTimeTooSkewed\. Set the clock/);
  });

  test('of what is put while it dies, all is there that it was asked for, once', async () => {
    const objects = await open('dying');
    await objects.heeded();
    const keys = Array.from({ length: 60 }, (_, n) => String(n));
    const puts = Promise.all(keys.map((key) => objects.put(key, Buffer.from(key), 'absent')));
    await vi.waitFor(async () => expect((await ceph.requests()).some((line) => /\/dying\/\d/.test(line))).toBe(true), WAIT);
    await ceph.restart();
    expect((await puts).every(Boolean)).toBe(true);
    expect((await Promise.all(keys.map((key) => objects.put(key, Buffer.from('other'), 'absent')))).some(Boolean)).toBe(false);
    await objects.close();
  });

  test('a file in parts goes on where it was when it died', async () => {
    const path = join(folder, 'file');
    const body = randomBytes(12 * PART + 1000);
    await writeFile(path, body);
    const hurried = new S3Objects(settings('parts', { patience: '100ms' }), PART);
    const [failure] = await Promise.allSettled([hurried.putFile('file', path), firstPart().then(() => ceph.stop())]);
    expect([failure.status, String((failure as PromiseRejectedResult).reason)]).toEqual([
      'rejected',
      expect.stringContaining('objects.patience'),
    ]);
    await ceph.restart();
    expect(await hurried.stat('file')).toBeNull();
    await hurried.close();

    const objects = new S3Objects(settings('parts'), PART);
    const before = (await ceph.requests()).length;
    await objects.putFile('file', path);
    const since = async (): Promise<readonly string[]> => (await ceph.requests()).slice(before);
    await vi.waitFor(async () => expect(await since()).toContainEqual(expect.stringMatching(/^"POST .*uploadId=.* 200$/)), WAIT);
    expect((await since()).filter((line) => /^"PUT .*partNumber=/.test(line)).length).toBeLessThanOrEqual(12);
    expect(Buffer.from((await objects.get('file')) ?? []).equals(body)).toBe(true);
    await objects.close();
  });

  /** Resolves when an upload has a part that was acknowledged. */
  async function firstPart(): Promise<void> {
    const { client, bucket: Bucket } = ceph;
    await vi.waitFor(async () => {
      const [upload] = (await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? [];
      const { Parts = [] } = await client.send(new ListPartsCommand({ Bucket, Key: upload?.Key, UploadId: upload?.UploadId }));
      expect(Parts).not.toHaveLength(0);
    }, WAIT);
  }
});
