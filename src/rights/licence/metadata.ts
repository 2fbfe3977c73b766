import type { Headers } from '../../records.ts';
import type { PageSurvey } from '../survey.ts';
import { candidate, type Candidate } from './candidate.ts';
import { allRightsReserved, licenceOfText, licenceOfUrl, reservesAll } from './identify.ts';

/** `Link: <…>; rel="license"` (RFC 8288, RFC 4946), also within a list of link relations. */
export function fromHeaders(headers: Headers, url: string): readonly Candidate[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'link')
    .flatMap(([, value]) => [...value.matchAll(/<([^<>]*)>([^<]*)/g)])
    .flatMap(([quote, target = '', parameters = '']) => {
      const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters);
      // An anchor makes it the licence of something else (RFC 8288 §3.2).
      const anchored = /;\s*anchor\s*=/i.test(parameters);
      const id = isLicenceRel(rel?.[1] ?? rel?.[2]) && !anchored ? licenceOfUrl(target, url) : null;
      return id === null ? [] : [candidate(id, 'page', 'header', `Link: ${quote}`, 'header Link')];
    });
}

export const isLicenceRel = (rel: string | undefined): boolean =>
  (rel ?? '')
    .toLowerCase()
    .split(/\s+/)
    .some((word) => word === 'license' || word === 'dct:license' || word === 'cc:license');

/** Names of meta elements that carry the licence of the page; `rightsHolder` and the like do not. */
const metaNames =
  /^(?:dc|dcterms|dct)[.:](?:rights|license|rights\.license|rights\.uri)$|^(?:license|licence|rights|copyright|og:license|citation_license|prism\.license)$/;

/** `<link rel="license">` in the head, and meta elements. */
export function fromMetadata(page: PageSurvey, url: string): readonly Candidate[] {
  const links = page.links.flatMap((link) => {
    const href = link.attribs['href'] ?? '';
    // RSL documents are terms of use for machines, not licences of this kind.
    const id = isLicenceRel(link.attribs['rel']) && !/rsl\+xml/i.test(link.attribs['type'] ?? '') ? licenceOfUrl(href, url) : null;
    return id === null || link.attribs['itemprop'] !== undefined
      ? []
      : [candidate(id, 'page', 'link', `link rel=license ${href}`, 'link element')];
  });
  const metas = page.metas.flatMap((meta) => {
    const name = (meta.attribs['name'] ?? meta.attribs['property'] ?? '').trim().toLowerCase();
    const content = meta.attribs['content'] ?? '';
    if (!metaNames.test(name) || content.length > 2000) return [];
    const id = licenceOfUrl(content, url) ?? licenceOfText(content, url) ?? (reservesAll(content) ? allRightsReserved : null);
    return id === null ? [] : [candidate(id, 'page', 'meta', `meta ${name}: ${content}`, 'meta element')];
  });
  return [...links, ...metas];
}
