import { seededRandom, shuffle } from '../../src/quality/learned/train.ts';

/** A Markov chain over the words of some texts: a word follows what it followed there. */
function chainOver(texts: readonly string[], order: number): (length: number, random: () => number) => string {
  const next = new Map<string, string[]>();
  const starts: (readonly string[])[] = [];
  for (const words of texts.map((text) => text.split(/\s+/))) {
    starts.push(words.slice(0, order));
    for (let at = order; at < words.length; at += 1) {
      const before = words.slice(at - order, at).join(' ');
      const known = next.get(before);
      if (known === undefined) next.set(before, [words[at] ?? '']);
      else known.push(words[at] ?? '');
    }
  }
  const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)] as T;
  return (length, random) => {
    const made: string[] = [];
    while (made.length < length) {
      const follow = next.get(made.slice(-order).join(' '));
      if (made.length < order || follow === undefined) made.push(...pick(starts, random));
      else made.push(pick(follow, random));
    }
    return made.join(' ');
  };
}

/** Texts that mean nothing, made of the words of real ones, by kind. */
export function babbleOf(texts: readonly string[], count: number, length: number): ReadonlyMap<string, readonly string[]> {
  const random = seededRandom(1);
  const some = texts.slice(0, 60);
  const made = (make: () => string): readonly string[] => Array.from({ length: count }, make);
  const [first, second] = [chainOver(some, 1), chainOver(some, 2)];
  const words = some.map((text) => text.split(/\s+/)).filter((each) => each.length >= length);
  return new Map([
    [
      'word salad',
      made(() =>
        shuffle([...(words[Math.floor(random() * words.length)] ?? [])], random)
          .slice(0, length)
          .join(' '),
      ),
    ],
    ['Markov chain, order 1', made(() => first(length, random))],
    ['Markov chain, order 2', made(() => second(length, random))],
  ]);
}
