/** Bytes of a page that are looked at. */
const LOOKED = 100_000;

/** What a page looks like at first sight, without parsing it: enough to tell fronts, parked names and apologies from texts. */
export interface Look {
  readonly markup: string;
  readonly title: string;
  /** Of its first `h1`. */
  readonly heading: string;
  /** What a reader would see of it, in lower case. */
  readonly words: readonly string[];
}

const UNSEEN = /<(script|style|template|svg|head)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->|<[^>]*>/gi;
const WORDS = /\p{Ideographic}|[\p{L}\p{N}]+/gu;
const ENTITY = /&(?:#\d+|#x[\da-f]+|\w+);/gi;

/** Letters in which a title or a heading ends. */
const LONGEST = 2000;

/** What the first element of a name says; `lower` is the markup in lower case. */
function within(markup: string, lower: string, name: string): string {
  const start = lower.indexOf(`<${name}`);
  if (start < 0) return '';
  const [, found = ''] = new RegExp(`^<${name}\\b[^>]*>([\\s\\S]*?)</${name}\\s*>`, 'i').exec(markup.slice(start, start + LONGEST)) ?? [];
  return found.replaceAll(UNSEEN, ' ').replaceAll(/\s+/g, ' ').trim();
}

/** In UTF-8, which marks and most apologies are in. Its words are told apart only when they are asked for: most pages are never suspected. */
export function lookAtPage(body: Uint8Array): Look {
  const markup = new TextDecoder().decode(body.subarray(0, LOOKED));
  const lower = markup.toLowerCase();
  let words: readonly string[] | null = null;
  return {
    markup: lower,
    title: within(markup, lower, 'title'),
    heading: within(markup, lower, 'h1'),
    get words() {
      return (words ??= markup.replaceAll(UNSEEN, ' ').replaceAll(ENTITY, ' ').toLowerCase().match(WORDS) ?? []);
    },
  };
}
