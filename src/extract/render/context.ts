import type { Element } from 'domhandler';
import type { Write } from '../extract.ts';
import type { FormulaReader } from '../formula-text.ts';
import type { Notes } from './notes.ts';
import type { Selection } from './selection.ts';

/** What shaping a page needs to know everywhere. */
export interface Context {
  readonly selection: Selection;
  readonly notes: Notes;
  /** Reads formulas out of texts; null where the page draws none of them. */
  readonly formulasIn: FormulaReader | null;
  /** Makes an address absolute; null for one that leads nowhere on the web. */
  readonly absolute: (address: string) => string | null;
  readonly removed: ReadonlySet<Element>;
  readonly write: Write;
}

/** What is written unless a config says otherwise. */
export const asUsual: Write = { captions: true, alt: 'markdown', readings: false };

const schemes = /^(?:https?|mailto|tel):$/;

/** Addresses that parsing would leave as they are: no dots to resolve, no letters to escape, a host in lower case. */
const ABSOLUTE = /^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+\/[\w\-~!$&()*+,;=:@/%?.]*$/;
const ROOTED = /^\/(?!\/)[\w\-~!$&()*+,;=:@/%?.]*$/;

function plainly(address: string, origin: string): string | null {
  if (address.includes('/.')) return null;
  if (ABSOLUTE.test(address)) return /^https:\/\/[\d.]+\/|xn--/.test(address) ? null : address;
  return origin !== 'null' && ROOTED.test(address) ? origin + address : null;
}

/** Resolver of addresses against `base`; most pages name each more than once. */
export function resolver(base: string): (address: string) => string | null {
  const origin = URL.parse(base)?.origin ?? 'null';
  const known = new Map<string, string | null>();
  return (address) => {
    const found = known.get(address);
    if (found !== undefined) return found;
    const plain = plainly(address, origin);
    if (plain !== null) return plain;
    const url = URL.parse(address.toWellFormed(), base);
    const absolute = url !== null && schemes.test(url.protocol) ? url.href : null;
    known.set(address, absolute);
    return absolute;
  };
}
