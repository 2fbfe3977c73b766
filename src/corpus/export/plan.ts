import { type ColumnName, documentColumns } from '../columns.ts';
import { FILTERED, type Filters, isWanted, rowsOf, siteOf } from '../documents.ts';
import type { Manifest } from '../manifest.ts';
import type { Row } from '../shards/shard.ts';
import { Counter } from '../tally.ts';
import { type Amount, Both, Sum } from './amounts.ts';
import { ExportRefused } from './refused.ts';
import { drawValidation, Unions } from './splits.ts';
import { copiesOf, type Weight, weightsOn } from './weights.ts';

export interface Wanted {
  readonly filters: Filters;
  readonly weights: readonly Weight[];
  /** Part of the documents that is for validation, from 0 to below 1. */
  readonly validation: number;
  readonly seed: number;
}

export type Split = 'train' | 'validation';

/** What goes where, before anything is written. */
export interface Plan {
  /** Documents that the filters leave, each once. */
  readonly found: Amount;
  /** What goes into each split, with repeats; a split that gets nothing is left out. */
  readonly splits: Readonly<Partial<Record<Split, Amount>>>;
  /** For each weight: what it is about, each document once, and what of it goes in. */
  readonly mix: readonly (Weight & { readonly found: Amount; readonly written: Amount })[];
  /** Of the documents that go in, each once. */
  readonly languages: ReturnType<Counter['tally']>;
  readonly licences: ReturnType<Counter['tally']>;
  /** Of the document that goes in most often. */
  readonly mostCopies: number;
  /** How often a document goes in, and where. */
  readonly placeOf: (row: Row) => { readonly split: Split; readonly copies: number };
}

/** Reads through a generation for what an export of it comes to. Memory grows with its hosts, not with its documents. */
export async function planExport(folder: string, manifest: Manifest, wanted: Wanted, onRow: () => void): Promise<Plan> {
  const { filters, weights, validation, seed } = wanted;
  const found = new Sum();
  const mix = weights.map((weight) => ({ weight, found: new Sum(), written: new Sum() }));
  const sites = new Map<string, Site>();
  const [languages, licences, unions] = [new Counter(), new Counter(), new Unions()];
  let [mostCopies, foreign] = [0, false];
  for await (const row of rowsOf(folder, manifest.shards, [
    'text',
    'id',
    'url',
    'cluster',
    'token_count',
    ...columnsOf(weights),
    ...FILTERED,
  ])) {
    onRow();
    if (!isWanted(row, filters)) continue;
    const copies = copiesOf(row, weights, seed);
    found.add(row, 1);
    const weighed = weightsOn(row, weights);
    for (const each of mix) if (weighed.includes(each.weight)) each.found.add(row, 1);
    if (copies === 0) continue;
    mostCopies = Math.max(mostCopies, copies);
    languages.add(String(row['language'] ?? 'unknown'));
    licences.add(String(row['license'] ?? 'unknown'));
    const site = siteOf(row);
    const sums = sites.get(site) ?? { all: new Both(), byWeight: new Map() };
    sites.set(site, sums);
    sums.all.add(row, copies);
    for (const weight of weighed) {
      const both = sums.byWeight.get(weight) ?? new Both();
      sums.byWeight.set(weight, both);
      both.add(row, copies);
    }
    if (row['cluster'] !== row['id']) {
      unions.join(site, `cluster ${String(row['cluster'])}`);
      foreign = true;
    }
  }
  // Who leads a cluster does not know that others are in it.
  if (foreign && validation > 0)
    for await (const row of rowsOf(folder, manifest.shards, ['id', 'url', 'cluster']))
      if (row['cluster'] === row['id'] && sites.has(siteOf(row))) unions.join(siteOf(row), `cluster ${String(row['id'])}`);

  const held = validation === 0 ? new Set<string>() : heldOut(sites, unions, validation, seed);
  const splits = { train: new Sum(), validation: new Sum() };
  for (const [site, { all, byWeight }] of sites) {
    const isHeld = held.has(unions.of(site));
    splits[isHeld ? 'validation' : 'train'].join(all.written(isHeld));
    for (const each of mix) each.written.join(byWeight.get(each.weight)?.written(isHeld) ?? new Sum());
  }
  return {
    found: found.amount(),
    splits: Object.fromEntries(
      (['train', 'validation'] as const).filter((name) => splits[name].documents > 0).map((name) => [name, splits[name].amount()]),
    ),
    mix: mix.map((each) => ({ ...each.weight, found: each.found.amount(), written: each.written.amount() })),
    languages: languages.tally(),
    licences: licences.tally(),
    mostCopies,
    placeOf(row) {
      const copies = isWanted(row, filters) ? copiesOf(row, weights, seed) : 0;
      return held.has(unions.of(siteOf(row))) ? { split: 'validation', copies: Math.min(1, copies) } : { split: 'train', copies };
    },
  };
}

/** The columns that weights look at. */
function columnsOf(weights: readonly Weight[]): readonly ColumnName[] {
  return [...new Set(weights.map(({ dimension }) => dimension))].map((dimension) => {
    const column = documentColumns.find(({ name }) => name === (dimension as string));
    if (column === undefined) throw new ExportRefused(`the rows of documents do not say their ${dimension}: weigh them by something else`);
    return column.name;
  });
}

function heldOut(sites: ReadonlyMap<string, Site>, unions: Unions, validation: number, seed: number): ReadonlySet<string> {
  const groups = new Map<string, number>();
  for (const [site, { all }] of sites) groups.set(unions.of(site), (groups.get(unions.of(site)) ?? 0) + all.written(true).documents);
  const documents = [...groups.values()].reduce((sum, each) => sum + each, 0);
  const drawn = documents === 0 ? new Set<string>() : drawValidation(groups, validation * documents, seed);
  if (drawn === null)
    throw new ExportRefused(
      'all documents are of one site, or copies of such: no part of them can be held out for validation. Leave out --validation',
    );
  return drawn;
}

/** What goes in of one site. */
interface Site {
  readonly all: Both;
  readonly byWeight: Map<Weight, Both>;
}
