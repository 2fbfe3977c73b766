import { folded, unitsOf, visitUnits } from './units.ts';

/** Words and phrases with their weights, by language. */
export type Terms = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A term where it stands in a text. */
export interface Match {
  /** Number of the term, from 0. */
  readonly term: number;
  readonly weight: number;
  /** Number of its first unit in the text, from 0. */
  readonly unit: number;
  /** Where it begins in the folded text. */
  readonly start: number;
}

interface Node {
  readonly next: Map<string, Node>;
  /** The terms that end here, by language. */
  readonly terms: Map<string, { readonly term: number; readonly weight: number }>;
}

const newNode = (): Node => ({ next: new Map(), terms: new Map() });
const baseOf = (language: string): string => language.toLowerCase().split('-', 1)[0] ?? '';

/** Finds the terms of a topic in texts, all in one pass: a trie over words and letters, the longest match winning. */
export class TermIndex {
  readonly #root = newNode();
  readonly #languages = new Set<string>();
  /** How many terms there are. */
  readonly size: number;

  constructor(terms: Terms) {
    let term = 0;
    for (const [language, own] of Object.entries(terms)) {
      this.#languages.add(baseOf(language));
      for (const [phrase, weight] of Object.entries(own)) this.#add(baseOf(language), phrase, { term: term++, weight });
    }
    this.size = term;
  }

  /** The language whose terms count in a text of that language: all of them where the topic has none for it, or it is not known. */
  languageFor(language: string | null): string | null {
    const base = language === null ? '' : baseOf(language);
    return this.#languages.has(base) ? base : null;
  }

  /** Finds the terms of one language, or of all, in a folded text. Returns where each unit of the text begins. */
  find(text: string, language: string | null, found: (match: Match) => void): readonly number[] {
    const units: string[] = [];
    const starts: number[] = [];
    visitUnits(text, (unit, start) => {
      units.push(unit);
      starts.push(start);
    });
    for (let at = 0; at < units.length;) {
      const match = this.#longest(units, at, language);
      if (match === null) {
        at += 1;
        continue;
      }
      const { term, weight } = match;
      found({ term, weight, unit: at, start: starts[at] ?? 0 });
      at += match.length;
    }
    return starts;
  }

  #longest(units: readonly string[], from: number, language: string | null) {
    let node = this.#root.next.get(units[from] ?? '');
    let best: { readonly term: number; readonly weight: number; readonly length: number } | null = null;
    for (let length = 1; node !== undefined; length += 1) {
      const term = language === null ? node.terms.values().next().value : node.terms.get(language);
      if (term !== undefined) best = { ...term, length };
      node = node.next.get(units[from + length] ?? '');
    }
    return best;
  }

  #add(language: string, phrase: string, term: { readonly term: number; readonly weight: number }): void {
    let node = this.#root;
    for (const unit of unitsOf(folded(phrase))) {
      const next: Node = node.next.get(unit) ?? newNode();
      node.next.set(unit, next);
      node = next;
    }
    node.terms.set(language, term);
  }
}
