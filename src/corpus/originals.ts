import type { ScratchDedup } from '../dedup/scratch.ts';
import { openScratchDedup } from '../dedup/scratch.ts';
import { presets, slotsOf } from '../dedup/presets.ts';
import { signature } from '../dedup/signature.ts';
import type { Digest, Refined } from '../records.ts';
import type { Original } from './roll.ts';

/** Which texts count as repeats, and among which. */
export interface DuplicateRules {
  /** `exact`: equal texts alone. */
  readonly preset: 'exact' | 'verified' | 'fineweb' | 'strict';
  /** A text may repeat one of any dump, or of its own alone. */
  readonly scope: 'corpus' | 'dump';
}

/** The texts that no earlier one has. */
export interface Originals {
  /** Dumps come one after another, places in order. What this text repeats; null when it is new. */
  claim(place: number, dump: string, text: { readonly content: Digest; readonly signature: Uint8Array }): Original | null;
  close(): void;
}

/** `file` names a new file with each call, which is the caller's to remove. */
export function openOriginals(file: () => string, { preset, scope }: DuplicateRules): Originals {
  let index: { readonly dump: string; readonly dedup: ScratchDedup } | null = null;
  const indexOf = (dump: string): ScratchDedup => {
    if (index === null || (scope === 'dump' && index.dump !== dump)) {
      index?.dedup.close();
      index = { dump, dedup: openScratchDedup(file(), preset === 'exact' ? 'verified' : preset) };
    }
    return index.dedup;
  };
  return {
    claim(place, dump, text) {
      // Every place is another page here: what was fetched again has left the roll before.
      const name = String(place);
      const verdict = indexOf(dump).claim({ id: name, url: name, digest: text.content, signature: text.signature });
      if (verdict.kind === 'near') return { place: Number(verdict.of), alike: verdict.estimate };
      return verdict.kind === 'exact' ? { place: Number(verdict.of), alike: 'same' } : null;
    },
    close: () => index?.dedup.close(),
  };
}

const nothing = new Uint8Array();

/** A text's signature as long as the preset needs it; without one, nothing is near. */
export function signed(
  { text, language, signature: short }: Pick<Refined, 'text' | 'language' | 'signature'>,
  preset: DuplicateRules['preset'],
): Uint8Array {
  if (preset === 'exact') return nothing;
  return preset === 'strict' ? signature(text, language, slotsOf(presets.strict)) : Buffer.from(short, 'base64');
}
