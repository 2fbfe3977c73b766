import { join } from 'node:path';
import type { BuildSummary } from './build.ts';
import type { Difference } from './difference.ts';
import { figure, fileSize, percent } from './figures.ts';
import type { Manifest } from './manifest.ts';
import type { Tally } from './tally.ts';

const WIDTH = 80;
/** Names of a tally told in a line, if there is room for them. */
const TOLD = 4;

/**
 * A build in a few lines for people: what was gathered, what was refused and why, where the shards are. Lines have at most 80 columns,
 * but for those that hold nothing but a path.
 */
export function summaryLines({
  manifest,
  unchanged,
  folder,
  difference = null,
}: BuildSummary & { readonly difference?: Difference | null }): readonly string[] {
  const { counts, shards, makeup, generation } = manifest;
  const bytes = shards.reduce((sum, shard) => sum + shard.bytes, 0);
  return [
    fit(`Corpus ${manifest.corpus}, generation ${generation}${unchanged ? ' (nothing changed: no new generation)' : ''}`),
    '',
    ...funnel(counts),
    '',
    ...(difference === null || unchanged ? [] : [fit(differenceLine(difference)), '']),
    ...(counts.kept === 0
      ? counts.captured === 0
        ? [`Nothing of it came into the archive up to ${manifest.asOf}.`, '`garner crawl` or `garner import` puts it there.']
        : ['No page was kept, so there are no shards.']
      : [
          told('languages', makeup.languages),
          told('licences', makeup.licences),
          told('hosts', { names: makeup.hosts.names, top: keptHosts(makeup.hosts) }),
          '',
          `${figure(shards.length)} ${shards.length === 1 ? 'shard' : 'shards'}, ${fileSize(bytes)}, in`,
          `  ${join(folder, 'data')}`,
        ]),
    ...(counts.kept === counts.captured ? [] : ['What was dropped, with the evidence, is in', `  ${join(folder, 'rejected')}`]),
    'The dataset card, and a report with plots and samples, are',
    `  ${join(folder, 'README.md')}`,
    `  ${join(folder, 'report.html')}`,
  ];
}

function funnel({ captured, kept, gone, dropped }: Manifest['counts']): readonly string[] {
  const drops = Object.entries(dropped).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const rows: readonly (readonly [string, number])[] = [
    ['captured', captured],
    ['kept', kept],
    ...(gone === undefined ? [] : [['  though gone from their hosts', gone] as const]),
    ['dropped', captured - kept],
    ...drops.map(([rule, count]): readonly [string, number] => [`  ${rule}`, count]),
  ];
  const names = Math.min(48, Math.max(...rows.map(([name]) => name.length)));
  const counts = Math.max(...rows.map(([, count]) => figure(count).length));
  return rows.map(([name, count]) => {
    const part = percent(count, captured).padStart(9);
    return `  ${shorten(name, names).padEnd(names)}  ${figure(count).padStart(counts)}${part}`;
  });
}

/** `Since generation 3: 12 new, 4 changed, 1 gone` */
export const differenceLine = ({ generation, added, changed, gone }: Difference): string =>
  `Since generation ${generation}: ${figure(added)} new, ${figure(changed)} changed, ${figure(gone)} gone`;

/** Hosts with what was kept of them, most first. */
const keptHosts = ({ top }: Manifest['makeup']['hosts']): Tally['top'] =>
  top.map(([host, , kept]): [string, number] => [host, kept]).sort(([, a], [, b]) => b - a);

/** `languages  en 1,203, zh 187, and 2 more` */
function told(title: string, { names, top }: Tally): string {
  const lineOf = (count: number): string => {
    const shown = top.slice(0, count).map(([name, many]) => `${shorten(name, 30)} ${figure(many)}`);
    const rest = names - shown.length;
    return `  ${title.padEnd(11)}${[...shown, ...(rest > 0 ? [`and ${figure(rest)} more`] : [])].join(', ')}`;
  };
  const lines = Array.from({ length: TOLD }, (_, less) => lineOf(TOLD - less));
  return lines.find((line) => line.length <= WIDTH) ?? lineOf(1);
}

const shorten = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);
const fit = (line: string): string => shorten(line, WIDTH);
