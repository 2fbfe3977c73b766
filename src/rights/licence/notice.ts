import type { Element, Text } from 'domhandler';
import { stemsOfRights } from './words/stems.ts';

/** Longer texts are no notices, and between elements there are mostly spaces. */
const shortest = 8;
const longest = 4000;

/** Whether a text can hold a notice of rights; `source` is the page that it stands in, whose letters are quicker to read. */
export function isNotice({ data, startIndex }: Text, source: string): boolean {
  const { length } = data;
  if (length < shortest || length > longest) return false;
  return startIndex === null ? stemsOfRights.isIn(data, 0, length) : stemsOfRights.isIn(source, startIndex, startIndex + length);
}

/** Whether an element may name a licence by an address or a property; nearly all links end here. */
export function mayReference({ name, attribs }: Element): boolean {
  if (name === 'a' || name === 'area') {
    const { href } = attribs;
    return href !== undefined && (href.includes('icen') || href.includes('LICEN') || href.endsWith('-ov-file') || address.test(href));
  }
  const property = attribs['property'] ?? attribs['itemprop'];
  return property !== undefined && property.includes('icen');
}

const address =
  /^\s*(?:https?:)?\/\/(?:www\.)?(?:creativecommons|gnu|arxiv|nationalarchives|open\.canada|data\.gov\.tw|etalab|github\.com\/etalab|govdata|data\.norge|dati\.gov|kogl|usa\.gov|opendatacommons|artlibre|apache|opensource|digital\.go|spdx)\b/i;
