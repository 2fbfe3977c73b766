import { code, escapeMarkdown, link, table } from '../card/markdown.ts';
import { figure, percent } from '../figures.ts';
import type { Tally } from '../tally.ts';
import type { ExportInput } from './export.ts';
import type { Amount } from './amounts.ts';
import type { Plan } from './plan.ts';

const SHOWN = 50;

/** README.md of an export: what is in it and why, where it comes from, and on what terms. */
export function exportCard(input: ExportInput, plan: Plan): string {
  const { manifest } = input;
  return [
    `# ${escapeMarkdown(manifest.title ?? manifest.corpus)}`,
    ...(manifest.description === undefined ? [] : [escapeMarkdown(manifest.description)]),
    table(
      ['', 'Documents', 'Characters', 'Tokens'],
      Object.entries(plan.splits).map(([split, amount]) => [split, ...cells(amount)]),
    ),
    ...splitting(input, plan),
    ...selecting(input),
    ...mixing(plan),
    tallied('Languages', 'Language', plan.languages),
    tallied('Licences', 'Licence', plan.licences),
    '`ATTRIBUTION.jsonl` names url, title, author, licence and conditions of each document that declares any: whoever passes texts on passes these on.',
    provenance(input),
    removal(input),
  ].join('\n\n');
}

const cells = ({ documents, characters, tokens }: Amount): readonly string[] => [
  figure(documents),
  figure(characters),
  tokens === null ? 'not counted' : figure(tokens),
];

function splitting({ validation }: ExportInput, { splits }: Plan): readonly string[] {
  const { train, validation: held } = splits;
  if (validation === 0 || held === undefined) return [];
  return [
    `${percent(held.documents, held.documents + (train?.documents ?? 0))} are held out for validation. No site (registrable domain) and no cluster of ` +
      'near duplicates is in both splits.',
  ];
}

function selecting({ filters }: ExportInput): readonly string[] {
  const kinds = Object.entries(filters).map(([column, values]) => `- ${code(column)}: ${values.map(code).join(', ')}`);
  return kinds.length === 0 ? [] : ['Only documents with these values are in it:', kinds.join('\n')];
}

function mixing({ mix }: Plan): readonly string[] {
  if (mix.length === 0) return [];
  const rows = mix.map(({ dimension, value, weight, found, written }) => [
    `${code(dimension)} ${code(value)}`,
    String(weight),
    figure(found.documents),
    figure(written.documents),
    figure(written.characters),
  ]);
  return [
    'Documents go in as often as their weights say, multiplied; below 1, a hash of the id decides.',
    table(['Documents with', 'Weight', 'There were', 'Written', 'Characters'], rows),
  ];
}

function tallied(title: string, column: string, { names, top }: Tally): string {
  const rows = top.slice(0, SHOWN).map(([name, count]) => [code(name), figure(count)]);
  const more = names > rows.length ? [`And ${figure(names - rows.length)} more.`] : [];
  return [`## ${title}`, table([column, 'Documents'], rows), ...more].join('\n\n');
}

function provenance({ manifest: { corpus, generation, asOf, policy } }: ExportInput): string {
  return [
    '## Where it comes from',
    `Generation ${generation} of the corpus ${code(corpus)}, of pages fetched up to ${asOf}. Gathered with Garner, under the robots.txt of each host, and ` +
      `judged for rights by policy ${code(policy.digest)}. \`export.json\` says how this selection was made; the same command gives the same bytes.`,
  ].join('\n\n');
}

function removal({ manifest: { contact } }: ExportInput): string {
  const whom = contact === undefined ? 'whoever published this' : link(contact);
  return `If a page of yours is in here and should not be, write to ${whom} and name its \`url\` or its \`id\`.`;
}
