import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Objects, ObjectsError, type ObjectStat } from '../../src/objects/objects.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const textOf = (body: Uint8Array | null): string | null => (body === null ? null : Buffer.from(body).toString());
const all = (stats: AsyncIterable<ObjectStat>): Promise<ObjectStat[]> => Array.fromAsync(stats);

/** What every engine of objects promises. `open` gives objects that are shared by all that are opened under one name. */
export function objectsContract(engine: string, open: (name: string) => Promise<Objects>): void {
  describe(`objects: ${engine}`, () => {
    let folder = '';
    let objects: Objects;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'garner-objects-'));
      objects = await open('contract');
    });
    afterAll(async () => {
      await objects.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('what is put is there whole, and what is not, is null', async () => {
      expect(await objects.put('a/one', bytes('first'))).toBe(true);
      expect(textOf(await objects.get('a/one'))).toBe('first');
      const before = await objects.stat('a/one');
      expect(before).toMatchObject({ key: 'a/one', bytes: 5 });
      expect(await objects.put('a/one', bytes('the second'))).toBe(true);
      expect(textOf(await objects.get('a/one'))).toBe('the second');
      expect((await objects.stat('a/one'))?.etag).not.toBe(before?.etag);
      expect([await objects.get('a/none'), await objects.stat('a/none')]).toEqual([null, null]);
      await objects.put('a/empty', new Uint8Array());
      expect([textOf(await objects.get('a/empty')), (await objects.stat('a/empty'))?.bytes]).toEqual(['', 0]);
    });

    test('a part of it, as far as there is one', async () => {
      await objects.put('range', bytes('0123456789'));
      const part = async (start: number, end: number): Promise<string | null> => textOf(await objects.get('range', { start, end }));
      expect([await part(0, 1), await part(3, 6), await part(8, 99), await part(10, 20), await part(4, 4)]).toEqual([
        '0',
        '345',
        '89',
        '',
        '',
      ]);
      expect(await objects.get('none', { start: 0, end: 5 })).toBeNull();
      expect(await objects.get('none', { start: 5, end: 5 })).toBeNull();
    });

    test('a condition that does not hold leaves everything as it is', async () => {
      expect(await objects.put('once', bytes('mine'), 'absent')).toBe(true);
      expect(await objects.put('once', bytes('yours'), 'absent')).toBe(false);
      const first = (await objects.stat('once'))?.etag ?? '';
      expect(await objects.put('once', bytes('changed'), { etag: first })).toBe(true);
      expect(await objects.put('once', bytes('late'), { etag: first })).toBe(false);
      expect(await objects.put('never', bytes('late'), { etag: first })).toBe(false);
      expect([textOf(await objects.get('once')), await objects.stat('never')]).toEqual(['changed', null]);
    });

    test('keys come in their order, and their listing goes on after any of them', async () => {
      const keys = ['list/a', 'list/a.b', 'list/a/b', 'list/b/000000000002', 'list/b/000000000010', 'other'];
      for (const key of keys.toReversed()) await objects.put(key, bytes(key));
      expect((await all(objects.list('list/'))).map(({ key }) => key)).toEqual([
        'list/a',
        'list/a.b',
        'list/a/b',
        'list/b/000000000002',
        'list/b/000000000010',
      ]);
      expect((await all(objects.list('list/b/', 'list/b/000000000002'))).map(({ key }) => key)).toEqual(['list/b/000000000010']);
      expect(await all(objects.list('list/b/0'))).toContainEqual(await objects.stat('list/b/000000000010'));
      expect(await all(objects.list('nothing/'))).toEqual([]);
    });

    test('a key may have any characters', async () => {
      const keys = ['a b', 'a+b', '100%', "it's (1)", 'é/ü', '日本', '<&">', 'q?x=1#f', 'e=mc2', ':@,;$*!~', 'sl\\ash'].map(
        (key) => `odd/${key}`,
      );
      for (const key of keys) await objects.put(key, bytes(key), 'absent');
      expect((await all(objects.list('odd/'))).map(({ key }) => key)).toEqual(keys.toSorted());
      for (const key of keys) expect([textOf(await objects.get(key)), (await objects.stat(key))?.key]).toEqual([key, key]);
      await objects.remove(keys);
      expect(await all(objects.list('odd/'))).toEqual([]);
    });

    test('what is removed is gone, and may have been gone before', async () => {
      await objects.put('gone', bytes('x'));
      await objects.remove(['gone', 'never-there']);
      await objects.remove(['gone']);
      await objects.remove([]);
      expect(await objects.get('gone')).toBeNull();
      expect(await objects.put('gone', bytes('again'), 'absent')).toBe(true);
    });

    test.each([0, 1, 100_000, 8 * 2 ** 20 + 1])('a file of %d bytes goes there and comes back', async (size) => {
      const [from, to] = [join(folder, `${size}.from`), join(folder, `${size}.to`)];
      await writeFile(from, randomBytes(size));
      await objects.putFile(`files/${size}`, from);
      expect((await objects.stat(`files/${size}`))?.bytes).toBe(size);
      expect(await objects.getFile(`files/${size}`, to)).toBe(true);
      expect((await readFile(to)).equals(await readFile(from))).toBe(true);
    });

    test('a file that is not there is neither brought nor begun, and one that is in the way is replaced', async () => {
      const to = join(folder, 'nothing');
      expect(await objects.getFile('files/none', to)).toBe(false);
      expect((await readdir(folder)).filter((name) => name.startsWith('nothing'))).toEqual([]);
      await writeFile(to, 'old');
      await objects.put('files/new', bytes('new'));
      expect(await objects.getFile('files/new', to)).toBe(true);
      expect(await readFile(to, 'utf8')).toBe('new');
    });

    test('all who open the same share it, and nobody else', async () => {
      const [same, other] = await Promise.all([open('contract'), open('elsewhere')]);
      await objects.put('shared', bytes('x'));
      expect([textOf(await same.get('shared')), await other.get('shared')]).toEqual(['x', null]);
      expect((await all(other.list(''))).length).toBe(0);
      await Promise.all([same.close(), other.close()]);
    });

    test('of many that claim a key at once, or change what is there, one is told that it has', async () => {
      const claims = await Promise.all(Array.from({ length: 8 }, (_, n) => objects.put('claim', bytes(`claim ${n}`), 'absent')));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(textOf(await objects.get('claim'))).toBe(`claim ${claims.indexOf(true)}`);
      const { etag = '' } = (await objects.stat('claim')) ?? {};
      const changes = await Promise.all(Array.from({ length: 8 }, (_, n) => objects.put('claim', bytes(`change ${n}`), { etag })));
      expect(changes.filter(Boolean)).toHaveLength(1);
      expect(textOf(await objects.get('claim'))).toBe(`change ${changes.indexOf(true)}`);
    });

    test('who has closed it is told', async () => {
      const closed = await open('contract');
      await closed.close();
      await expect(closed.get('shared')).rejects.toBeInstanceOf(ObjectsError);
    });
  });
}
