import type { Element } from 'domhandler';
import type { Headers } from '../../records.ts';
import { linksOf } from '../link-header.ts';
import { atElement } from '../signals/markup.ts';
import type { PageSurvey } from '../survey.ts';
import { licenceOfUrl } from './addresses.ts';
import { candidate, type Candidate } from './candidate.ts';
import { licenceOfValue } from './identify.ts';
import { isOfMedia } from './page-addresses.ts';
import { isLicenceRel, speaksOfRights } from './properties.ts';

/** `Link: <…>; rel="license"` (RFC 8288, RFC 4946). */
export const fromHeaders = (headers: Headers, url: string): readonly Candidate[] =>
  linksOf(headers).flatMap(({ target, parameters, quote }) => {
    const id = isLicenceRel(parameters['rel']) ? licenceOfUrl(target, url) : null;
    return id === null ? [] : [candidate(id, 'page', 'header', quote, 'header Link')];
  });

/** Names of meta elements that carry the licence of the page; `rightsHolder` and the like do not. */
const metaNames =
  /^(?:(?:dc|dcterms|dct)[.:](?:rights|licen[cs]e|rights\.licen[cs]e|rights\.uri)|(?:(?:og|cc|schema|article|citation|prism|eprints)[_.:])?(?:licen[cs]e|licen[cs]e_url)|(?:prism|eprints)\.(?:rights|copyright)|rights|copyright)$/;

/** Elements that are looked at: pages with more are hostile. */
const most = 1000;

/** `<link rel="license">` in the head, and meta elements. */
export function fromMetadata(page: PageSurvey, url: string): readonly Candidate[] {
  const scope = isOfMedia(page) ? 'other' : 'page';
  const links = page.links.slice(0, most).flatMap((link) => {
    const { attribs } = link;
    const href = attribs['href'] ?? '';
    // RSL documents are terms of use for machines, not licences of this kind.
    const isLicence = isLicenceRel(attribs['rel']) && attribs['itemprop'] === undefined && !/rsl\+xml/i.test(attribs['type'] ?? '');
    const id = isLicence ? licenceOfUrl(href, url) : null;
    return id === null ? [] : [declared(link, id, 'link', scope)];
  });
  const metas = page.metas.slice(0, most).flatMap((meta) => {
    const { attribs } = meta;
    const { name: given, property, content = '' } = attribs;
    const name = given ?? property ?? '';
    // Microdata and RDFa within an item are read where they stand.
    if (!speaksOfRights(name) || !metaNames.test(name.trim().toLowerCase()) || content.length > 2000 || attribs['itemprop'] !== undefined)
      return [];
    const id = licenceOfValue(content, url);
    return id === null ? [] : [declared(meta, id, 'meta', scope)];
  });
  return [...links, ...metas];
}

function declared(element: Element, id: string, mechanism: 'link' | 'meta', scope: Candidate['scope']): Candidate {
  const { quote, ...place } = atElement(element);
  return candidate(id, scope, mechanism, quote, place);
}
