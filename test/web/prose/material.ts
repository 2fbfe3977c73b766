/** One kind of household waste, and what a guide can say about it. Every facet is two or three sentences in a row. */
export interface Item {
  /** Part of URLs. */
  readonly slug: string;
  readonly name: string;
  readonly kind: Kind;
  /** Which bin, and why. */
  readonly sort: string;
  /** What to do before it goes into the bin. */
  readonly prepare: string;
  /** What people get wrong. */
  readonly mistake: string;
  /** What becomes of it. */
  readonly after: string;
}

/** The four bins of Chinese cities, which other places divide further. */
type Kind = 'recyclable' | 'food' | 'hazardous' | 'residual';

/** All that is written in one language. */
export interface Material {
  readonly language: string;
  readonly items: readonly Item[];
  /** By kind: remarks that fit every item of the kind. */
  readonly kinds: Readonly<Record<Kind, readonly string[]>>;
  readonly openings: readonly string[];
  readonly household: readonly string[];
  /** With figures to fill in: what a weighing of {name} in some neighbourhood gave. */
  readonly weighings: readonly string[];
  /** Questions of readers about {name}, with their answers. */
  readonly letters: readonly string[];
  readonly closings: readonly string[];
}
