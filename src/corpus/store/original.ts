import { dirname, join } from 'node:path';
import { makeFolder, remove } from '../../disk/disk.ts';
import { sharedAt } from '../../objects/shared-folder.ts';

/** A shard as it is for all machines. */
interface Original extends AsyncDisposable {
  /** For people. */
  readonly where: string;
  /** Where it can be read; there is no such file when the shard is missing. */
  readonly file: string;
  /** Whether the folder's own file, if there is one, is a copy of it. */
  readonly isShared: boolean;
}

/** Of a folder that is shared, what the store has, brought here while it is looked at; else what the folder has. */
export async function openOriginal(folder: string, path: string): Promise<Original> {
  const own = join(folder, path);
  const shared = sharedAt(folder);
  if (shared === null) return { where: own, file: own, isShared: false, [Symbol.asyncDispose]: async () => undefined };
  const key = shared.keyOf(own);
  const file = join(folder, '.verify', path);
  await makeFolder(dirname(file));
  await shared.objects.getFile(key, file);
  return {
    where: `${shared.objects.place}/${key}`,
    file,
    isShared: true,
    [Symbol.asyncDispose]: () => remove(join(folder, '.verify')),
  };
}
