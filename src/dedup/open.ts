import { contentDigest } from '../text/normalise.ts';
import { canonicalize } from '../url/canonical.ts';
import type { Verdict } from './dedup.ts';
import { type PresetName, presets, slotsOf } from './presets.ts';
import { signature } from './signature.ts';

/** A document as a program has it. */
export interface DedupDocument {
  readonly id: string;
  /** Two that are the same in canonical form are the same page. */
  readonly url: string;
  readonly text: string;
  /** BCP 47 tag. */
  readonly language?: string;
}

export interface OpenDedup {
  /** Whether it is to be kept, and what it comes again from if not. Once told, the verdict outlives the end of the process. */
  claim(document: DedupDocument): Promise<Verdict>;
  /** Keeps a document no longer; false when it was not kept. */
  forget(id: string): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens an index of documents, to see which come again.
 *
 * @param location a file; in memory when left out.
 * @throws an error that says what to do when the file cannot be opened, was made with another preset, or was written by a newer Garner.
 */
export async function openDedup(location = ':memory:', { preset = 'verified' }: { readonly preset?: PresetName } = {}): Promise<OpenDedup> {
  if (!Object.hasOwn(presets, preset)) throw new Error(`no preset is called ${preset}; there are ${Object.keys(presets).join(', ')}`);
  // The database comes with the first index, not with the library.
  const { openSqliteDedup } = await import('./sqlite.ts');
  const dedup = await openSqliteDedup(location, preset);
  const slots = slotsOf(presets[preset]);
  return {
    async claim({ id, url, text, language }) {
      const claim = { id, url: canonicalize(url) ?? url, digest: contentDigest(text), signature: signature(text, language, slots) };
      const [verdict] = await dedup.claim([claim]);
      if (verdict === undefined) throw new Error(`the claim of ${id} had no verdict`);
      return verdict;
    },
    forget: async (id) => (await dedup.forget([id])) === 1,
    close: () => dedup.close(),
  };
}
