import type { AsyncBuffer } from 'hyparquet';
import type { Shared } from '../../objects/shared-folder.ts';

/** An object that is read by ranges; null when there is none. */
export async function rangesOf({ objects }: Pick<Shared, 'objects'>, key: string): Promise<AsyncBuffer | null> {
  const stat = await objects.stat(key);
  if (stat === null) return null;
  return {
    byteLength: stat.bytes,
    async slice(start, end = stat.bytes) {
      const bytes = await objects.get(key, { start, end });
      if (bytes === null) throw new Error('it was removed while it was read');
      return bytes.slice().buffer;
    },
  };
}
