import { lookup } from 'node:dns/promises';
import { Recent } from '../recent.ts';
import type { Instant } from '../records.ts';
import { codeOf, type Fault, final, passing } from './fault.ts';

/** All IP addresses of a name, in the order in which to try them. Rejects as `dns.lookup` does. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (host) => (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address);

/** Long enough for the pages of one visit, short enough for a host that moves. `dns.lookup` does not tell how long an answer holds. */
const HELD_MS = 60_000;
const HELD_NAMES = 10_000;

/** Asks once for a name that many want at the same time, and keeps good answers for a minute. */
export function cachedResolve(resolve: Resolve, clock: () => Instant): Resolve {
  const held = new Recent<string, { readonly until: Instant; readonly answer: Promise<readonly string[]> }>(HELD_NAMES);
  return (host) => {
    const known = held.get(host);
    if (known !== undefined && known.until > clock()) return known.answer;
    const answer = resolve(host);
    answer.catch(() => held.delete(host));
    held.set(host, { until: clock() + HELD_MS, answer });
    return answer;
  };
}

/** What a failed look-up means. */
export function dnsFault(error: unknown, host: string): Fault {
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'ENODATA' || code === 'EAI_NODATA')
    return final('dns-not-found', `no address is known for ${host} (${code})`);
  if (code === 'ETIMEOUT' || code === 'ETIMEDOUT') return passing('dns-timeout', `looking up ${host} took too long (${code})`);
  const detail = code === '' && error instanceof Error ? error.message : code;
  return passing('dns-failure', `looking up ${host} failed (${detail})`);
}
