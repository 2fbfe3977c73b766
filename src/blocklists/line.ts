import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { canonicalize } from '../url/canonical.ts';

/** What a line of a block list blocks. */
export type Entry =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'prefix'; readonly address: string }
  | { readonly kind: 'glob'; readonly pattern: string };

const PLAIN_HOST = /^[a-z0-9][a-z0-9.-]*$/;
/** What files of hosts say of the machine itself. */
const OWN = /^(?:localhost(?:\.localdomain)?|local|broadcasthost|ip6-\S+|0\.0\.0\.0)$/;
const SCHEME = /^https?:\/\//i;

/** What stands in a line: no entry for a comment, several for a line of a hosts file; or what is wrong with it. */
export function readLine(line: string): readonly Entry[] | { readonly problem: string } {
  if (PLAIN_HOST.test(line)) return [{ kind: 'host', host: withoutDot(line) }];
  const text = line
    .replace(/^\uFEFF/, '')
    .replace(/(?:^|\s)[#!].*$/, '')
    .trim();
  if (text === '') return [];
  const words = text.split(/\s+/);
  if (words.length > 1) {
    const [address = '', ...hosts] = words;
    if (isIP(address) === 0) return { problem: 'expected one host, address or glob a line; a comment begins with #' };
    return oneByOne(hosts.filter((host) => !OWN.test(host)));
  }
  const entry = entryOf(text);
  return entry === null ? { problem: `this is no host, address or glob: ${text.slice(0, 80)}` } : [entry];
}

function oneByOne(hosts: readonly string[]): readonly Entry[] | { readonly problem: string } {
  const entries = hosts.map(hostOf);
  const wrong = entries.indexOf(null);
  if (wrong >= 0) return { problem: `this is no host: ${(hosts[wrong] ?? '').slice(0, 80)}` };
  return entries.flatMap((entry) => entry ?? []);
}

function entryOf(text: string): Entry | null {
  const below = text.replace(/^\*?\.(?=[^*]*$)/, '');
  if (!/[/*?:]/.test(below)) return hostOf(below);
  if (text.includes('*')) return { kind: 'glob', pattern: text.replace(SCHEME, '').replaceAll(/\*+/g, '**') };
  const address = canonicalize(SCHEME.test(text) ? text : `http://${text}`);
  if (address === null) return null;
  const written = addressOf(address);
  // The canonical form of a host has a slash behind it, which here would keep what is below the host from being blocked.
  return written.endsWith('/') && written.indexOf('/') === written.length - 1 && !written.includes(':')
    ? hostOf(written.slice(0, -1))
    : { kind: 'prefix', address: written };
}

function hostOf(text: string): Entry | null {
  const host = domainToASCII(withoutDot(text).toLowerCase());
  return host === '' ? null : { kind: 'host', host };
}

const withoutDot = (host: string): string => (host.endsWith('.') ? host.slice(0, -1) : host);

/** A canonical URL without its scheme: lists seldom know which it is. */
export const addressOf = (url: string): string => url.replace(SCHEME, '');
