import type { PageUrl } from '../../records.ts';

/** The seeds, and of what is listed pages at equal distances, sorted by address, so that every part of the site has its share. */
export function chosen(seeds: readonly PageUrl[], listed: readonly PageUrl[], most: number): readonly PageUrl[] {
  const first = seeds.slice(0, Math.max(1, Math.floor(most / 2))).slice(0, most);
  const others = [...new Set(listed).difference(new Set(first))].sort();
  const room = Math.min(most - first.length, others.length);
  const step = others.length / Math.max(1, room);
  return [...first, ...Array.from({ length: room }, (_, n) => others[Math.floor((n + 0.5) * step)]).filter((url) => url !== undefined)];
}

/** What was chosen, and where that is too little, links as they are found. */
export function* queueOf(wanted: readonly PageUrl[], linked: ReadonlySet<PageUrl>, most: number): Generator<PageUrl> {
  const given = new Set<PageUrl>(wanted);
  yield* wanted;
  for (let next = nextOf(linked, given); next !== undefined && given.size < most; next = nextOf(linked, given)) {
    given.add(next);
    yield next;
  }
}

const nextOf = (linked: ReadonlySet<PageUrl>, given: ReadonlySet<PageUrl>): PageUrl | undefined =>
  linked.values().find((link) => !given.has(link));
