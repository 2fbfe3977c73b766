import type { Document, Element, Text } from 'domhandler';

/** An element that stands on lines of its own, and which blocks of text lie in it: `first` to before `end`, in document order. */
export class Box {
  readonly element: Element;
  readonly parent: Box | null;
  readonly depth: number;
  /** Its place among the boxes of the page, which are in document order. */
  readonly index: number;
  /** The box around it, or itself, that stands two below the page. */
  readonly top: Box;
  /** The nearest box around it that holds more blocks than it does, short of the page. */
  wider: Box | null = null;
  /** Its own flags and those of all around it. */
  readonly flags: number;
  readonly children: Box[] = [];
  readonly first: number;
  end = 0;
  /** Pictures and fields before it and up to its end. */
  readonly imagesBefore: number;
  imagesUpTo = 0;
  readonly fieldsBefore: number;
  fieldsUpTo = 0;
  /** Hash of name and class: siblings of one kind have the same. */
  readonly kind: number;
  /** Hashes of the words in its class and id. */
  readonly tokens: readonly number[];
  readonly nameHash: number;

  constructor(
    element: Element,
    parent: Box | null,
    from: {
      readonly index: number;
      readonly flags: number;
      readonly first: number;
      readonly images: number;
      readonly fields: number;
      readonly kind: number;
      readonly nameHash: number;
      readonly tokens: readonly number[];
    },
  ) {
    this.element = element;
    this.parent = parent;
    this.depth = parent === null ? 0 : parent.depth + 1;
    this.index = from.index;
    this.top = parent === null || this.depth <= 2 ? this : parent.top;
    this.flags = from.flags;
    this.first = from.first;
    this.imagesBefore = from.images;
    this.fieldsBefore = from.fields;
    this.kind = from.kind;
    this.nameHash = from.nameHash;
    this.tokens = from.tokens;
  }
}

/** Of the boxes around a block, the nearest that holds more than the block; `wider` leads on from there. */
export const firstAround = (box: Box): Box | null => (box.parent !== null && box.end - box.first > 1 ? box : box.wider);

/** How many words of a short text are told apart. */
export const MAX_WORD_HASHES = 10;

/** Text that a reader sees as one piece: a paragraph, a cell, a label. */
export class Block {
  readonly box: Box;
  readonly texts: Text[];
  /** Of `box` and of the inline elements around the first text. */
  flags: number;
  /** The inline element the first text stands in, if any. */
  inline: Element | null = null;
  /** In words: figures and letters between spaces, ideographs by halves; so any script compares. */
  words = 0;
  linkWords = 0;
  emphasisWords = 0;
  letters = 0;
  uppers = 0;
  digits = 0;
  commas = 0;
  stops = 0;
  colons = 0;
  currencies = 0;
  marks = 0;
  others = 0;
  /** The last letter that is no space, as one of `Letter`; 0 before there is any. */
  last = 0;
  firstLetter = 0;
  links = 0;
  firstLink: Element | null = null;
  breaks = 0;
  /** Of all letters and figures, case folded. */
  hash = 0x81_1c_9d_c5;
  readonly wordHashes: number[] = [];

  constructor(box: Box, ...texts: Text[]) {
    this.box = box;
    this.texts = texts;
    this.flags = box.flags;
  }
}

/** A page as boxes and the blocks of text in them, in document order. */
export interface Layout {
  readonly document: Document;
  readonly blocks: readonly Block[];
  readonly boxes: readonly Box[];
  readonly root: Box;
  /** Hashes of the words of the page's `title`. */
  readonly titleWords: ReadonlySet<number>;
  readonly images: number;
  readonly fields: number;
}
