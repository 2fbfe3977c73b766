import { FILTERED, type Filters, isWanted, rowsOf } from '../documents.ts';
import { chance } from '../export/weights.ts';
import type { Manifest } from '../manifest.ts';
import type { Row } from '../shards/shard.ts';

type Shards = Pick<Manifest, 'shards'>;

/** So many documents, drawn by a hash of their ids: the same ones for the same seed. */
export async function randomDocuments(
  folder: string,
  { shards }: Shards,
  { count, seed, filters }: { readonly count: number; readonly seed: number; readonly filters: Filters },
): Promise<readonly Row[]> {
  let drawn: { readonly id: string; readonly lot: number }[] = [];
  for await (const row of rowsOf(folder, shards, ['id', ...FILTERED])) {
    if (!isWanted(row, filters)) continue;
    const id = String(row['id']);
    drawn.push({ id, lot: chance(`${seed} ${id}`) });
    if (drawn.length >= 2 * count + 1000) drawn = lowest(drawn, count);
  }
  const places = new Map(lowest(drawn, count).map(({ id }, place) => [id, place]));
  const rows: Row[] = [];
  if (places.size > 0) for await (const row of rowsOf(folder, shards)) if (places.has(String(row['id']))) rows.push(row);
  return rows.sort((a, b) => (places.get(String(a['id'])) ?? 0) - (places.get(String(b['id'])) ?? 0));
}

const lowest = <Drawn extends { readonly lot: number }>(drawn: readonly Drawn[], count: number): Drawn[] =>
  drawn.toSorted((a, b) => a.lot - b.lot).slice(0, count);

/** The document with this URL, this id, or the only one whose id begins so; null when there is none. */
export async function documentNamed(folder: string, { shards }: Shards, name: string): Promise<Row | null> {
  const isId = /^[0-9a-f]{8,64}$/.test(name);
  for (const { path } of shards) {
    const shard = shards.filter((each) => each.path === path);
    for await (const { id, url } of rowsOf(folder, shard, ['id', 'url'])) {
      if (url !== name && !(isId && String(id).startsWith(name))) continue;
      for await (const row of rowsOf(folder, shard)) if (row['id'] === id) return row;
    }
  }
  return null;
}
