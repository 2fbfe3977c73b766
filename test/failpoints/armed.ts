import { appendFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import type { Change } from '../../src/disk/failpoint.ts';

/** What to do at one site, at its n-th hit; or to write down every site that is passed. */
export interface Orders {
  /** Where the sites that are passed are written, a line each. */
  readonly log?: string;
  readonly site?: string;
  readonly hit?: number;
  readonly action?: 'kill' | 'ENOSPC' | 'EIO';
  /** What paths begin with; a site has the rest of them. */
  readonly root: string;
}

const orders = JSON.parse(process.env['GARNER_FAILPOINT'] ?? '{"root":""}') as Orders;
const hits = new Map<string, number>();
let isFailing = false;

/** The same place in the code has the same name in every run: names of files lose what differs, and folders above the root all of it. */
const siteOf = (change: Change, path: string): string =>
  `${change} ${(path !== orders.root && orders.root.startsWith(path) ? '..' : path)
    .replace(orders.root, '')
    .replaceAll(/[0-9a-f]{64}/g, 'H')
    .replaceAll(/\d+/g, 'N')
    .replace(/^\//, '')}`;

/** SQLite's own codes for a full and for a broken disk (sqlite.org/rescode.html). */
const SQLITE = { ENOSPC: 13, EIO: 10 } as const;
const TEXT = { ENOSPC: 'no space left on device', EIO: 'i/o error' } as const;

function failure(action: 'ENOSPC' | 'EIO', change: Change, path: string): Error {
  const isDatabase = ['begin', 'commit', 'committed', 'migrate', 'checkpoint'].includes(change);
  const error = new Error(isDatabase ? `disk I/O error (${action})` : `${action}: ${TEXT[action]}, ${change} '${path}'`);
  return Object.assign(error, isDatabase ? { code: 'ERR_SQLITE_ERROR', errcode: SQLITE[action] } : { code: action, path });
}

export function failpoint(change: Change, path: string): void {
  const site = siteOf(change, path);
  if (orders.log !== undefined) appendFileSync(orders.log, `${threadId === 0 ? 'main' : 'thread'}\t${site}\n`);
  const { action } = orders;
  if (action === undefined || (site !== orders.site && !isFailing)) return;
  const hit = (hits.get(site) ?? 0) + 1;
  hits.set(site, hit);
  if (site === orders.site && hit < (orders.hit ?? 1)) return;
  if (action === 'kill') {
    process.kill(process.pid, 'SIGKILL');
    return;
  }
  // A disk that is full or broken stays so; only what is removed or cut off makes room.
  if (change === 'remove' || change === 'truncate') return;
  isFailing = true;
  throw failure(action, change, path);
}
