import type { Dirent, Stats } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Drop } from '../records.ts';

/** What stands in a folder. `path` is below it, with `/`. */
export type Met =
  /** `file` is where to read it. */
  | { readonly kind: 'file'; readonly path: string; readonly file: string }
  /** Not looked into, and why. */
  | { readonly kind: 'refused'; readonly path: string; readonly drop: Drop }
  /** The system would not show it. A folder's path ends with `/`. */
  | { readonly kind: 'failed'; readonly path: string; readonly because: string }
  /** Begins with a dot, as `.git` does: not counted among documents. */
  | { readonly kind: 'hidden'; readonly path: string };

export const refused = (path: string, rule: string, because: string): Met => ({
  kind: 'refused',
  path,
  drop: { stage: 'scope', rule, because },
});

/** What the system says when it does not give a file, in words. */
export function unreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read';
  if (code === 'ENOENT') return 'it is not there';
  return code ?? message;
}

/**
 * All files in a folder and below, in no promised order, one folder's names in memory at a time. Links are followed to files within the
 * folder and nowhere else: not to folders, whose files would come twice, and not out of it.
 */
export async function* walk(folder: string): AsyncGenerator<Met> {
  const root = await realpath(folder);
  const waiting = [''];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    try {
      for await (const entry of await opendir(join(root, below))) {
        const met = await look(root, below + entry.name, entry);
        if (met === null) waiting.push(`${below}${entry.name}/`);
        else yield met;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      yield { kind: 'failed', path: below, because: unreadable(error) };
    }
  }
}

/** What stands at a path below the root; null for a folder to go into. */
export async function look(root: string, path: string, entry: Dirent | Stats): Promise<Met | null> {
  if (/(?:^|\/)\./.test(path)) return { kind: 'hidden', path };
  // What is not UTF-8 comes with this in its place, and cannot be opened by it.
  if (path.includes('\uFFFD')) return { kind: 'failed', path, because: 'its name is not UTF-8' };
  if (entry.isSymbolicLink()) return followed(root, path);
  if (entry.isDirectory()) return null;
  return entry.isFile()
    ? { kind: 'file', path, file: join(root, path) }
    : refused(path, 'not-a-file', 'it is a device, a socket or a pipe');
}

async function followed(root: string, path: string): Promise<Met> {
  try {
    const file = await realpath(join(root, path));
    if (!file.startsWith(root.endsWith(sep) ? root : root + sep)) return refused(path, 'link-outside', 'it links out of the folder');
    const what = await stat(file);
    if (what.isDirectory()) return refused(path, 'link-to-folder', 'it links to a folder, whose files are taken where they are');
    return what.isFile() ? { kind: 'file', path, file } : refused(path, 'not-a-file', 'it links to a device, a socket or a pipe');
  } catch (error) {
    return { kind: 'failed', path, because: `it is a link, and what it links to cannot be read: ${unreadable(error)}` };
  }
}
