import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freshTexts, noteCopies, writeCopy } from '../objects/copies.ts';
import { listingOf, sharedAt } from '../objects/shared-folder.ts';
import { StorageError } from '../sqlite/storage-error.ts';
import { folderIn, isReceipt, receiptIn } from './receipt.ts';

/** A receipt, or the list of its documents. */
const isOurs = (name: string): boolean => isReceipt(name) || name.endsWith('.documents.jsonl');
/** Lists come before receipts: one without its receipt is a leftover. */
const inOrder = (names: Iterable<string>): readonly string[] => [...names].sort((a, b) => Number(isReceipt(a)) - Number(isReceipt(b)));

/**
 * Brings the receipts that other machines have written, and puts up those that only this one has. Returns whether there is a new one that erases, so that
 * what this machine has for itself may have to go.
 *
 * @throws StorageError when a receipt is damaged, or from a newer Garner
 */
export async function joinReceipts(storage: string): Promise<boolean> {
  const shared = sharedAt(storage);
  if (shared === null) return false;
  const folder = folderIn(storage);
  const there = new Map([...(await listingOf(shared, folder))].filter(([name]) => isOurs(name)));
  const here = existsSync(folder) ? readdirSync(folder).filter(isOurs) : [];
  const fresh = await freshTexts(shared, folder, there);
  let erases = false;
  for (const name of inOrder(fresh.keys())) {
    const text = fresh.get(name) ?? '';
    erases ||= isReceipt(name) && !here.includes(name) && receiptIn(text, `${shared.objects.place}/forgotten/${name}`).erase;
    await writeCopy(folder, name, text);
  }
  for (const name of inOrder(here.filter((each) => !there.has(each))))
    await shared.objects.put(shared.keyOf(join(folder, name)), await readFile(join(folder, name)), 'absent');
  await noteCopies(shared, folder, there);
  return erases;
}

/** @throws StorageError when another machine has written a receipt since this one looked: what it names may be in what was made here. */
export async function demandNothingNew(storage: string): Promise<void> {
  const shared = sharedAt(storage);
  if (shared === null) return;
  const folder = folderIn(storage);
  for (const name of (await listingOf(shared, folder)).keys())
    if (isReceipt(name) && !existsSync(join(folder, name)))
      throw new StorageError(
        `Something was asked to be forgotten meanwhile (receipt ${name}). Give the same command again: it heeds that.`,
      );
}
