import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../../config/config.ts';
import { blocklistOf, openBlocklist } from '../../forgotten/blocklist.ts';
import {
  newReceipt,
  readReceipts,
  type Receipt,
  removeUnreceipted,
  type Wish,
  writeDocuments,
  writeReceipt,
} from '../../forgotten/receipt.ts';
import { sharedAt } from '../../objects/shared-folder.ts';
import type { Instant } from '../../records.ts';
import { type Engines, openEngines } from '../engines.ts';
import { aloneInFleet } from '../fleet/lock.ts';
import { lockStorage } from '../lock.ts';
import { openShared, type SharedStorage } from '../shared-storage.ts';
import { eraseInCorpora, forgetInCorpora, type Published } from './corpora.ts';
import { compactErased, eraseFromArchive, eraseResults } from './erase.ts';
import { find, type Found, reach } from './find.ts';

export interface ForgetRequest {
  readonly asked: readonly Wish[];
  readonly reason: string | null;
  /** From earlier generations, archive, refined results and ledger, too. */
  readonly erase: boolean;
}

export interface ForgetHooks {
  readonly progress?: (what: string) => void;
}

/** What a request would do. */
export interface Outlook extends Omit<Found, 'missing'> {
  /** Of the same request, if it was made before. */
  readonly earlier: Receipt | null;
  /** Requests that did not come to their end: they are done first. */
  readonly unfinished: readonly Receipt[];
}

/** Some of what was asked for is in no corpus. */
export class UnknownDocuments extends Error {
  override readonly name = 'UnknownDocuments';

  constructor(missing: readonly string[]) {
    const others = missing.length === 1 ? '' : `, and ${missing.length - 1} more are unknown`;
    super(`no corpus has a document ${missing[0]}${others}. Give ids as they stand in the column id. Nothing was changed.`);
  }
}

/** Looks what would go, and changes nothing. @throws UnknownDocuments */
export async function lookAhead(config: Config, engines: Engines, request: ForgetRequest, hooks: ForgetHooks = {}): Promise<Outlook> {
  const receipts = readReceipts(config.storage);
  const unfinished = receipts.filter(({ finishedAt }) => finishedAt === null);
  const earlier = receipts.find((receipt) => isSame(receipt, request)) ?? null;
  const options = { ...hooks, everywhere: request.erase };
  if (earlier === null) {
    const { missing, ...found } = await find(config, engines, request.asked, options);
    if (missing.length > 0) throw new UnknownDocuments(missing);
    return { ...found, earlier, unfinished };
  }
  // What was a document's id is its URL since.
  const { blocks } = earlier;
  return { blocks, ...(await reach(config, engines, blocks, options)), earlier, unfinished };
}

const isSame = ({ asked, erase, reason }: Receipt, request: ForgetRequest): boolean =>
  erase === request.erase && reason === request.reason && isDeepStrictEqual(asked, request.asked);

/**
 * Forgets what is asked for, and first whatever an earlier process did not bring to its end. The receipt comes first: from then on nothing of it
 * comes back. Then everything is removed, step by step, each of which finds nothing to do when it was done; so the same command goes on wherever
 * one was cut short. Returns the receipts, the newest last.
 *
 * @throws UnknownDocuments
 * @throws StorageError when another command works in the storage folder or its fleet, or it cannot be written.
 */
export async function forget(config: Config, request: ForgetRequest | null, hooks: ForgetHooks = {}): Promise<readonly Receipt[]> {
  // Both to the last receipt, which is written when engines are closed.
  const alone = await aloneInFleet(config, 'forget');
  let shared: SharedStorage | null = null;
  try {
    shared = await openShared(config);
    return await forgetAll(config, request, { ...hooks, demand: async () => alone?.demand() });
  } finally {
    await shared?.close();
    await alone?.release();
  }
}

/** `demand` is awaited before something is removed. */
type Hooks = ForgetHooks & { readonly demand: () => Promise<void> };

