import type { Objects } from '../../src/objects/objects.ts';

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
    heeded: () => alive(() => objects.heeded()),
    getFile: (...given) => alive(() => objects.getFile(...given)),
    list: (...given) => objects.list(...given),
    put: (...given) => change(() => objects.put(...given)),
    putFile: (...given) => change(() => objects.putFile(...given)),
    remove: (...given) => change(() => objects.remove(...given)),
    close: () => objects.close(),
  };
}
