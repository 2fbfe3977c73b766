import type { Element, Text } from 'domhandler';
import type { Watch } from '../../html/parse.ts';
import { stemsOfRights } from './words/stems.ts';

/** Longer texts are no notices, and between elements there are mostly spaces. */
const shortest = 8;
const longest = 4000;

/** Whether a text can hold a notice of rights. It is read in the page that it stands in: one long string is at hand, and thousands of short ones are not. */
export function isNotice(text: Text, source: string): boolean {
  const { startIndex: first, endIndex: last } = text;
  return first === null || last === null ? mayBeNotice(text.data, 0, text.data.length) : mayBeNotice(source, first, last + 1);
}

const mayBeNotice = (text: string, from: number, to: number): boolean =>
  to - from >= shortest && to - from <= longest && stemsOfRights.isIn(text, from, to);

/** Whether an element may name a licence by an address or a property; nearly all links end here. */
export function mayReference({ name, attribs }: Element): boolean {
  if (name === 'a' || name === 'area') {
    const { href } = attribs;
    return href !== undefined && (namesLicence(href) || hosts.test(href));
  }
  const property = attribs['property'] ?? attribs['itemprop'];
  return property !== undefined && property.includes('icen');
}

/** As files and pages are called; quicker than a pattern, which would try each beginning at every character. */
const namesLicence = (address: string): boolean => address.includes('icen') || address.includes('ICEN') || address.endsWith('-ov-file');

const hosts =
  /^\s*(?:https?:)?\/\/(?:www\.)?(?:creativecommons|gnu|arxiv|nationalarchives|open\.canada|data\.gov\.tw|etalab|github\.com\/etalab|govdata|data\.norge|dati\.gov|kogl|usa\.gov|opendatacommons|opencontent|artlibre|apache|opensource|digital\.go|spdx)\b/i;

/** For the parser of a page whose rights will be asked for: the dearest part of that is to look at each text and each link. */
export const watchForRights: Watch = { text: mayBeNotice, reference: mayReference };
