import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The config files of one folder, and those that were meant to be such. */
export interface Listing {
  /** Names without `.yaml`, sorted. */
  readonly names: readonly string[];
  /** File names that would be overlooked: `.yml`, `.YAML`. */
  readonly misspelt: readonly string[];
  readonly problem: string | null;
}

/** Lists a folder's YAML files; a folder that does not exist has none. Hidden files belong to editors. */
export function listYaml(folder: string): Listing {
  try {
    const files = readdirSync(join(folder))
      .filter((file) => !file.startsWith('.') && /\.ya?ml$/i.test(file))
      .sort();
    const right = files.filter((file) => file.endsWith('.yaml'));
    return { names: right.map((file) => file.slice(0, -5)), misspelt: files.filter((file) => !file.endsWith('.yaml')), problem: null };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { names: [], misspelt: [], problem: code === 'ENOENT' ? null : `this folder cannot be listed: ${code ?? message}` };
  }
}
