/** FNV-1a over characters, in two lanes that begin differently for hosts and for addresses. */
const HIGH_PRIME = 0x01_00_01_93;
const LOW_PRIME = 0x5b_d1_e9_95;
const HOST = 0x81_1c_9d_c5;
const ADDRESS = 0x2f_0b_44_87;
const DOT = 0x2e;

/** What may follow a prefix, or end it: `/?&=`. */
const BOUNDARIES: ReadonlySet<number> = new Set([0x2f, 0x3f, 0x26, 0x3d]);

type Visit = (high: number, low: number) => boolean;

const stepHigh = (high: number, code: number): number => Math.imul(high ^ code, HIGH_PRIME);
const stepLow = (low: number, code: number): number => Math.imul(low ^ code, LOW_PRIME) ^ (low >>> 15);

/** Digests of the domains that a host is below, from the top down to the host itself, until `visit` says true. */
export function digestDomains(host: string, visit: Visit): boolean {
  let [high, low] = [HOST, ~HOST];
  for (let at = host.length - 1; at >= 0; at -= 1) {
    const code = host.charCodeAt(at);
    high = stepHigh(high, code);
    low = stepLow(low, code);
    if ((at === 0 || host.charCodeAt(at - 1) === DOT) && visit(high, low)) return true;
  }
  return false;
}

/** Digests of the beginnings of an address that end where a part of it does, the whole one last, until `visit` says true. */
export function digestPrefixes(address: string, visit: Visit): boolean {
  let [high, low] = [ADDRESS, ~ADDRESS];
  for (let at = 0; at < address.length; at += 1) {
    const code = address.charCodeAt(at);
    high = stepHigh(high, code);
    low = stepLow(low, code);
    const isEnd = at + 1 === address.length || BOUNDARIES.has(code) || BOUNDARIES.has(address.charCodeAt(at + 1));
    if (isEnd && visit(high, low)) return true;
  }
  return false;
}
