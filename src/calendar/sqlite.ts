import { openReader, openWriter } from '../sqlite/writer.ts';
import type { Calendar } from './calendar.ts';
import { store } from './sqlite/store.ts';

/**
 * The embedded calendar: one SQLite file, or `:memory:`, for all processes of one machine.
 *
 * @throws StorageError when the file cannot be opened, or was written by a newer Garner.
 */
export async function openSqliteCalendar(file: string, { readOnly = false } = {}): Promise<Calendar> {
  const writer = await (readOnly ? openReader : openWriter)(file, store);
  const copied = <T>(row: T): T => (typeof row === 'object' && row !== null ? { ...row } : row);
  return {
    enter: (schedule, rule, now) => writer.call('enter', schedule, rule, now),
    claim: (slot, by, now) => writer.call('claim', slot, by, now),
    renew: (claim, leaseMs, now) => writer.call('renew', claim, leaseMs, now),
    settle: (claim, end, now) => writer.call('settle', claim, end, now),
    release: (claim, now) => writer.call('renew', claim, 0, now),
    skip: (slot, because, now) => writer.call('skip', slot, because, now),
    latest: async (schedule) => copied(await writer.call('latest', schedule)),
    open: async (schedule) => copied(await writer.call('open', schedule)),
    list: async ({ schedule, most }) => (await writer.call('list', schedule ?? null, most)).map(copied),
    close: () => writer.close(),
  };
}
