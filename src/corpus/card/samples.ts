import type { Manifest } from '../manifest.ts';
import { readShard } from '../shards/read.ts';
import type { Row } from '../shards/shard.ts';
import { code, escapeMarkdown, link } from './markdown.ts';

/** The beginning of a document. */
export interface Sample {
  readonly url: string;
  readonly title: string | null;
  readonly beginning: string;
  readonly language: string | null;
  readonly licence: string | null;
}

const SAMPLES = 6;
/** Rows that are looked at for documents of different hosts. */
const LOOKED_AT = 500;
/** Characters of a text that are shown. */
const SHOWN = 300;

/**
 * A few documents, of as many hosts as there are. Rows are in the order of a hash of their URLs, so the first of them are as good as drawn by lot,
 * and always the same.
 */
export async function samplesOf(folder: string, { shards }: Pick<Manifest, 'shards'>): Promise<readonly Sample[]> {
  const ofOthers: Row[] = [];
  const rest: Row[] = [];
  const hosts = new Set<unknown>();
  let looked = 0;
  looking: for (const { path } of shards)
    for await (const row of readShard(folder, path, ['url', 'host', 'title', 'text', 'language', 'license'])) {
      (hosts.has(row['host']) ? rest : ofOthers).push(row);
      hosts.add(row['host']);
      if ((looked += 1) >= LOOKED_AT || ofOthers.length >= SAMPLES) break looking;
    }
  return [...ofOthers, ...rest].slice(0, SAMPLES).map(sampleOf);
}

function sampleOf({ url, title, text, language, license }: Row): Sample {
  const whole = String(text ?? '');
  // Not through the middle of a letter.
  const letters = whole.slice(0, SHOWN).replace(/[\uD800-\uDBFF]$/, '');
  return {
    url: String(url),
    title: title === null ? null : String(title),
    beginning: letters.length < whole.length ? `${letters}…` : letters,
    language: language === null ? null : String(language),
    licence: license === null ? null : String(license),
  };
}

export function samplesSection(samples: readonly Sample[]): readonly string[] {
  if (samples.length === 0) return [];
  const shown = samples.map(({ url, title, beginning, language, licence }) =>
    [
      `**${escapeMarkdown(title ?? 'Without a title')}**, ${link(url)}`,
      `> ${escapeMarkdown(beginning)}`,
      `Language: ${language === null ? 'unknown' : code(language)}. Licence: ${licence === null ? 'not declared' : code(licence)}.`,
    ].join('\n\n'),
  );
  return ['## Some documents', ...shown];
}
