import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { look, type Met, refused, unreadable, walk } from './walk.ts';

/** Somebody named a place where there is nothing to import. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';
}

/** What stands at places: a folder with all that is in it, a file by itself. Throws `PlaceError` when there is nothing of that name. */
export async function* documentsAt(places: readonly string[]): AsyncGenerator<Met> {
  for (const place of places) {
    const what = await stat(place).catch((error: unknown) => {
      throw new PlaceError(`${place}: ${unreadable(error)}`);
    });
    if (what.isDirectory()) yield* walk(place);
    else if (what.isFile()) yield { kind: 'file', path: basename(place), file: resolve(place) };
    else yield refused(basename(place), 'not-a-file', 'it is a device, a socket or a pipe');
  }
}

/** The files of a folder that a list of paths below it names. Throws `PlaceError` when a path leads out of it. */
export async function* documentsNamed(folder: string, paths: AsyncIterable<string>): AsyncGenerator<Met> {
  const root = await realpath(folder).catch((error: unknown) => {
    throw new PlaceError(`${folder}: ${unreadable(error)}`);
  });
  for await (const line of paths) {
    if (line.trim() === '') continue;
    const below = relative(root, resolve(root, line));
    if (below === '' || below.split(sep)[0] === '..' || isAbsolute(below)) {
      throw new PlaceError(`the list names ${line}, which is not in ${folder}: paths in it are below that folder`);
    }
    yield await at(root, below.split(sep).join('/'));
  }
}

async function at(root: string, path: string): Promise<Met> {
  try {
    return (await look(root, path, await lstat(join(root, path)))) ?? refused(path, 'not-a-file', 'it is a folder');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return { kind: 'failed', path, because: unreadable(error) };
  }
}
