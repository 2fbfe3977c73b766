import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { Objects, ObjectStat } from '../../../src/objects/objects.ts';

export interface MemoryObjects extends Objects {
  readonly bodies: Map<string, Uint8Array>;
  /** Requests so far: `get archive/…`. */
  readonly requests: string[];
}

/** Objects in the memory of this process. */
export function memoryObjects(): MemoryObjects {
  const bodies = new Map<string, Uint8Array>();
  const requests: string[] = [];
  const etagOf = (body: Uint8Array): string => createHash('md5').update(body).digest('hex');
  const statOf = (key: string): ObjectStat | null => {
    const body = bodies.get(key);
    return body === undefined ? null : { key, bytes: body.length, etag: etagOf(body) };
  };
  return {
    place: 's3://memory/project',
    bodies,
    requests,
    async get(key, { start, end } = { start: 0, end: Number.POSITIVE_INFINITY }) {
      requests.push(`get ${key}`);
      return bodies.get(key)?.slice(start, end) ?? null;
    },
    async stat(key) {
      requests.push(`stat ${key}`);
      return statOf(key);
    },
    async put(key, body, condition) {
      requests.push(`put ${key}`);
      const there = statOf(key);
      if (condition === 'absent' ? there !== null : condition !== undefined && there?.etag !== condition.etag) return false;
      bodies.set(key, Uint8Array.from(body));
      return true;
    },
    async putFile(key, path) {
      requests.push(`put ${key}`);
      bodies.set(key, new Uint8Array(await readFile(path)));
    },
    async getFile(key, path) {
      requests.push(`get ${key}`);
      const body = bodies.get(key);
      if (body !== undefined) await writeFile(path, body);
      return body !== undefined;
    },
    async *list(prefix, after = '') {
      requests.push(`list ${prefix}`);
      for (const key of [...bodies.keys()].toSorted()) {
        const stat = key.startsWith(prefix) && key > after ? statOf(key) : null;
        if (stat !== null) yield stat;
      }
    },
    async remove(keys) {
      requests.push(`remove ${keys.join(' ')}`);
      for (const key of keys) bodies.delete(key);
    },
    async close() {},
  };
}

/** What a process has of a store that dies at its n-th change there, before or after it is made: from then on nothing happens any more. */
export function dyingAt(objects: Objects, n: number, when: 'before' | 'after'): Objects & { readonly isDead: () => boolean } {
  let left = n;
  const alive = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    if (left <= 0) throw new Error('dead');
    return await act();
  };
  const change = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    if (left <= 0) throw new Error('dead');
    left -= 1;
    if (left > 0) return await act();
    if (when === 'after') await act();
    throw new Error('dead');
  };
  return {
    place: objects.place,
    isDead: () => left <= 0,
    get: (...given) => alive(() => objects.get(...given)),
    stat: (...given) => alive(() => objects.stat(...given)),
    getFile: (...given) => alive(() => objects.getFile(...given)),
    list: (...given) => objects.list(...given),
    put: (...given) => change(() => objects.put(...given)),
    putFile: (...given) => change(() => objects.putFile(...given)),
    remove: (...given) => change(() => objects.remove(...given)),
    close: () => objects.close(),
  };
}
