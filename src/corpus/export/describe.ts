import { citationOf, croissantOf } from '../card/croissant.ts';
import { hubFrontMatter } from '../card/front-matter.ts';
import { documentColumns } from '../columns.ts';
import type { Tally } from '../tally.ts';
import { exportCard } from './card.ts';
import type { ExportInput } from './export.ts';
import type { Plan, Split } from './plan.ts';

export interface WrittenFile {
  /** Relative to the export's folder, with `/`. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
  readonly split: Split;
}

/** What an export is known by: how it was made, and what is in it. */
export const RECORD = 'export.json';

/** The files that tell people and programs of an export, by name. They follow from the generation and the options alone. */
export function describe(input: ExportInput, plan: Plan, files: readonly WrittenFile[]): Readonly<Record<string, string>> {
  const card = `${exportCard(input, plan)}\n`;
  if (input.format !== 'huggingface') return { 'README.md': card, [RECORD]: json(record(input, plan, files)) };
  return {
    'README.md': `${frontMatter(input, plan, files)}\n${card}`,
    'croissant.json': json(croissant(input, plan, files)),
    [RECORD]: json(record(input, plan, files)),
  };
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
const namesOf = ({ top }: Tally): readonly string[] => top.map(([name]) => name).filter((name) => name !== 'unknown');

function record(
  { manifest, format, filters, weights, validation, seed, separator }: ExportInput,
  plan: Plan,
  files: readonly WrittenFile[],
) {
  const { corpus, generation, asOf, policy, versions } = manifest;
  return {
    schemaVersion: 1,
    corpus,
    generation,
    asOf,
    policy: policy.digest,
    versions,
    format,
    ...(format === 'text' ? { separator } : {}),
    filters,
    weights,
    validation,
    seed,
    splits: plan.splits,
    files,
  };
}

function frontMatter({ manifest }: ExportInput, { splits, languages }: Plan, files: readonly WrittenFile[]): string {
  const names = Object.keys(splits) as readonly Split[];
  return hubFrontMatter({
    title: manifest.title ?? manifest.corpus,
    languages: namesOf(languages),
    documents: files.reduce((sum, { rows }) => sum + rows, 0),
    configs: [
      {
        name: 'default',
        columns: documentColumns,
        splits: names.map((name) => {
          const own = files.filter(({ split }) => split === name);
          const [bytes, rows] = [own.reduce((sum, file) => sum + file.bytes, 0), own.reduce((sum, file) => sum + file.rows, 0)];
          return { name, path: `data/${name}-*.parquet`, bytes, rows };
        }),
      },
    ],
  });
}

function croissant({ manifest, format, filters, weights }: ExportInput, plan: Plan, files: readonly WrittenFile[]): object {
  const { corpus, title, description, createdAt, generation } = manifest;
  const isWhole = Object.keys(filters).length === 0 && weights.length === 0;
  return croissantOf({
    name: `${corpus}-${format}`,
    description: `${description ?? title ?? corpus}${isWhole ? '' : ' (A selection: see README.md.)'}`,
    createdAt,
    version: `${generation}.0.0`,
    citation: citationOf(manifest),
    languages: namesOf(plan.languages),
    licences: namesOf(plan.licences),
    records: (Object.keys(plan.splits) as readonly Split[]).map((split) => ({
      name: split,
      description: split === 'train' ? 'Documents to train on.' : 'Documents to measure by, of sites that are not trained on.',
      files: files.filter((file) => file.split === split),
      columns: documentColumns,
      // Ids come again where documents do.
      ...(plan.mostCopies > 1 && split === 'train' ? {} : { key: 'id' }),
    })),
  });
}
