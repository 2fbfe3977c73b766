import type { Element } from 'domhandler';
import { textContent } from 'domutils';
import type { PageSurvey } from '../survey.ts';
import { candidate, type Candidate } from './candidate.ts';
import { licenceOfText, licenceOfUrl } from './identify.ts';
import { isLicenceRel } from './metadata.ts';
import { ancestors, around, describesOther, standsApart, standsInFooter, subjectOf } from './subject.ts';

/** RDFa and microdata names of the licence property. */
const licenceProperty =
  /^(?:license|cc:license|dct:license|dcterms:license|schema:license|https?:\/\/creativecommons\.org\/ns#license|https?:\/\/schema\.org\/license|http:\/\/purl\.org\/dc\/terms\/license)$/i;

/** Links to licences that are looked at: pages with more are galleries. */
const mostLinks = 200;

/** Licences that links in the page name: by `rel`, by property, or by standing where sites speak of their rights. */
export function fromLinks(page: PageSurvey, url: string): readonly Candidate[] {
  const named = page.references.flatMap((element) => {
    const reference = referenceOf(element);
    const id = reference === undefined ? null : licenceOfUrl(reference, url);
    // The page of a licence links to its own parts.
    return reference === undefined || id === null || licenceOfUrl(url, url) === id ? [] : [{ element, reference, id }];
  });
  return named.slice(0, mostLinks).flatMap((link) => fromElement(link, url));
}

const referenceOf = (element: Element): string | undefined => {
  const { attribs } = element;
  if (element.name === 'link' && attribs['itemprop'] === undefined && attribs['property'] === undefined) return undefined;
  const isProperty = attribs['property'] !== undefined || attribs['itemprop'] !== undefined;
  return attribs['href'] ?? (isProperty ? (attribs['resource'] ?? attribs['content']) : undefined);
};

interface LicenceLink {
  readonly element: Element;
  readonly reference: string;
  readonly id: string;
}

function fromElement({ element, reference, id }: LicenceLink, url: string): readonly Candidate[] {
  const property = `${element.attribs['property'] ?? ''} ${element.attribs['itemprop'] ?? ''}`
    .trim()
    .split(/\s+/)
    .some((name) => licenceProperty.test(name));
  const rel = isLicenceRel(element.attribs['rel']);
  const footer = standsInFooter(element);
  const { before, behind } = around(element);
  const label = textContent(element).slice(0, 300);
  if (!property && !rel && !(footer && !unrelated(before)) && !states(before)) return [];
  const mechanism = property ? 'rdfa' : rel ? 'rel' : footer ? 'footer' : 'statement';
  const apart = standsApart(element) || describesOther(element, url) || (!property && speaksOfOther(before, behind, footer));
  const scope = apart ? 'other' : /\b(?:site|website|wiki|text is available)\b/i.test(before) ? 'site' : 'page';
  const quote = `${before.slice(-120)}[${label}](${reference})${behind.slice(0, 60)}`;
  const group = blockOf(element);
  const made = candidate(id, scope, mechanism, quote, `${element.name} element`, group);
  // A link that says one thing and leads to another proves neither.
  const named = licenceOfText(label, url);
  return named === null || agrees(named, id) ? [made] : [made, candidate(named, scope, mechanism, quote, `${element.name} element`)];
}

const blockOf = (element: Element): object | undefined => ancestors(element).next().value ?? undefined;

/** Whether the name on a link can be that of its target: equal, or less exact. */
function agrees(named: string, id: string): boolean {
  const vague = /^LicenseRef-(CC-[A-Z-]+)$/.exec(named)?.[1];
  if (vague !== undefined) return id.startsWith(`${vague}-`) && /^\d/.test(id.slice(vague.length + 1));
  return id === named || id.startsWith(`${named}-`);
}

const speaksOfOther = (before: string, behind: string, footer: boolean): boolean => {
  const subject = subjectOf(before);
  if (subject === 'other') return true;
  return subject === 'none' && !footer && /^\W{0,3}(?:photos?|pictures?|images?|icons?|fonts?|videos?)\b/i.test(behind);
};

const granting =
  /\b(?:licen[cs]ed|available|released|distributed|published|shared|provided|offered|covered|made available)\b[^.;]{0,80}\b(?:under|by|with)\b[^.;]{0,80}$/i;
const declaring = /\b(?:this|these|our|the|all|except)\b[^.;?]{0,160}$/i;

/** Whether a text just before a licence grants it, now and for what it speaks of: `this work is licensed under a …`. */
export function states(before: string): boolean {
  const sentence = before.split(/[.!?。！？]\s/).at(-1) ?? '';
  return granting.test(sentence) && declaring.test(sentence) && subjectOf(sentence) === 'own' && !unrelated(sentence);
}

/** Denied, past, possible or someone's contribution: no grant of this page. */
export const unrelated = (before: string): boolean =>
  /\b(?:not|never|no longer|until|formerly|previously|was|were|once|if|unless you|may|might|can|could|would|agree|by (?:saving|submitting|posting))\b[^.;]{0,120}$/i.test(
    before.split(/[.!?。！？]\s/).at(-1) ?? '',
  );
