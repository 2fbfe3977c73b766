/** What a member of a dictionary is; only tokens and booleans are told apart, for the preferences that are read here are tokens. */
export type Member = { readonly kind: 'token'; readonly value: string } | { readonly kind: 'boolean' | 'other' };

/** Longer fields are no preference of anybody. */
const longest = 16_384;

const bare: readonly (readonly [Member['kind'], RegExp])[] = [
  ['token', /[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*/y],
  ['boolean', /\?[01]/y],
  // Integers, dates, decimals; strings; byte sequences; display strings (RFC 9651 §3.3).
  ['other', /@?-?\d{1,15}(?![\d.])/y],
  ['other', /-?\d{1,12}\.\d{1,3}(?![\d.])/y],
  ['other', /"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"/y],
  ['other', /:[A-Za-z0-9+/=]*:/y],
  ['other', /%"(?:[\x20\x21\x23\x24\x26-\x7e]|%[0-9a-f]{2})*"/y],
];
const keyPattern = /[a-z*][a-z0-9_\-.*]*/y;

/**
 * The members of a dictionary (RFC 9651 §3.2) in order, a repeated key repeated: the last one counts. Null when the text is none, for then all
 * of it must be ignored (§4.2).
 */
export function parseDictionary(text: string): readonly (readonly [key: string, member: Member])[] | null {
  return text.length > longest ? null : new Reader(text).dictionary();
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.replace(/^ +/, '').replace(/ +$/, '');
  }

  dictionary(): readonly (readonly [string, Member])[] | null {
    const members: (readonly [string, Member])[] = [];
    while (this.#at < this.#text.length) {
      const key = this.#take(keyPattern);
      const member = key === null ? null : this.#take(/=/y) === null ? { kind: 'boolean' as const } : this.#value();
      if (key === null || member === null || !this.#parameters()) return null;
      members.push([key, member]);
      this.#take(/[ \t]+/y);
      if (this.#at === this.#text.length) return members;
      if (this.#take(/,/y) === null) return null;
      this.#take(/[ \t]+/y);
      // A comma at the end promises a member that does not come.
      if (this.#at === this.#text.length) return null;
    }
    return members;
  }

  #value(): Member | null {
    return this.#text[this.#at] === '(' ? this.#innerList() : this.#bareItem();
  }

  #innerList(): Member | null {
    this.#at += 1;
    for (;;) {
      this.#take(/ +/y);
      if (this.#take(/\)/y) !== null) return { kind: 'other' };
      if (this.#bareItem() === null || !this.#parameters()) return null;
      if (this.#text[this.#at] !== ' ' && this.#text[this.#at] !== ')') return null;
    }
  }

  #bareItem(): Member | null {
    for (const [kind, pattern] of bare) {
      const value = this.#take(pattern);
      if (value !== null) return kind === 'token' ? { kind, value } : { kind };
    }
    return null;
  }

  /** False when they are malformed. */
  #parameters(): boolean {
    while (this.#take(/; */y) !== null) {
      if (this.#take(keyPattern) === null) return false;
      if (this.#take(/=/y) !== null && this.#bareItem() === null) return false;
    }
    return true;
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }
}
