import { ahead } from '../../../corpus/ahead.ts';
import type { CaptureRef } from '../../../corpus/capture-ref.ts';
import { type Eye, findingOf, linesIn } from '../../../corpus/look.ts';
import { hostOf } from '../../../corpus/rows.ts';
import type { Config } from '../../../config/config.ts';
import { blocklistOf } from '../../../forgotten/blocklist.ts';
import { readReceipts } from '../../../forgotten/receipt.ts';
import { openCuration } from '../../curation.ts';
import type { Engines } from '../../engines.ts';
import { judged } from '../../judged.ts';
import { openPrepared } from './prepared.ts';
import { rulesDigest } from './rules.ts';
import { type FurnitureByHost, nameOf, readFurniture, type Slice, writeFindings, writeLines } from './slice.ts';

/** Builds that a worker has open at once; those before are opened anew. */
const MOST_OPEN = 4;

/** Looks at slices for builds, by the rules that each of these goes by. */
export class SliceDesk {
  readonly #config: Config;
  readonly #engines: Engines;
  /** Captures of a slice that are in work at once. */
  readonly #width: number;
  readonly #eyes = new Map<string, Promise<Eye>>();
  readonly #furniture = new Map<string, Promise<FurnitureByHost>>();

  constructor(config: Config, engines: Engines, width: number) {
    this.#config = config;
    this.#engines = engines;
    this.#width = width;
  }

  /** Prepares what a slice asks for, unless it is there. Its pages are staged. */
  async answer(slice: Slice): Promise<void> {
    const prepared = openPrepared(this.#config.storage, slice.corpus);
    const name = nameOf(slice);
    if ((await prepared.get(name)) !== null) return;
    const eye = await kept(this.#eyes, `${slice.corpus} ${slice.rules}`, () => this.#open(slice));
    const furniture = await this.#furnitureOf(slice);
    const answers = await answersTo(slice, eye, furniture, this.#width);
    // Who builds writes rows of what is staged.
    await this.#engines.staging.share();
    await prepared.put(name, answers);
  }

  async #furnitureOf({ corpus, furniture }: Slice): Promise<FurnitureByHost> {
    if (furniture === null) return new Map();
    return kept(this.#furniture, furniture, async () => {
      const bytes = await openPrepared(this.#config.storage, corpus).get(furniture);
      if (bytes === null) throw new Error(`the build of ${corpus} has ended, or its folder of prepared slices is not shared`);
      return readFurniture(bytes);
    });
  }

  async #open({ corpus, rules }: Slice): Promise<Eye> {
    const receipts = readReceipts(this.#config.storage);
    const curation = await openCuration(this.#config, this.#engines, corpus);
    if (rulesDigest(curation, receipts) !== rules) {
      await curation.close();
      throw new Error(`this worker knows other examples, benchmarks or receipts than the build of ${corpus} goes by`);
    }
    // The build itself leaves out what is barred.
    const engines = { ...this.#engines, forgotten: blocklistOf(receipts), blocked: () => null };
    const { curate, countTokens, duplicates, linesOf = null } = curation.input;
    return {
      refined: (ref) => judged(this.#config, engines, ref, { gone: 'keep' }),
      curate,
      linesOf,
      countTokens,
      duplicates: duplicates.preset,
    };
  }
}

/** What is prepared for a slice, by who looks at `width` of its captures at once. */
export function answersTo({ asked, captures }: Slice, eye: Eye, furniture: FurnitureByHost, width: number): Promise<Uint8Array> {
  const each = <Answer>(look: (ref: CaptureRef) => Promise<Answer>) => Array.fromAsync(ahead(captures, width, look));
  if (asked === 'lines') return each((ref) => linesIn(eye, ref)).then(writeLines);
  return each((ref) => findingOf(eye, ref, furniture.get(hostOf(ref.capture.url)) ?? new Set())).then(writeFindings);
}

/** Made once, and kept while it is among the newest; what could not be made is tried again. */
function kept<Value>(values: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  values.set(key, made);
  made.catch(() => values.delete(key));
  // Threads that count tokens end by themselves when nobody asks them.
  for (const oldest of [...values.keys()].slice(0, -MOST_OPEN)) values.delete(oldest);
  return made;
}
