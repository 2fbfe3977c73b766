import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../../sqlite/storage-error.ts';
import type { Store } from '../../sqlite/store.ts';
import type { Claim, Verdict } from '../dedup.ts';
import { type PresetName, presets } from '../presets.ts';
import { Claims } from './claims.ts';
import { schema } from './schema.ts';

function operations(db: DatabaseSync) {
  const preset = db.prepare(`SELECT value FROM state WHERE name = 'preset'`);
  const setPreset = db.prepare(`INSERT INTO state VALUES ('preset', ?)`);
  const made = (): PresetName | undefined => preset.get()?.['value'] as PresetName | undefined;
  let claims: Claims | undefined;
  const opened = (): Claims => (claims ??= new Claims(db, presets[made() ?? 'verified']));
  return {
    open(name: PresetName): void {
      const known = made();
      if (known === undefined) setPreset.run(name);
      else if (known !== name)
        throw new StorageError(
          `This deduplication index was made with the preset ${known}, and cannot be read with ${name}. Open it with ${known}, or begin another file.`,
        );
    },
    claim: (wanted: readonly Claim[]): readonly Verdict[] => wanted.map((claim) => opened().claim(claim)),
    forget: (ids: readonly string[]): number => ids.filter((id) => opened().forget(id)).length,
  };
}

type DedupOperations = ReturnType<typeof operations>;

/** A power cut may undo the last claims, never tear one: what was claimed then is claimed again. */
export const store: Store<DedupOperations> = { module: import.meta.url, schema, durable: [], operations };
