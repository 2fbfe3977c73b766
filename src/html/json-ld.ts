import type { Element } from 'domhandler';
import { textContent } from 'domutils';

/** A thing that JSON-LD describes. */
export type Thing = Readonly<Record<string, unknown>>;

export const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a script says in JSON-LD, as it is written; null when it is another script. */
export const jsonLdSource = (script: Element): string | null =>
  /^\s*application\/ld\+json\b/i.test(script.attribs['type'] ?? '') ? textContent(script) : null;

/** A string, to its end or that of the text, or a comma after which nothing comes. */
const STRING_OR_LAST_COMMA = /"(?:[^"\\]+|\\[^])*"?|,(?=\s*[\]}])/g;

/**
 * Data of JSON-LD, or null. As templates make it, it may be wrapped in a comment or CDATA, begin with a byte order mark, end as a statement, have lines broken within
 * strings, commas after the last item or its quotes escaped as in an attribute.
 */
export function parseJsonLd(source: string): unknown {
  const bare = source
    .replace(/^\s*(?:\/[/*]\s*)?<!(?:\[CDATA\[|--)(?:\s*\*\/)?/, '')
    .replace(/(?:\/[/*]\s*)?(?:\]\]>|-->)(?:\s*\*\/)?\s*$/, '')
    .replace(/;\s*$/, '')
    .trim();
  return parsed(bare) ?? parsed(repaired(bare));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function repaired(json: string): string {
  const quoted = json.includes('"') ? json : json.replaceAll(/&(?:quot|#34);/g, '"').replaceAll('&amp;', '&');
  return quoted.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(STRING_OR_LAST_COMMA, (found) => (found === ',' ? '' : found));
}
