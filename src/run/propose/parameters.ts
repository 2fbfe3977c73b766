/** A query parameter that was seen. */
export interface Parameter {
  readonly name: string;
  readonly addresses: number;
  readonly values: number;
}

const SHOWN = 10;
const LONGEST_NAME = 40;

/** What stands in the queries of these addresses, the most frequent first. */
export function parametersOf(urls: Iterable<string>): readonly Parameter[] {
  const found = new Map<string, { addresses: number; readonly values: Set<string> }>();
  for (const url of urls)
    for (const [name, value] of new URL(url).searchParams) {
      if (name.length > LONGEST_NAME) continue;
      const known = found.get(name) ?? { addresses: 0, values: new Set() };
      known.addresses += 1;
      known.values.add(value);
      found.set(name, known);
    }
  return [...found]
    .map(([name, { addresses, values }]) => ({ name, addresses, values: values.size }))
    .sort((a, b) => b.addresses - a.addresses || (a.name < b.name ? -1 : 1))
    .slice(0, SHOWN);
}
