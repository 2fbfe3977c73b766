import { DatabaseSync } from 'node:sqlite';
import type { Claim, Verdict } from './dedup.ts';
import { type PresetName, presets } from './presets.ts';
import { Claims } from './sqlite/claims.ts';
import { take } from '../sqlite/migrate.ts';
import { schema } from './sqlite/schema.ts';

/** An index that a build goes through and throws away: claims are answered at once, and nothing outlives the process. */
export interface ScratchDedup {
  claim(claim: Claim): Verdict;
  close(): void;
}

/** In a new file, which is the caller's to remove. */
export function openScratchDedup(file: string, preset: PresetName): ScratchDedup {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536');
  for (const step of schema.migrations) take(db, step);
  db.exec('BEGIN');
  const claims = new Claims(db, presets[preset]);
  return {
    claim: (claim) => claims.claim(claim),
    close: () => db.close(),
  };
}
