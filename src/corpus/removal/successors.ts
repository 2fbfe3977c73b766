import { type PresetName, presets, slotsOf } from '../../dedup/presets.ts';
import { openScratchDedup, type ScratchDedup } from '../../dedup/scratch.ts';
import { signature } from '../../dedup/signature.ts';
import type { Digest, Refined } from '../../records.ts';
import type { Curated } from '../curate.ts';
import { type CopyOf, named, nearlyLike, sameText } from '../copy.ts';
import type { Manifest } from '../manifest.ts';
import { documentId, dumpOf } from '../order.ts';
import { documentRow, rejectedRow } from '../rows.ts';
import { readShard } from '../shards/read.ts';
import type { Change } from './change.ts';
import type { Judged } from './removal.ts';
import type { SeenCopy, SeenDocument, Surveyed } from './survey.ts';

/** Hexadecimal digits of a document's id. */
const ID_LENGTH = 64;

interface Parts {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly change: Change;
  readonly preset: PresetName;
  readonly judge: (copy: SeenCopy) => Promise<Judged | null>;
}

/**
 * What becomes of the copies of documents that go, one after another in the order of a build. Each is judged by its own rights and claimed anew against
 * the documents that stay: what is a copy of none of them becomes a document, and what follows may be a copy of that. Returns how many do.
 */
export async function succeed(parts: Parts, { documents, copies }: Surveyed): Promise<number> {
  const gone = new Map(documents.map((document) => [document.id, document]));
  const waiting = copies.filter(({ of, goes }) => !goes && gone.has(of));
  if (waiting.length === 0) return 0;
  const kept = openScratchDedup(':memory:', parts.preset);
  try {
    // A text of a document that stays is no exact copy of one that goes.
    if (waiting.some(({ rule }) => rule === 'near')) await claimKept(kept, parts, gone);
    const succession = new Succession(parts, kept, gone);
    for (const copy of waiting) await succession.follow(copy);
    return succession.end();
  } finally {
    kept.close();
  }
}

const KEPT = ['id', 'url', 'text', 'language', 'content_sha256'];

async function claimKept(kept: ScratchDedup, { folder, manifest, preset }: Parts, gone: ReadonlyMap<string, unknown>): Promise<void> {
  for (const { path } of manifest.shards)
    for await (const { id, url, text, language, content_sha256: content } of readShard(folder, path, KEPT)) {
      if (gone.has(String(id))) continue;
      const own = signed(String(text), typeof language === 'string' ? language : null, preset);
      kept.claim({ id: named(String(id), String(url)), url: String(url), digest: `sha256:${String(content)}` as Digest, signature: own });
    }
}

const signed = (text: string, language: string | null, preset: PresetName): Uint8Array =>
  signature(text, language ?? undefined, slotsOf(presets[preset]));

class Succession {
  readonly #parts: Parts;
  readonly #kept: ScratchDedup;
  readonly #gone: ReadonlyMap<string, SeenDocument>;
  /** By document that goes: the copy that has its text and becomes a document. Others of that text need no judging. */
  readonly #heirs = new Map<string, string>();
  readonly #unread: SeenCopy[] = [];
  #promoted = 0;

  constructor(parts: Parts, kept: ScratchDedup, gone: ReadonlyMap<string, SeenDocument>) {
    this.#parts = parts;
    this.#kept = kept;
    this.#gone = gone;
  }

  async follow(copy: SeenCopy): Promise<void> {
    const judged = copy.rule === 'exact' && this.#heirs.has(copy.of) ? null : await this.#parts.judge(copy);
    if (judged === null) this.#unread.push(copy);
    else if (!judged.step.kept) this.#parts.change.replace(copy, `dedup/${copy.rule}`, rejectedRow(judged.ref, judged.step.drop));
    // Read by another extractor since, an exact copy is another text.
    else if (copy.rule === 'exact' && !this.#isTextOf(copy, judged.step.record)) this.#unread.push(copy);
    else this.#claim(copy, judged, judged.step.record);
  }

  /** How many became documents. */
  end(): number {
    for (const copy of this.#unread) {
      const heir = this.#heirs.get(copy.of);
      if (copy.rule === 'exact' && heir !== undefined) this.#point(copy, 'exact', heir, sameText(heir));
    }
    return this.#promoted;
  }

  #isTextOf({ of }: SeenCopy, { contentDigest }: Refined): boolean {
    return contentDigest === `sha256:${this.#gone.get(of)?.content ?? ''}`;
  }

  #claim(copy: SeenCopy, { ref: { run, crawler }, tokens }: Judged, record: Curated): void {
    const { url, contentDigest: digest, text, language } = record;
    const id = documentId(url, digest);
    const name = named(id, url);
    const verdict = this.#kept.claim({ id: name, url, digest, signature: signed(text, language, this.#parts.preset) });
    if (verdict.kind === 'exact') this.#point(copy, 'exact', verdict.of, sameText(verdict.of));
    else if (verdict.kind === 'near') this.#point(copy, 'near', verdict.of, nearlyLike(verdict.estimate, verdict.of));
    else {
      const about = { id, cluster: id, dump: dumpOf(run), run, crawler, tokens, duplicates: 0 };
      this.#parts.change.promote(copy, id, { ...documentRow({ ...record, ...about }) });
      if (this.#isTextOf(copy, record)) this.#heirs.set(copy.of, name);
      this.#promoted += 1;
    }
  }

  #point(copy: SeenCopy, rule: CopyOf['rule'], document: string, because: string): void {
    this.#parts.change.point(copy, { rule, of: document.slice(0, ID_LENGTH) }, because);
  }
}
