import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import type { PageSurvey } from '../survey.ts';
import { candidate, type Candidate } from './candidate.ts';
import { allRightsReserved, licenceOfText, reservesAll } from './identify.ts';
import { states, unrelated } from './links.ts';
import { describesOther, standsApart, standsInFooter, subjectOf } from './subject.ts';

const longestNotice = 1500;

/**
 * What the page says in words: in a footer by naming a licence or reserving all rights, elsewhere only by a whole statement (`this is an
 * open access article under the CC BY licence`). English names and the abbreviations, which are the same in every language.
 */
export function fromProse(page: PageSurvey, url: string): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const element of page.notices) {
    const text = textOf(element);
    if (text === null || standsApart(element) || describesOther(element, url)) continue;
    const footer = standsInFooter(element);
    for (const sentence of text.split(/(?<=[.!?;。！？；])\s+(?=[\p{Lu}\p{Lo}©a-z])/u))
      found.push(...fromSentence({ sentence, text, footer, url, where: `${element.name} element` }));
  }
  return found;
}

interface Notice {
  readonly sentence: string;
  /** The whole block. */
  readonly text: string;
  readonly footer: boolean;
  readonly url: string;
  readonly where: string;
}

function fromSentence({ sentence, text, footer, url, where }: Notice): readonly Candidate[] {
  // "All rights reserved" is a formula: in running text it counts only beside a copyright notice.
  if (reservesAll(sentence) && (footer || (/©|\(c\)|copyright/i.test(text) && sentence.length < 200))) {
    return [candidate(allRightsReserved, 'page', 'statement', sentence, where)];
  }
  const id = licenceOfText(sentence, url);
  if (id === null || sentence.includes('?')) return [];
  const at = sentence.search(/\bCC[ -0]|\bCreative Commons|https?:/i);
  const before = sentence.slice(0, Math.max(at, 0));
  if (unrelated(before)) return [];
  const openAccess = /\bopen[ -]access (?:article|paper|publication|book|chapter)\b[^.]{0,80}\bunder\b[^.]{0,40}$/i.test(before);
  if (!openAccess && !states(before) && !(footer && subjectOf(before) !== 'other')) return [];
  return [candidate(id, /\b(?:site|website|wiki)\b/i.test(before) ? 'site' : 'page', 'statement', sentence, where)];
}

/** The text of a block, or null when it is longer than notices are. */
function textOf(block: Element): string | null {
  let text = '';
  const stack: AnyNode[] = [block];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isText(node)) text += node.data;
    else if (isTag(node) && node.name !== 'script' && node.name !== 'style') stack.push(...node.children.toReversed());
    if (text.length > 2 * longestNotice || stack.length > longestNotice) return null;
  }
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  return plain.length > longestNotice ? null : plain;
}
