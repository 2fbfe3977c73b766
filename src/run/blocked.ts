import { resolve } from 'node:path';
import { openUrlBlocklist } from '../blocklists/blocklists.ts';
import type { Config } from '../config/config.ts';
import type { Drop, PageUrl } from '../records.ts';

/** Why a page is not wanted: a line of one of the project's block lists. */
export type Blocked = (url: PageUrl) => Drop | null;

/** @throws ConfigError for a list that cannot be read, or has lines that say nothing. */
export async function openBlocked({ root, blocklists }: Pick<Config, 'root' | 'blocklists'>): Promise<Blocked> {
  if (blocklists.length === 0) return () => null;
  const list = await openUrlBlocklist(blocklists.map((file) => resolve(root, file)));
  return (url) => {
    const line = list.blocks(url);
    return line === null ? null : { stage: 'scope', rule: 'blocked', because: line };
  };
}
