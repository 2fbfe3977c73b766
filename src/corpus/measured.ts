import { z } from 'zod';
import type { DocumentRow } from './columns.ts';
import { binsSchema, Distribution, FIGURES, SCORES, SIZES } from './distribution.ts';
import { Counter, tallySchema } from './tally.ts';

const count = z.int().min(0);

export const measuredSchema = z.object({
  /** UTF-16 units of each text. */
  characters: binsSchema,
  /** Of all texts; 0 when nobody counted. */
  tokenTotal: count,
  tokens: binsSchema,
  languageScore: binsSchema,
  topics: tallySchema,
  topicScore: binsSchema,
  /** By the names of the measures. */
  quality: z.record(z.string(), binsSchema),
});

/** How the documents of a generation are spread over what is measured of each. */
export type MeasuredFigures = z.infer<typeof measuredSchema>;

/** The columns that are counted. */
export const MEASURED = ['text', 'token_count', 'language_score', 'topic', 'topic_score', 'quality'] as const;
type Measured = Pick<DocumentRow, (typeof MEASURED)[number]>;

/** Counts what was measured of documents while their rows are written; what is null is left out. */
export class MeasuredCount {
  readonly #characters = new Distribution(SIZES);
  readonly #tokens = new Distribution(SIZES);
  readonly #languageScore = new Distribution(SCORES);
  readonly #topics = new Counter();
  readonly #topicScore = new Distribution(SCORES);
  readonly #quality = new Map<string, Distribution>();
  #tokenTotal = 0;

  add({ text, token_count: tokens, language_score: language, topic, topic_score: topicScore, quality }: Measured): void {
    this.#characters.add(text?.length ?? 0);
    if (tokens !== null) {
      this.#tokens.add(tokens);
      this.#tokenTotal += tokens;
    }
    if (language !== null) this.#languageScore.add(language);
    if (topic !== null) this.#topics.add(topic);
    if (topicScore !== null) this.#topicScore.add(topicScore);
    for (const [name, figure] of measuresIn(quality)) this.#measure(name, figure);
  }

  figures(): MeasuredFigures {
    return {
      characters: this.#characters.bins(),
      tokenTotal: this.#tokenTotal,
      tokens: this.#tokens.bins(),
      languageScore: this.#languageScore.bins(),
      topics: this.#topics.tally(),
      topicScore: this.#topicScore.bins(),
      quality: Object.fromEntries(
        [...this.#quality].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, distribution]) => [name, distribution.bins()]),
      ),
    };
  }

  #measure(name: string, figure: number): void {
    const distribution = this.#quality.get(name) ?? new Distribution(FIGURES);
    this.#quality.set(name, distribution);
    distribution.add(figure);
  }
}

/** The numbers of a `quality` column. */
function measuresIn(quality: string | null): readonly (readonly [name: string, figure: number])[] {
  const measures: unknown = quality === null ? null : JSON.parse(quality);
  if (typeof measures !== 'object' || measures === null) return [];
  return Object.entries(measures).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
}
