import { existsSync, readdirSync, readlinkSync } from 'node:fs';

const DESCRIPTORS = '/proc/self/fd';

/** Files in a folder that this process has open; none where the system does not tell. */
export function openFiles(folder: string): readonly string[] {
  if (!existsSync(DESCRIPTORS)) return [];
  return readdirSync(DESCRIPTORS)
    .map(nameOf)
    .filter((name) => name.startsWith(`${folder}/`));
}

function nameOf(descriptor: string): string {
  try {
    return readlinkSync(`${DESCRIPTORS}/${descriptor}`);
  } catch {
    // The one that the folder itself was read by.
    return '';
  }
}
