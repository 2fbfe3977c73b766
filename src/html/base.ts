import type { HtmlDocument } from './document.ts';

/**
 * What relative URLs of a page are relative to, wherever they stand: the first `base` with an address (HTML standard §4.2.3), if that is
 * http(s), else the page itself. It is the page's word: where it leads is for scope to judge.
 */
export function baseUrlOf({ survey }: HtmlDocument, pageUrl: string): string {
  const base = URL.parse(survey.base?.attribs['href']?.toWellFormed() ?? '', pageUrl);
  return base?.protocol === 'https:' || base?.protocol === 'http:' ? base.href : pageUrl;
}
