import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { makeFolder, NewFile, rename } from '../../src/disk/disk.ts';
import { failpoint } from '../../src/disk/failpoint.ts';
import { type Objects, ObjectsError } from '../../src/objects/objects.ts';
import { dirname } from 'node:path';

/** Objects in the memory of this process. */
export interface MemoryObjects extends Objects {
  readonly bodies: Map<string, Uint8Array>;
  /** Requests so far: `get archive/…`. */
  readonly requests: string[];
}

export function memoryObjects(bodies = new Map<string, Uint8Array>(), place = 'memory:'): MemoryObjects {
  const requests: string[] = [];
  let isClosed = false;
  const bodyOf = (key: string): Uint8Array | undefined => {
    if (isClosed) throw new ObjectsError('memory: is closed');
    return bodies.get(key);
  };
  const statOf = (key: string, body: Uint8Array) => ({ key, bytes: body.length, etag: createHash('md5').update(body).digest('hex') });
  const objects: MemoryObjects = {
    place,
    bodies,
    requests,
    async get(key, range) {
      requests.push(`get ${key}`);
      const body = bodyOf(key);
      return body === undefined ? null : body.slice(range?.start ?? 0, range?.end ?? body.length);
    },
    async stat(key) {
      requests.push(`stat ${key}`);
      const body = bodyOf(key);
      return body === undefined ? null : statOf(key, body);
    },
    async put(key, body, condition) {
      requests.push(`put ${key}`);
      failpoint('put-object', key);
      const there = bodyOf(key);
      if (condition === 'absent' && there !== undefined) return false;
      if (typeof condition === 'object' && (there === undefined || statOf(key, there).etag !== condition.etag)) return false;
      bodies.set(key, Uint8Array.from(body));
      return true;
    },
    heeded: () => Promise.resolve({ absent: true, etag: true }),
    async putFile(key, path) {
      await objects.put(key, await readFile(path));
    },
    async getFile(key, path) {
      requests.push(`get ${key}`);
      const body = bodyOf(key);
      if (body === undefined) return false;
      await makeFolder(dirname(path));
      const file = await NewFile.create(`${path}.${process.pid}.part`);
      await file.write(body);
      await file.seal();
      await rename(file.path, path);
      return true;
    },
    async *list(prefix, after = '') {
      requests.push(`list ${prefix}`);
      for (const key of [...bodies.keys()].sort()) {
        const body = bodyOf(key);
        if (body !== undefined && key.startsWith(prefix) && key > after) yield statOf(key, body);
      }
    },
    async remove(keys) {
      requests.push(`remove ${keys.join(' ')}`);
      failpoint('remove-object', keys[0] ?? '');
      for (const key of keys) bodies.delete(key);
    },
    async close() {
      isClosed = true;
    },
  };
  return objects;
}
