import type { TermIndex } from './terms.ts';
import type { TopicDocument } from './topic.ts';
import { folded } from './units.ts';

/** Saturation of a term's frequency, and what of a text's length counts: the usual values of BM25 (Robertson and Zaragoza 2009, §3.5). */
const K1 = 1.2;
const B = 0.75;
/** Units of an ordinary text. There is no collection to take the mean of: a score must not change with what else was crawled. */
const ORDINARY_LENGTH = 400;
/** What an occurrence counts where it stands (BM25F). */
const FIELD = { title: 4, heading: 2, url: 2, text: 1 } as const;
/** Different terms that make half of what many would. */
const ALONE = 2;
/** A sum of weights that makes a score of one half. */
const HALF = 3;
const HEADING_LENGTH = 60;

/**
 * How much a document is about the topic, 0 to 1, by the terms alone: BM25F with the user's weights in the place of inverse document
 * frequencies, times n / (n + 2) for n different terms, as s / (s + 3). One word may mean anything; several of a topic together rarely do.
 */
export function termScore(index: TermIndex, { title, text, url, language }: TopicDocument): number {
  const own = index.languageFor(language);
  const frequencies = new Float64Array(index.size);
  const weights = new Float64Array(index.size);
  const count = (of: string, field: (start: number) => number): readonly number[] =>
    index.find(of, own, ({ term, weight, start }) => {
      frequencies[term] = (frequencies[term] ?? 0) + field(start);
      weights[term] = weight;
    });
  const body = folded(text);
  const { length } = count(body, (start) => (standsInHeading(body, start) ? FIELD.heading : FIELD.text));
  count(folded(title ?? ''), () => FIELD.title);
  count(wordsOfUrl(url), () => FIELD.url);
  const norm = K1 * (1 - B + (B * length) / ORDINARY_LENGTH);
  const parts = [...frequencies].map((frequency, term) => ((weights[term] ?? 0) * frequency * (K1 + 1)) / (frequency + norm));
  const said = parts.filter((part) => part > 0);
  const sum = said.reduce((total, part) => total + part, 0) * (said.length / (said.length + ALONE));
  return sum / (sum + HALF);
}

/** A short line that ends without a full stop is taken for a heading: plain text has no better mark of one. */
function standsInHeading(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - HEADING_LENGTH), at);
  const after = text.slice(at, at + HEADING_LENGTH);
  const [start, end] = [before.lastIndexOf('\n') + 1, after.indexOf('\n')];
  if ((start === 0 && at > before.length) || (end === -1 && at + after.length < text.length)) return false;
  const line = before.slice(start) + (end === -1 ? after : after.slice(0, end));
  return line.length <= HEADING_LENGTH && !/[.。!！?？;；:：,，、…]\s*$/.test(line);
}

/** The words of an address, folded: of host, path and query, without escapes. */
export function wordsOfUrl(url: string): string {
  const { hostname = '', pathname = '', search = '' } = URL.parse(url) ?? {};
  const written = `${hostname} ${pathname} ${search}`;
  try {
    return folded(decodeURIComponent(written));
  } catch {
    return folded(written);
  }
}
