import type { Manifest } from '../src/corpus/manifest.ts';
import type { OutcomeCounts } from '../src/ledger/ledger.ts';

export interface Story {
  readonly manifest: Manifest;
  readonly outcomes: OutcomeCounts;
  /** How many known URLs robots.txt or nofollow forbade. */
  readonly offLimits: number;
  /** Those of them that were requested all the same. */
  readonly trespassed: readonly string[];
  readonly seconds: number;
  /** The corpus, relative to where the user stands. */
  readonly folder: string;
}

const line = (label: string, text: string): string => `${label.padEnd(11)}${text}\n`;

/** `robots/disallowed 6, http-404 1`, the greatest first. */
const listed = (counts: readonly (readonly [string, number])[]): string =>
  counts
    .toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'nothing';

const ofKind = (outcomes: OutcomeCounts, kind: string): readonly (readonly [string, number])[] =>
  Object.entries(outcomes)
    .filter(([name]) => name.startsWith(`${kind} `))
    .map(([name, count]) => [name.slice(kind.length + 1), count]);

/** The end of the demo, in a few lines. */
export function tell({ manifest, outcomes, offLimits, trespassed, seconds, folder }: Story): string {
  const { counts, makeup, shards } = manifest;
  const gathered = `${counts.kept} of ${counts.captured} captured pages, ${makeup.characters} characters, from ${makeup.hosts.top.filter(([, , kept]) => kept > 0).length} hosts in ${seconds} s`;
  return [
    '\n',
    line('Gathered', gathered),
    line('', `languages: ${listed(makeup.languages.top)}; licences: ${listed(makeup.licences.top)}`),
    line('Left out', listed(Object.entries(counts.dropped))),
    line('Refused', listed(ofKind(outcomes, 'refused'))),
    line('Failed', listed(ofKind(outcomes, 'failed'))),
    trespassed.length === 0
      ? line('Off limits', `${offLimits} known addresses, honeypot included: not one was requested`)
      : line('TRESPASSED', trespassed.join(', ')),
    ...shards.map(({ path, rows }) => line('Shard', `${folder}/${path} (${rows} rows)`)),
    line('Card', `${folder}/README.md`),
    line('Manifest', `${folder}/manifest.json (generation ${manifest.generation})`),
  ].join('');
}
