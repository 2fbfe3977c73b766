import { open, rename, type FileHandle } from 'node:fs/promises';

/** Makes creations, renames and removals in a folder outlive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes all of the buffers at `position`; a disk may take fewer bytes than it was given. */
export async function writeAll(file: FileHandle, buffers: readonly Uint8Array[], position: number): Promise<number> {
  const total = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
  let { bytesWritten } = await file.writev([...buffers], position);
  if (bytesWritten < total) {
    const whole = Buffer.concat(buffers);
    while (bytesWritten < total) {
      bytesWritten += (await file.write(whole, bytesWritten, total - bytesWritten, position + bytesWritten)).bytesWritten;
    }
  }
  return total;
}

/** The file is there whole or not at all. The folder still has to be synced. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.tmp`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
