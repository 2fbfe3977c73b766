import { basename, join } from 'node:path';
import type { CaptureRef } from '../../corpus/capture-ref.ts';
import { writeCard } from '../../corpus/card/write.ts';
import { type Lines, readFurniture } from '../../corpus/furniture.ts';
import {
  corpusFolders,
  dropGenerations,
  generationsIn,
  publish,
  recover,
  replaceGeneration,
  scratchFolder,
} from '../../corpus/generations.ts';
import { type Manifest, shardsOf } from '../../corpus/manifest.ts';
import { type Judged, type Removal, removeFrom, type RemovalInput } from '../../corpus/removal/removal.ts';
import type { SeenCopy } from '../../corpus/removal/survey.ts';
import { hostOf } from '../../corpus/rows.ts';
import type { Config } from '../../config/config.ts';
import { makeFolder, remove } from '../../disk/disk.ts';
import type { Blocklist } from '../../forgotten/blocklist.ts';
import type { Receipt } from '../../forgotten/receipt.ts';
import type { PageUrl, Refined, RunId, Step } from '../../records.ts';
import type { Engines } from '../engines.ts';
import { type CorpusCuration, openCuration, rulesOf } from '../curation.ts';
import { judged } from '../judged.ts';
import { writeCorpusReport } from '../reports.ts';

export type Published = Receipt['corpora'][number];

interface Parts {
  readonly config: Config;
  /** With what is forgotten as it stands now. */
  readonly engines: Engines;
  readonly receipt: Pick<Receipt, 'id'>;
  /** Hears of each generation before it is published. */
  readonly publishing: (published: Published) => Promise<void>;
}

/** Publishes a new generation of every corpus that has something of what is forgotten; what has the same text may take its place. */
export async function forgetInCorpora(parts: Parts): Promise<void> {
  const { config, engines } = parts;
  for (const folder of await corpusFolders(config.storage)) {
    const latest = await begin(folder);
    if (latest === null) continue;
    const goes = (url: PageUrl) => engines.forgotten.of(url);
    const removal = await forgetIn(parts, folder, latest, goes);
    if (removal !== null) {
      const createdAt = new Date(engines.clock()).toISOString();
      const manifest = withReceipt({ ...removal.manifest, generation: latest.generation + 1, createdAt }, parts);
      await parts.publishing(publishedOf(folder, latest, manifest, removal));
      let files = 0;
      await publish(folder, manifest, latest, () => join(scratchFolder(folder), `publish-${(files += 1)}.tmp`));
    }
    // Also when nothing goes: an earlier process may have died after it published.
    const newest = (await generationsIn(folder)).at(-1);
    if (newest?.receipts?.includes(parts.receipt.id) === true) await tellOf(folder, newest);
    await remove(scratchFolder(folder));
  }
}

/** Writes the generations before the newest anew, in their places, without what is to be erased; nothing takes its place. */
export async function eraseInCorpora(parts: Parts, erased: Blocklist): Promise<void> {
  for (const folder of await corpusFolders(parts.config.storage)) {
    await begin(folder);
    for (const earlier of (await generationsIn(folder)).slice(0, -1)) {
      const removal = await removeFrom(inputOf(parts, folder, earlier, (url) => erased.of(url)));
      if (removal !== null) {
        const manifest = withReceipt(removal.manifest, parts);
        await parts.publishing(publishedOf(folder, earlier, manifest, removal));
        await replaceGeneration(folder, manifest);
      }
      if (removal !== null || earlier.receipts?.includes(parts.receipt.id) === true)
        await writeCorpusReport(folder, removal === null ? earlier : withReceipt(removal.manifest, parts));
    }
    // The shards that no generation names any longer.
    await dropGenerations(folder, []);
    const newest = await recover(folder);
    // Its report compares it with one that may be another now.
    if (newest?.receipts?.includes(parts.receipt.id) === true) await tellOf(folder, newest);
    await remove(scratchFolder(folder));
  }
}

/** Clears away what a process left that died; returns the newest generation. */
async function begin(folder: string): Promise<Manifest | null> {
  const latest = await recover(folder);
  await makeFolder(scratchFolder(folder));
  return latest;
}

const withReceipt = (manifest: Manifest, { receipt }: Parts): Manifest => ({
  ...manifest,
  receipts: [...new Set([...(manifest.receipts ?? []), receipt.id])],
});

const inputOf = ({ engines }: Parts, folder: string, manifest: Manifest, goes: RemovalInput['goes']): RemovalInput => ({
  folder,
  manifest,
  goes,
  async crawlerOf({ url, record }) {
    for (const { crawler, outcome } of await engines.ledger.byUrl(url))
      if (outcome.kind === 'page' && outcome.capture.recordId === record) return crawler;
    return 'unknown';
  },
});

/** What takes a place is cleaned, judged and counted as the build had it. */
async function forgetIn(parts: Parts, folder: string, manifest: Manifest, goes: RemovalInput['goes']): Promise<Removal | null> {
  const { config, engines } = parts;
  // Benchmarks and examples are read when there is something to judge, which there hardly ever is.
  let opened: Promise<readonly [CorpusCuration, (host: string) => Lines]> | undefined;
  const open = () => Promise.all([openCuration(config, engines, manifest.corpus), readFurniture(folder, manifest)]);
  const judge = async (copy: SeenCopy): Promise<Judged | null> => {
    const judgement = await judgedNow(parts, copy, manifest.corpus);
    if (judgement === null) return null;
    const { ref, step: refined } = judgement;
    if (!refined.kept) return { ref, step: refined, tokens: null };
    const [{ input }, linesOf] = await (opened ??= open());
    const step = await input.curate(refined.record, linesOf(hostOf(copy.url)));
    return { ref, step, tokens: step.kept ? await input.countTokens(step.record.text) : null };
  };
  const { duplicates: preset } = rulesOf(config, manifest.corpus);
  try {
    return await removeFrom({ ...inputOf(parts, folder, manifest, goes), judge, ...(preset !== 'exact' && { preset }) });
  } finally {
    await (await opened)?.[0].close();
  }
}

/** The capture as it stands, and what refining it gives today; null when it does not stand any longer, or nobody knows how to read it. */
async function judgedNow(
  { config, engines }: Parts,
  { url, crawler, record, run }: SeenCopy,
  corpus: string,
): Promise<{ readonly ref: CaptureRef; readonly step: Step<Refined> } | null> {
  if (!config.crawlers.has(crawler) && !config.imports.has(crawler)) return null;
  const page = await engines.ledger.validators({ url, crawler, role: 'page' });
  if (page === null || page.capture.recordId !== record) return null;
  const ref = { ...page, run: run as RunId, crawler };
  return { ref, step: await judged(config, engines, ref, rulesOf(config, corpus)) };
}

function publishedOf(folder: string, before: Manifest, after: Manifest, { documents, promoted }: Removal): Published {
  const pathsOf = (manifest: Manifest): readonly string[] => shardsOf(manifest).map(({ path }) => path);
  const [old, now] = [new Set(pathsOf(before)), new Set(pathsOf(after))];
  return {
    name: basename(folder),
    from: before.generation,
    generation: after.generation,
    documents: documents.length,
    promoted,
    removed: [...old].filter((path) => !now.has(path)),
    written: [...now].filter((path) => !old.has(path)),
  };
}

async function tellOf(folder: string, manifest: Manifest): Promise<void> {
  await makeFolder(scratchFolder(folder));
  let files = 0;
  await writeCard(folder, manifest, () => join(scratchFolder(folder), `card-${(files += 1)}.tmp`));
  await writeCorpusReport(folder, manifest);
}
