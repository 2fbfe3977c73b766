import { existsSync } from 'node:fs';

/**
 * The folder of outside test data (real pages, robots and rights cases) that `GARNER_DATA` names, or null. Tests over it are extra:
 * the project proves itself without them.
 */
export function dataFolder(): string | null {
  const folder = process.env['GARNER_DATA'];
  return folder !== undefined && existsSync(folder) ? folder : null;
}
