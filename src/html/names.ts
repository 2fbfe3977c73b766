/** Names on pages are few and come again and again; beyond so many they are somebody's joke. */
const MAX_NAMES = 5000;

/** A tag or attribute name. */
export interface Name {
  /** In lower case, always the same string for the same name: its hash is computed once, and comparing it is quick. */
  readonly text: string;
  /** Whether the name is always this very object. */
  readonly isKnown: boolean;
  /** Its bit of `Has`; 0 for all others. */
  readonly bit: number;
  /** The tag that has it as an attribute, if it is the last one that has. */
  tag: number;
}

/** Attributes that many ask every element for, and few elements have: those of an element as bits, so that it need not be asked. */
export const Has = { class: 1, id: 2, href: 4, rel: 8, itemprop: 16, property: 32 } as const;

const bits: ReadonlyMap<string, number> = new Map(Object.entries(Has));

const known = new Map<string, Name>();

/** Names that were met last, by their hash: finding one there takes no string of its own. */
const SLOTS = 1 << 13;
const metAs: string[] = Array.from({ length: SLOTS }, () => '');
const met: Name[] = Array.from({ length: SLOTS }, () => ({ text: '', isKnown: false, bit: 0, tag: 0 }));

/** The hash of a name that has one letter more. */
export const hashWith = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01_00_01_93);

function isAt(source: string, start: number, written: string): boolean {
  for (let i = 0; i < written.length; i += 1) if (source.charCodeAt(start + i) !== written.charCodeAt(i)) return false;
  return true;
}

/** The name that is written between these places; `hash` is that of its letters, from 0. */
export function nameAt(source: string, start: number, end: number, hash: number): Name {
  const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
  const written = metAs[slot] ?? '';
  const last = met[slot];
  if (last !== undefined && written.length === end - start && isAt(source, start, written)) return last;
  const name = nameOf(source.slice(start, end));
  if (name.isKnown) {
    metAs[slot] = Buffer.from(source.slice(start, end)).toString();
    met[slot] = name;
  }
  return name;
}

/** The name that is written so. */
export function nameOf(written: string): Name {
  const found = known.get(written);
  if (found !== undefined) return found;
  // A slice would keep the whole page alive; as a key, it is the very string that objects have for theirs.
  const text = Object.keys({ [Buffer.from(written.toLowerCase()).toString()]: true })[0] ?? '';
  const same = known.get(text);
  const isFull = known.size >= MAX_NAMES || text.length >= 64;
  const name = same ?? { text, isKnown: !isFull, bit: bits.get(text) ?? 0, tag: 0 };
  if (!isFull) known.set(Buffer.from(written).toString(), name).set(text, name);
  return name;
}
