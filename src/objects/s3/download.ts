import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { NewFile, remove, rename } from '../../disk/disk.ts';
import { answered } from './patience.ts';
import type { Store } from './store.ts';

/** Brings an object to a file that appears whole. False when there is none. */
export async function download(store: Store, key: string, path: string): Promise<boolean> {
  const draft = `${path}.${process.pid}.tmp`;
  for (;;) {
    const found = await head(store, key);
    if (found === null) return false;
    await remove(draft);
    const file = await NewFile.create(draft);
    try {
      const isWhole = await fill(file, store, key, found);
      if (isWhole) {
        await file.seal();
        await rename(draft, path);
        return true;
      }
      await file.close();
    } catch (error) {
      await file.close().catch(() => undefined);
      await remove(draft).catch(() => undefined);
      throw error;
    }
  }
}

/** False when another value has been put there meanwhile. */
async function fill(file: NewFile, store: Store, key: string, { bytes, etag }: { readonly bytes: number; readonly etag: string }) {
  const { client, bucket, prefix, partBytes, patience } = store;
  for (let start = 0; start < bytes; start += partBytes) {
    const end = Math.min(start + partBytes, bytes);
    const stretch = await patience.ask(key, async () => {
      try {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: prefix + key, Range: `bytes=${start}-${end - 1}`, IfMatch: etag }),
        );
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        if (answered(error, 404, 412, 416)) return null;
        throw error;
      }
    });
    if (stretch?.byteLength !== end - start) return false;
    await file.write(stretch);
  }
  return true;
}

function head({ client, bucket, prefix, patience }: Store, key: string): Promise<{ bytes: number; etag: string } | null> {
  return patience.ask(key, async () => {
    try {
      const { ContentLength = 0, ETag = '' } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: prefix + key }));
      return { bytes: ContentLength, etag: ETag };
    } catch (error) {
      if (answered(error, 404)) return null;
      throw error;
    }
  });
}
