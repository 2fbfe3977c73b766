import type { Config } from '../config/config.ts';
import type { RunRecord } from '../ledger/ledger.ts';
import type { RunId } from '../records.ts';
import type { Engines } from './engines.ts';
import { runIdOf } from './run-id.ts';

/**
 * The run that an earlier process of the same crawlers did not finish, or a new one. One that is told its name ends the others, unless `mayEnd` rejects for
 * one of them.
 */
export async function openRun(
  config: Config,
  { ledger, clock }: Pick<Engines, 'ledger' | 'clock'>,
  crawlers: readonly string[],
  {
    fresh = false,
    run,
    mayEnd = async () => undefined,
  }: { readonly fresh?: boolean; readonly run?: RunId; readonly mayEnd?: (run: RunId) => Promise<void> },
): Promise<{ record: RunRecord; resumed: boolean }> {
  const runs = await ledger.runs();
  const told = runs.find((each) => each.run === run);
  if (told !== undefined) return { record: told, resumed: true };
  const open = runs.filter((each) => each.state === 'running' && each.crawlers.join(' ') === crawlers.join(' '));
  const [earlier] = open;
  if (earlier !== undefined && !fresh && run === undefined) return { record: earlier, resumed: true };
  for (const each of open) await mayEnd(each.run);
  for (const each of open) await ledger.endRun(each.run, clock());
  const now = clock();
  const record: RunRecord = {
    run: run ?? runIdOf(now, config.digest, crawlers),
    crawlers,
    configDigest: config.digest,
    startedAt: now,
    endedAt: null,
    state: 'running',
  };
  await ledger.startRun(record);
  return { record, resumed: false };
}
