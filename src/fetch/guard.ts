import { isIP } from 'node:net';
import { compileNetworks, isGlobal } from './address.ts';
import { type Fault, FaultError, final } from './fault.ts';
import { dnsFault, type Resolve } from './resolve.ts';

/** `network` of `config/garner.yaml`. */
export interface NetworkRules {
  readonly ports: readonly number[];
  readonly allowPrivate: readonly string[];
  readonly connectTo: Readonly<Record<string, string>>;
  readonly perAddress: number;
  /** Of all requests, http(s). */
  readonly proxy?: string | undefined;
}

/** Where a request may be sent. */
export interface Target {
  /** For people, SNI and certificates: as in the URL, no brackets, no trailing dot. */
  readonly host: string;
  /** Vetted IP addresses: nothing else is dialled. */
  readonly addresses: readonly string[];
  readonly port: number;
  /** Whether any of them is on the public internet. */
  readonly public: boolean;
}

/** Decides where a URL's host may be dialled. Rejects with a FaultError: blocked-address, blocked-port, dns-*. */
export type Guard = (host: string, port: number) => Promise<Target>;

/** A host with hundreds of addresses is no reason to try them all. */
const ADDRESSES_TRIED = 4;

/** @throws Error that names the entry when the rules cannot be understood. */
export function createGuard(rules: NetworkRules, resolve: Resolve): Guard {
  const allowed = compileNetworks(rules.allowPrivate);
  const ports = new Set(rules.ports);
  const mapping = compileConnectTo(rules.connectTo);

  return async (urlHost, port) => {
    const host = urlHost.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    const mapped = mapping(host);
    if (mapped === null ? !ports.has(port) : !ports.has(port) && port !== mapped.port) {
      throw new FaultError(final('blocked-port', `port ${port} of ${host} is not among network.ports (${rules.ports.join(', ')})`));
    }
    // What connectTo names is allowed because the config names it, private or not.
    if (mapped !== null) return target(host, await addressesOf(mapped.host, resolve), mapped.port);
    const addresses = await addressesOf(host, resolve);
    for (const address of addresses) {
      if (!isGlobal(address) && !allowed(address)) throw new FaultError(blocked(host));
    }
    return target(host, addresses, port);
  };
}

/** The address itself is not told: the answer of an internal name server is nobody's business who reads a report. */
export const blocked = (host: string): Fault =>
  final(
    'blocked-address',
    `${host} is not on the public internet; to contact it all the same, name its network in network.allowPrivate of config/garner.yaml`,
  );

function target(host: string, addresses: readonly string[], port: number): Target {
  return { host, addresses: addresses.slice(0, ADDRESSES_TRIED), port, public: addresses.some(isGlobal) };
}

async function addressesOf(host: string, resolve: Resolve): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  const addresses = await resolve(host).catch((error: unknown) => {
    throw new FaultError(dnsFault(error, host));
  });
  const distinct = [...new Set(addresses)];
  if (distinct.length === 0) throw new FaultError(final('dns-not-found', `no address is known for ${host}`));
  if (distinct.some((address) => isIP(address) === 0)) throw new FaultError(blocked(host));
  return inTurns(distinct);
}

/** Keeps the order, but lets the families take turns (RFC 8305 §4): a broken IPv6 must not use up all tries. */
function inTurns(addresses: readonly string[]): readonly string[] {
  const first = isIP(addresses[0] ?? '');
  const same = addresses.filter((address) => isIP(address) === first);
  const other = addresses.filter((address) => isIP(address) !== first);
  if (other.length === 0) return addresses;
  const longest = Math.max(same.length, other.length);
  return Array.from({ length: longest }, (_, i) => [same[i], other[i]])
    .flat()
    .filter((address) => address !== undefined);
}

interface Mapped {
  readonly host: string;
  readonly port: number;
}

/** `name` or `*.suffix` → `address:port`; the exact name wins, then the longest suffix. */
function compileConnectTo(connectTo: Readonly<Record<string, string>>): (host: string) => Mapped | null {
  const exact = new Map<string, Mapped>();
  const suffixes: [suffix: string, Mapped][] = [];
  for (const [pattern, where] of Object.entries(connectTo)) {
    const colon = where.lastIndexOf(':');
    const port = Number(where.slice(colon + 1));
    const host = where.slice(0, colon).replace(/^\[|\]$/g, '');
    if (host === '' || !Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new Error(`network.connectTo: "${where}" for ${pattern} is not address:port; write 127.0.0.1:8080 or [::1]:8080`);
    }
    const name = pattern.toLowerCase();
    if (name.startsWith('*.')) suffixes.push([name.slice(1), { host, port }]);
    else exact.set(name, { host, port });
  }
  suffixes.sort(([a], [b]) => b.length - a.length);
  return (host) => exact.get(host) ?? suffixes.find(([suffix]) => host.endsWith(suffix))?.[1] ?? null;
}
