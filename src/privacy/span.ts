/** A stretch of a text, in UTF-16 units. Finders give them in order, none within another. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