async function forgetAll(config: Config, request: ForgetRequest | null, hooks: Hooks): Promise<readonly Receipt[]> {
  const done: Receipt[] = [];
  const engines = await openEngines(config, 'forget');
  try {
    await removeUnreceipted(config.storage);
    for (const receipt of readReceipts(config.storage).filter(({ finishedAt }) => finishedAt === null))
      done.push(await carryOut(config, engines, receipt, hooks));
    if (request !== null && !done.some((receipt) => isSame(receipt, request))) {
      const begun = await begin(config, engines, request, hooks);
      done.push(begun.finishedAt === null ? await carryOut(config, engines, begun, hooks) : begun);
    }
  } finally {
    await engines.close();
  }
  const lock = lockStorage(config.storage, 'forget');
  try {
    hooks.progress?.('compacting databases');
    if (done.some(({ erase, finishedAt }) => erase && finishedAt === null)) await compactErased(config);
    const finished: Receipt[] = [];
    for (const receipt of done) finished.push(await finish(config, engines, receipt));
    return finished;
  } finally {
    lock.release();
  }
}

/** The receipt of a request; an earlier one when nothing has come since. */
async function begin(config: Config, engines: Engines, request: ForgetRequest, hooks: ForgetHooks): Promise<Receipt> {
  const { blocks, documents, captures, earlier } = await lookAhead(config, engines, request, hooks);
  const isDone = documents.length === 0 && (!request.erase || captures === 0);
  if (earlier !== null && isDone) return earlier;
  const at = new Date(afterAll(readReceipts(config.storage), engines.clock())).toISOString();
  const { asked, reason, erase } = request;
  const receipt = newReceipt({
    id: at.replaceAll(/[-:.]/g, ''),
    at,
    reason,
    erase,
    asked: [...asked],
    blocks: [...blocks],
    found: { documents: documents.length, captures },
  });
  await writeDocuments(config.storage, receipt.id, documents);
  await writeReceipt(config.storage, receipt);
  return receipt;
}

/** A receipt is named by its time, so each has another one. */
const afterAll = (receipts: readonly Receipt[], now: Instant): Instant => Math.max(now, ...receipts.map(({ at }) => Date.parse(at) + 1));

async function carryOut(config: Config, opened: Engines, begun: Receipt, { progress, demand }: Hooks): Promise<Receipt> {
  // With the receipts as they are by now.
  const engines = { ...opened, forgotten: openBlocklist(config.storage) };
  let receipt = begun;
  const note = async (more: Partial<Receipt>): Promise<void> => {
    await demand();
    receipt = { ...receipt, ...more };
    await writeReceipt(config.storage, receipt);
  };
  const publishing = (published: Published): Promise<void> => {
    const { name, from, generation } = published;
    const others = receipt.corpora.filter((each) => each.name !== name || each.from !== from || each.generation !== generation);
    return note({ corpora: [...others, published] });
  };
  progress?.('writing corpora');
  await forgetInCorpora({ config, engines, receipt, publishing });
  if (!receipt.erase) return receipt;
  const erased = blocklistOf([receipt]);
  await eraseInCorpora({ config, engines, receipt, publishing }, erased);
  progress?.('reading refined results');
  await demand();
  const results = await eraseResults(config, engines, erased);
  if (results > 0) await note({ results: receipt.results + results });
  await eraseFromArchive(engines, erased, {
    objects: sharedAt(config.storage)?.objects ?? null,
    progress,
    swept: (segment) => note({ segments: [...receipt.segments.filter(({ removed }) => removed !== segment.removed), segment] }),
  });
  return receipt;
}

async function finish({ storage }: Config, { clock }: Engines, receipt: Receipt): Promise<Receipt> {
  if (receipt.finishedAt !== null) return receipt;
  const finished = { ...receipt, finishedAt: new Date(clock()).toISOString() };
  await writeReceipt(storage, finished);
  return finished;
}
