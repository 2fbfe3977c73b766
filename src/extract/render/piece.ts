/** Text within a line, as both writers understand it. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'deleted'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly inlines: readonly Inline[] }
  /** A picture that words stand for; `isTold` when they belong into plain text too. */
  | { readonly kind: 'image'; readonly source: string; readonly alt: string; readonly isTold: boolean }
  /** On a line of its own where there is room for one. */
  | { readonly kind: 'formula'; readonly tex: string; readonly isDisplay: boolean }
  /** A mark that leads to a footnote of the same page. */
  | { readonly kind: 'note'; readonly label: string; readonly text: string };

export type Line = readonly Inline[];

export interface Cell {
  readonly line: Line;
  readonly isHead: boolean;
  /** It is there because another cell spans it, whose line it has. */
  readonly isSpanned: boolean;
}

/** An item of a list, with its number if the list counts. */
export interface Item {
  readonly number: number | null;
  readonly pieces: readonly Piece[];
}

/** A footnote. */
export interface Note {
  readonly label: string;
  readonly pieces: readonly Piece[];
}

/** What stands on lines of its own. */
export type Piece =
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'heading'; readonly level: number; readonly line: Line }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  | { readonly kind: 'quote'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'formula'; readonly tex: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'definitions'; readonly entries: readonly { readonly isTerm: boolean; readonly pieces: readonly Piece[] }[] }
  | { readonly kind: 'notes'; readonly notes: readonly Note[] }
  | { readonly kind: 'rule' };
