import { z } from 'zod';
import { figure, fileSize, percent } from '../figures.ts';
import type { Manifest } from '../manifest.ts';
import type { Tally } from '../tally.ts';
import { dumpsOf } from '../dumps.ts';
import { frontMatter } from './front-matter.ts';
import { loading } from './loading.ts';
import { code, escapeMarkdown, image, link, table } from './markdown.ts';
import { measures } from './measures.ts';
import type { CardPlot } from './plots.ts';
import { rights } from './rights.ts';
import { type Sample, samplesSection } from './samples.ts';

/** Rows of a table on the card; the manifest tells more. */
const SHOWN = 50;

/** What the card shows beside what the manifest tells. */
export interface CardParts {
  readonly plots: readonly CardPlot[];
  readonly samples: readonly Sample[];
}

/**
 * The dataset card, README.md: front matter for Hugging Face `datasets`, then what people want to know before they use a corpus. All that comes
 * from outside, such as titles, hosts and texts, is escaped.
 */
export function renderCard(manifest: Manifest, { plots, samples }: CardParts): string {
  const shown = (...names: readonly string[]): string[] =>
    plots.filter(({ path }) => names.includes(path.replace(/^plots\/|\.svg$/g, ''))).map(({ path, alt }) => image(path, alt));
  const { makeup } = manifest;
  const sections = [
    `# ${escapeMarkdown(manifest.title ?? manifest.corpus)}`,
    ...(manifest.description === undefined ? [] : [escapeMarkdown(manifest.description)]),
    contents(manifest),
    dumps(manifest),
    funnel(manifest),
    hosts(manifest),
    licences(manifest),
    ...shown('licences'),
    ...rights(manifest),
    tallied('Languages', 'As they were detected, or as the pages or their configuration declare them.', 'Language', makeup.languages),
    ...shown('languages', 'language-score'),
    ...measures(manifest, shown('characters', 'tokens', 'topics', 'topic-score', 'quality')),
    ...samplesSection(samples),
    loading(manifest),
    provenance(manifest),
    removal(manifest),
  ];
  return `${frontMatter(manifest)}\n${sections.join('\n\n')}\n`;
}

function contents({ counts, makeup, shards, asOf, generation }: Manifest): string {
  const bytes = shards.reduce((sum, shard) => sum + shard.bytes, 0);
  const size = `${figure(shards.length)} ${shards.length === 1 ? 'shard' : 'shards'}, ${fileSize(bytes)}`;
  const tokens = makeup.measured?.tokenTotal ?? 0;
  return (
    `**${figure(counts.kept)} documents**, ${figure(makeup.characters)} characters${tokens > 0 ? ` (${figure(tokens)} tokens)` : ''}, from ${figure(makeup.hosts.names)} hosts, in ${size}. ` +
    `Generation ${generation}, of pages fetched up to ${asOf}. Gathered with Garner.`
  );
}

/** Each run that pages come from has a dump of its own: a corpus that grows has one more. */
function dumps(manifest: Manifest): string {
  const rows = dumpsOf(manifest).map(({ dump, begun, pages, documents }) => [
    code(dump),
    begun ?? '–',
    figure(pages),
    figure(documents),
    percent(documents, pages),
  ]);
  if (rows.length === 0) return '## Dumps\n\nNone.';
  return [
    '## Dumps',
    'What one run fetched is one dump: a folder of `data/`, and a value of the column `dump`.',
    table(['Dump', 'Run began', 'Pages', 'Documents', 'Share'], rows),
  ].join('\n\n');
}

function funnel({ counts }: Manifest): string {
  const row = (name: string, count: number): readonly string[] => [name, figure(count), percent(count, counts.captured)];
  const drops = Object.entries(counts.dropped).sort(([, a], [, b]) => b - a);
  return [
    '## From captures to documents',
    'Every captured page is either a document or a row in `rejected/`, with the rule that dropped it and the evidence.',
    table(
      ['', 'Pages', 'Share'],
      [
        row('**captured**', counts.captured),
        ...drops.map(([rule, count]) => row(`dropped by ${code(rule)}`, count)),
        row('**kept**', counts.kept),
      ],
    ),
  ].join('\n\n');
}

const notShown = (names: number, shown: number): readonly string[] =>
  names > shown ? [`And ${figure(names - shown)} more; \`manifest.json\` and the shards tell.`] : [];

function hosts({ makeup }: Manifest): string {
  const top = makeup.hosts.top.slice(0, SHOWN);
  const rows = top.map(([host, captured, kept]) => [code(host), figure(captured), figure(kept), percent(kept, captured)]);
  if (rows.length === 0) return '## Hosts\n\nNone.';
  return ['## Hosts', table(['Host', 'Captured', 'Kept', 'Share'], rows), ...notShown(makeup.hosts.names, top.length)].join('\n\n');
}

function licences({ makeup }: Manifest): string {
  return tallied('Licences', 'As each page declares it; `unknown` is a page that declares none.', 'Licence', makeup.licences);
}

function tallied(title: string, note: string, column: string, tally: Tally): string {
  return [`## ${title}`, note, tallyTable(column, tally)].join('\n\n');
}

function tallyTable(column: string, { names, top }: Tally): string {
  if (top.length === 0) return 'No documents.';
  const shown = top.slice(0, SHOWN);
  const rows = shown.map(([name, count]) => [code(name), figure(count)]);
  return [table([column, 'Documents'], rows), ...notShown(names, shown.length)].join('\n\n');
}

function provenance({ makeup, policy, versions, createdAt }: Manifest): string {
  const namesIn = (key: string): readonly string[] => Object.keys(z.record(z.string(), z.unknown()).catch({}).parse(policy[key]));
  const imports = namesIn('imports');
  const archives = namesIn('archives');
  const crawled =
    archives.length > 0 ? 'Every page that was crawled was' : imports.length === 0 ? 'Every page was' : 'Every page of the web was';
  const made = Object.entries(versions).map(([name, version]) => `${escapeMarkdown(name)} ${code(version)}`);
  return [
    '## Where it comes from',
    [
      `${crawled} fetched under the robots.txt of its host, stored as it came in WARC files, and judged for rights before its text was taken.`,
      ...(imports.length === 0
        ? []
        : [
            `Documents of ${imports.map(code).join(', ')} came from disk, under the licence that whoever imported them stated; no robots.txt was asked for them.`,
          ]),
      ...(archives.length === 0
        ? []
        : [
            `Pages of ${archives.map(code).join(', ')} came from web archives of others: \`date\` is when those fetched them, and \`rights\` has the robots.txt that the archives hold of the time, or \`imported\` where they hold none.`,
          ]),
      'Each row names its capture (`record_id`, a WARC-Record-ID), its run (`run_id`), when it was fetched (`date`), the signals about its use',
      '(`rights`), and what took the text out of the page (`extractor`). Texts that came more than once stand once; `duplicates` counts the others.',
    ].join('\n'),
    [
      `- policy: ${code(policy.digest)}`,
      `- extractors: ${makeup.extractors.top.map(([name]) => code(name)).join(', ') || 'none'}`,
      `- made by: ${made.join(', ') || 'unknown'}`,
      `- created: ${createdAt}`,
    ].join('\n'),
  ].join('\n\n');
}

function removal({ contact }: Manifest): string {
  const whom = contact === undefined ? 'whoever published this corpus' : link(contact);
  return [
    '## Asking for removal',
    `If a page of yours is in here and should not be, write to ${whom} and name its \`url\` or its \`id\`. A site can also say so itself, ` +
      'in robots.txt or in the page: the next build follows what it says.',
  ].join('\n\n');
}
