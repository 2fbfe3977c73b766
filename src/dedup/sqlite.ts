import { openWriter } from '../sqlite/writer.ts';
import type { Dedup } from './dedup.ts';
import type { PresetName } from './presets.ts';
import { store } from './sqlite/store.ts';

/**
 * The embedded index: one SQLite file, or `:memory:`. Claims that are made together are committed together.
 *
 * @throws StorageError when the file cannot be opened, was made with another preset, or was written by a newer Garner.
 */
export async function openSqliteDedup(file: string, preset: PresetName): Promise<Dedup> {
  const writer = await openWriter(file, store);
  try {
    await writer.call('open', preset);
  } catch (error) {
    await writer.close();
    throw error;
  }
  return {
    claim: (claims) => writer.call('claim', claims),
    forget: (ids) => writer.call('forget', ids),
    close: () => writer.close(),
  };
}
