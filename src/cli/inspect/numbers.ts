import { dumpsOf } from '../../corpus/dumps.ts';
import { fileSize } from '../../corpus/figures.ts';
import type { Manifest } from '../../corpus/manifest.ts';
import type { Tally } from '../../corpus/tally.ts';
import { counted, figure } from '../progress/figures.ts';
import { entry } from './layout.ts';

/** A generation in numbers, for programs. `tokens` is null where nobody counted. */
export function numbersOf(manifest: Manifest) {
  const { corpus, title, generation, createdAt, asOf, counts, makeup, shards } = manifest;
  const counted = makeup.measured?.tokens.length ?? 0;
  return {
    corpus,
    title: title ?? null,
    generation,
    createdAt,
    asOf,
    documents: counts.kept,
    captures: counts.captured,
    characters: makeup.characters,
    tokens: counted > 0 ? (makeup.measured?.tokenTotal ?? null) : null,
    bytes: shards.reduce((sum, { bytes }) => sum + bytes, 0),
    shards: shards.length,
    dumps: dumpsOf(manifest),
    languages: makeup.languages,
    licences: makeup.licences,
    topics: makeup.measured?.topics ?? { names: 0, top: [] },
    hosts: makeup.hosts,
    dropped: counts.dropped,
  };
}

export function numberLines(manifest: Manifest, width: number): readonly string[] {
  const numbers = numbersOf(manifest);
  const { corpus, generation, createdAt, asOf, documents, captures, characters, tokens, bytes, shards, dumps, dropped, hosts } = numbers;
  const line = (name: string, value: string): readonly string[] => entry(name, value, width, 12);
  return [
    ...line('corpus', `${corpus}, generation ${generation} of ${createdAt.slice(0, 10)}, of pages fetched up to ${asOf}`),
    ...line('documents', `${figure(documents)} of ${figure(captures)} captures`),
    ...line('characters', figure(characters)),
    ...line('tokens', tokens === null ? 'not counted' : figure(tokens)),
    ...line('shards', `${figure(shards)}, ${fileSize(bytes)}`),
    ...dumps.flatMap(({ dump, pages, documents: kept }, n) =>
      line(n === 0 ? 'dumps' : '', `${dump}: ${counted(kept, 'document')} of ${counted(pages, 'page')}`),
    ),
    ...line('languages', told(numbers.languages)),
    ...line('licences', told(numbers.licences)),
    ...(numbers.topics.names === 0 ? [] : line('topics', told(numbers.topics))),
    ...line('hosts', told({ names: hosts.names, top: hosts.top.map(([host, , kept]): [string, number] => [host, kept]) })),
    ...line('dropped', told({ names: Object.keys(dropped).length, top: Object.entries(dropped).sort(([, a], [, b]) => b - a) })),
  ];
}

/** Names of a tally that are told. */
const TOLD = 12;

function told({ names, top }: Tally): string {
  const shown = top.slice(0, TOLD).map(([name, count]) => `${name} ${figure(count)}`);
  return [...shown, ...(names > shown.length ? [`and ${figure(names - shown.length)} more`] : [])].join(', ') || 'none';
}
