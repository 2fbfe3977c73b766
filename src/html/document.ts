import { Document } from 'domhandler';
import { breaksIn } from './lines.ts';
import { Survey } from './survey.ts';
import { Marked, type Watch } from './watch.ts';

/** A page as a tree, and what its guards had to do. */
export class HtmlDocument extends Document {
  /** What it was made of. Elements have their `startIndex` in it, and texts that stand in it as they are have the places of their first and last letter. */
  readonly source: string;
  /** Elements that lay too deep: their tags are gone, their text is not. */
  flattened = 0;
  /** The page has more nodes than the limit: its end is missing. */
  truncated = false;
  readonly survey: Survey;
  /** The last place whose line was asked for: the next is mostly near, and behind it. */
  #at = 0;
  #line = 1;

  constructor(source: string, watch: Watch | null) {
    super([]);
    this.source = source;
    this.survey = new Survey(watch === null ? null : new Marked(watch));
  }

  /** The line, from 1, on which a character of the source stands. */
  lineAt(at: number): number {
    const [start, line] = at < this.#at ? [0, 1] : [this.#at, this.#line];
    this.#line = line + breaksIn(this.source, start, at);
    this.#at = at;
    return this.#line;
  }
}
