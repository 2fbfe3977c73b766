import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { failpoint } from '../disk/failpoint.ts';
import { faultOf } from './fault.ts';

/** Gives the room of removed rows back to the disk. Nobody may have the file open. Needs room for a copy of what is left. */
export function compact(file: string): void {
  if (!existsSync(file)) return;
  const db = new DatabaseSync(file);
  try {
    failpoint('write', file);
    db.exec('VACUUM');
  } catch (error) {
    throw faultOf(error, file);
  } finally {
    db.close();
  }
}
