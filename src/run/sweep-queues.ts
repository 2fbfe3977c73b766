import type { Config } from '../config/config.ts';
import { dropCrawls } from '../frontier/sqlite.ts';
import { type Engines, frontierFile } from './engines.ts';

/** Forgets the queues of all runs that are over: whoever ended one may have died before it could. */
export async function sweepQueues({ storage }: Pick<Config, 'storage'>, { ledger }: Pick<Engines, 'ledger'>): Promise<void> {
  const over = (await ledger.runs()).filter(({ state }) => state === 'finished');
  await dropCrawls(
    frontierFile(storage),
    over.map(({ run }) => run),
  );
}
