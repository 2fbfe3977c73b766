/** Names on pages are few and come again and again; beyond so many they are somebody's joke. */
const MAX_NAMES = 5000;

/** A tag or attribute name. */
export interface Name {
  /** In lower case, always the same string for the same name: its hash is computed once, and comparing it is quick. */
  readonly text: string;
  /** Whether the name is always this very object. */
  readonly isKnown: boolean;
  /** The tag that has it as an attribute, if it is the last one that has. */
  tag: number;
}

const known = new Map<string, Name>();

/** The name that is written so. */
export function nameOf(written: string): Name {
  const found = known.get(written);
  if (found !== undefined) return found;
  // A slice would keep the whole page alive.
  const text = Buffer.from(written.toLowerCase()).toString();
  const same = known.get(text);
  const isFull = known.size >= MAX_NAMES || text.length >= 64;
  const name = same ?? { text, isKnown: !isFull, tag: 0 };
  if (!isFull) known.set(Buffer.from(written).toString(), name).set(text, name);
  return name;
}
