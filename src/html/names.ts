/** Names on pages are few and come again and again; beyond so many they are somebody's joke. */
const MAX_NAMES = 5000;

const known = new Map<string, string>();

/** A tag or attribute name in lower case, always the same string for the same name: its hash is computed once, and comparing it is quick. */
export function nameOf(written: string): string {
  const found = known.get(written);
  if (found !== undefined) return found;
  // A slice would keep the whole page alive.
  const name = Buffer.from(written.toLowerCase()).toString();
  if (known.size < MAX_NAMES && name.length < 64) known.set(Buffer.from(written).toString(), name);
  return name;
}
