/** Languages whose names of months are read. */
const LOCALES =
  `en de fr es it pt nl sv da nb fi et lv lt pl cs sk sl hr hu ro bg uk ru el tr az fa ar he hi bn th vi id ms sw ca eu gl`.split(/\s+/);

let names: ReadonlyMap<string, number> | null = null;

const folded = (name: string): string => name.toLowerCase().normalize('NFKC').replaceAll('.', '').trim();

function collect(): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const locale of LOCALES) {
    for (const options of [{ month: 'long', day: 'numeric' }, { month: 'short', day: 'numeric' }, { month: 'long' }] as const) {
      const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory`, { ...options, timeZone: 'UTC' });
      for (let month = 0; month < 12; month += 1) {
        const part = format.formatToParts(Date.UTC(2021, month, 15)).find(({ type }) => type === 'month')?.value ?? '';
        const name = folded(part);
        if (/^\p{L}[\p{L}\p{M}]+$/u.test(name) && !found.has(name)) found.set(name, month + 1);
      }
    }
  }
  found.set('sept', 9);
  return found;
}

/** The month, 1 to 12, that a word names in any of many languages; null for any other word. */
export function monthOf(word: string): number | null {
  names ??= collect();
  return names.get(folded(word)) ?? null;
}
