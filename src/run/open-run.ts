import type { Config } from '../config/config.ts';
import type { RunRecord } from '../ledger/ledger.ts';
import type { RunId } from '../records.ts';
import type { Engines } from './engines.ts';
import { runIdOf } from './run-id.ts';

/** The run that an earlier process of the same crawlers did not finish, or a new one. */
export async function openRun(
  config: Config,
  { ledger, clock }: Pick<Engines, 'ledger' | 'clock'>,
  crawlers: readonly string[],
  fresh: boolean,
): Promise<{ record: RunRecord; resumed: boolean; abandoned: readonly RunId[] }> {
  const open = (await ledger.runs()).filter((each) => each.state === 'running' && each.crawlers.join(' ') === crawlers.join(' '));
  const [earlier] = open;
  if (earlier !== undefined && !fresh) return { record: earlier, resumed: true, abandoned: [] };
  for (const each of open) await ledger.endRun(each.run, clock());
  const now = clock();
  const record: RunRecord = {
    run: runIdOf(now, config.digest, crawlers),
    crawlers,
    configDigest: config.digest,
    startedAt: now,
    endedAt: null,
    state: 'running',
  };
  await ledger.startRun(record);
  return { record, resumed: false, abandoned: open.map((each) => each.run) };
}
