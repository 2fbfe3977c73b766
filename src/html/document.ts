import { Document } from 'domhandler';
import { Survey } from './survey.ts';

/** A page as a tree, and what its guards had to do. */
export class HtmlDocument extends Document {
  /** What it was made of. Elements have their `startIndex` in it, and texts that stand in it as they are: letters of one long string are quick to read. */
  readonly source: string;
  /** Elements that lay too deep: their tags are gone, their text is not. */
  flattened = 0;
  /** The page has more nodes than the limit: its end is missing. */
  truncated = false;
  readonly survey = new Survey();

  constructor(source: string) {
    super([]);
    this.source = source;
  }
}
