import { type Bins, countIn, quantile } from '../distribution.ts';
import { figure } from '../figures.ts';
import type { Manifest } from '../manifest.ts';
import { code, table } from './markdown.ts';

/** How long the texts are, what they are about, and what was measured of their quality. Nothing in manifests that do not tell. */
export function measures({ makeup: { measured } }: Manifest, plots: readonly string[]): readonly string[] {
  if (measured === undefined || measured.characters.length === 0) return [];
  const { characters, tokens, languageScore, topicScore, quality } = measured;
  const rows = [
    ['characters', characters] as const,
    ['token_count', tokens] as const,
    ['language_score', languageScore] as const,
    ['topic_score', topicScore] as const,
    // `characters` stands above.
    ...Object.entries(quality).filter(([name]) => name !== 'characters'),
  ]
    .filter(([, bins]) => bins.length > 0)
    .map(([name, bins]) => [code(name), figure(countIn(bins)), ...[0.1, 0.5, 0.9].map((part) => shown(bins, part))]);
  return [
    '## Lengths and measures',
    'At most so much has a tenth of the documents, half of them, and nine tenths, about.',
    table(['Measure', 'Documents', 'A tenth', 'Half', 'Nine tenths'], rows),
    ...plots,
  ];
}

const shown = (bins: Bins, part: number): string => {
  const value = quantile(bins, part);
  return value >= 10 ? figure(Math.round(value)) : String(Number(value.toFixed(2)));
};
