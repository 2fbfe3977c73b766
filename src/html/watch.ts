import type { Element, Text } from 'domhandler';

/**
 * Looks at what a tree is made of while it is made: then each part has just been read, and later most of it must be fetched from memory again.
 * It marks what may be of use to its reader, who looks closer.
 */
export interface Watch {
  /** Of the characters between two places: those of the page, or of a text that is not in it as it is. */
  readonly text: (characters: string, from: number, to: number) => boolean;
  /** Of what leads elsewhere or has a property. */
  readonly reference: (element: Element) => boolean;
}

/** What a watch has marked, in document order, and texts that have grown since it saw them. */
export class Marked {
  readonly #watch: Watch;
  readonly texts = new Set<Text>();
  readonly references: Element[] = [];

  constructor(watch: Watch) {
    this.#watch = watch;
  }

  /** `start` is where the text stands in the page, or null. */
  seeText(text: Text, page: string, start: number | null): void {
    const { length } = text.data;
    if (start === null ? this.#watch.text(text.data, 0, length) : this.#watch.text(page, start, start + length)) this.texts.add(text);
  }

  seeReference(element: Element): void {
    if (this.#watch.reference(element)) this.references.push(element);
  }
}
