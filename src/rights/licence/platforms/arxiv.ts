import { isTag, type Element } from 'domhandler';
import { textContent } from 'domutils';
import { atElement } from '../../signals/markup.ts';
import { licenceOfUrl } from '../addresses.ts';
import { candidate } from '../candidate.ts';
import { licenceOfText } from '../identify.ts';
import type { Platform } from './platform.ts';

/** arXiv says it in `.abs-license` of an abstract and in `#license-tr` of a paper as HTML; a paper's text may speak of others. */
export const arxiv: Platform = {
  serves: (_page, { hostname }) => hostname === 'arxiv.org' || hostname.endsWith('.arxiv.org'),
  written: /^(?:abstract|ltx_page_main|ltx_document)$/,
  read: (page, { href }) =>
    page.references.filter(isStatement).flatMap((link) => {
      const label = textContent(link).slice(0, 200);
      const id = licenceOfUrl(link.attribs['href'] ?? '', href) ?? nonExclusive(label) ?? licenceOfText(label, href);
      if (id === null) return [];
      const { quote, ...place } = atElement(link);
      return [candidate(id, 'page', 'arxiv', `${quote}${label}`, place)];
    }),
};

function isStatement(link: Element): boolean {
  if (link.name !== 'a') return false;
  const parent = link.parent !== null && isTag(link.parent) ? link.parent : null;
  return /(?:^|\s)abs-license(?:\s|$)/.test(parent?.attribs['class'] ?? '') || link.attribs['id']?.startsWith('license-tr') === true;
}

const nonExclusive = (label: string): string | null =>
  /arxiv\.org perpetual[, ]+non-?exclusive/i.test(label) ? 'LicenseRef-arXiv-nonexclusive-distrib-1.0' : null;
