import { isTag, type Element } from 'domhandler';
import { textContent } from 'domutils';
import { headOf, tailOf } from '../../text/excerpt.ts';
import { atElement } from '../signals/markup.ts';
import type { PageSurvey } from '../survey.ts';
import { isForOtherThings, licenceOfUrl } from './addresses.ts';
import { around } from './around.ts';
import { candidate, type Candidate } from './candidate.ts';
import { isVagueFor, licenceOfText, licenceOfValue, namedIn } from './identify.ts';
import { judge } from './judge.ts';
import { isOfMedia } from './page-addresses.ts';
import { isLicenceProperty, isLicenceRel } from './properties.ts';
import { namesOtherType, type Places } from './place.ts';
import { subjectOf } from './subject.ts';
import { plainText } from './words/pattern.ts';
import { exceptWhere } from './words/statements.ts';

/** Links that are looked at, and licences among them that are judged: pages with more are galleries. */
const most = { looked: 500, judged: 60 };

interface LicenceLink {
  readonly element: Element;
  readonly id: string;
}

/** Licences that links in the page name: by `rel`, by property, or by standing where sites speak of their rights. */
export function fromLinks(page: PageSurvey, url: string, places: Places): readonly Candidate[] {
  // The page of a licence links to its own parts.
  const own = licenceOfUrl(url, url);
  const named: LicenceLink[] = [];
  let looked = 0;
  for (const element of page.references) {
    const reference = referenceOf(element);
    if (reference === undefined) continue;
    const property = isProperty(element);
    const id = property ? licenceOfValue(reference.slice(0, 2000), url) : (licenceOfUrl(reference, url) ?? labelled(element, url));
    looked += 1;
    if (id !== null && id !== own) named.push({ element, id });
    if (looked >= most.looked || named.length >= most.judged) break;
  }
  const ofMedia = named.length > 0 && isOfMedia(page);
  const ofItems = linksOfItems(named);
  return named.flatMap((link) => fromElement(link, url, places, ofMedia || ofItems.has(link.element)));
}

/** With so many items of a list or a table that have a licence each, they are works of their own; a badge and its words are in two at most. */
const FEW_ITEMS = 2;

/** The links with `rel` that give licences to items one by one. */
function linksOfItems(named: readonly LicenceLink[]): ReadonlySet<Element> {
  const inItems = named.filter(({ element }) => isLicenceRel(element.attribs['rel']) && itemOf(element) !== null);
  const items = new Set(inItems.map(({ element }) => itemOf(element)));
  return new Set(items.size > FEW_ITEMS ? inItems.map(({ element }) => element) : []);
}

/** The item or row that an element stands in. */
function itemOf({ parent }: Element): Element | null {
  for (let up = parent; up !== null && isTag(up); up = up.parent) if (/^(?:li|tr|dd)$/.test(up.name)) return up;
  return null;
}

function referenceOf(element: Element): string | undefined {
  const { name, attribs } = element;
  const property = isProperty(element);
  if (name === 'link' && !property) return undefined;
  return attribs['href'] ?? (property ? (attribs['resource'] ?? attribs['content'] ?? wordsOf(element)) : undefined);
}

/** Of a thing with properties of its own, these would say it. */
const wordsOf = (element: Element): string | undefined => (element.attribs['itemscope'] === undefined ? textContent(element) : undefined);

/** A link to the site's own page about its licence says which by its label. */
const labelled = (element: Element, url: string): string | null =>
  isLicenceRel(element.attribs['rel']) ? licenceOfText(textContent(element).slice(0, 300), url) : null;

const isProperty = ({ attribs }: Element): boolean => isLicenceProperty(attribs['property']) || isLicenceProperty(attribs['itemprop']);

function fromElement({ element, id }: LicenceLink, url: string, places: Places, ofThings: boolean): readonly Candidate[] {
  const property = isProperty(element);
  const rel = isLicenceRel(element.attribs['rel']);
  const place = places.of(element);
  const sides = around(element);
  // Where a sentence has just ended, the space behind it tells.
  const before = `${plainText(sides.before)}${/\s$/u.test(sides.before) ? ' ' : ''}`;
  const label = plainText(textContent(element).slice(0, 300));
  const behind = plainText(sides.behind);
  const forOtherThings = isForOtherThings(id);
  const standing = property || rel ? 'declared' : place.footer ? 'footer' : 'text';
  const judged = property ? 'page' : judge({ before, behind, standing, forOtherThings });
  if (judged === null) return [];
  const mechanism = property ? 'rdfa' : rel ? 'rel' : place.footer ? 'footer' : 'statement';
  const captioned = (ofThings || (sides.pictured && !property)) && !place.footer && subjectOf(before) !== 'own';
  // `<a>Photos are under CC BY</a>`.
  const ofLabel = !property && subjectOf(label.slice(0, namedIn(label, url)[0]?.at)) === 'other';
  const scope = place.apart || place.other || captioned || ofLabel || (rel && isTyped(element)) ? 'other' : judged;
  const { line, quote: tag, where } = atElement(element);
  const quote = `${tailOf(before, 120)}${tag}${label}${label === '' ? '' : `</${element.name}>`}${headOf(behind, 60)}`;
  const about = {
    where,
    line,
    yields: before.search(exceptWhere) >= 0 || behind.search(exceptWhere) >= 0,
    footer: place.footer,
  };
  const parent = element.parent !== null && isTag(element.parent) ? element.parent : undefined;
  const named = licenceOfText(label, url);
  if (named !== null && isVagueFor(id, named)) return [candidate(named, scope, mechanism, quote, { ...about, group: parent })];
  const made = candidate(id, scope, mechanism, quote, { ...about, group: parent });
  // A link that says one thing and leads to another proves neither.
  return named === null || named === id || isVagueFor(named, id) ? [made] : [made, candidate(named, scope, mechanism, quote, about)];
}

const isTyped = ({ parent }: Element): boolean => parent !== null && parent.children.slice(0, 50).some(namesOtherType);
