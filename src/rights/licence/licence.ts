import { parseHtml } from '../../html/parse.ts';
import type { Headers, Licence } from '../../records.ts';
import { surveyPage, type PageSurvey } from '../survey.ts';
import { candidate, type Candidate } from './candidate.ts';
import { licenceOfText, licenceOfUrl } from './identify.ts';
import { fromJsonLd } from './json-ld.ts';
import { fromLinks } from './links.ts';
import { fromHeaders, fromMetadata } from './metadata.ts';
import { fromProse } from './prose.ts';
import { resolve } from './resolve.ts';

/** The licence of the text of a page, by its markup, its headers, or what its site's API said (`{ rightsinfo: { url, text } }`, MediaWiki). */
export function detectLicence(html: string, url: string, options: { readonly headers?: Headers; readonly api?: unknown } = {}): Licence {
  return readLicence({ url, headers: options.headers ?? [], page: surveyPage(parseHtml(html)), api: options.api });
}

interface Sources {
  readonly url: string;
  readonly headers: Headers;
  /** Null when it is not HTML. */
  readonly page: PageSurvey | null;
  readonly api?: unknown;
  readonly known?: { readonly id: string; readonly evidence: string };
}

/** The same for a parsed page. A licence known from outside holds where the page says nothing; a contradiction is noted. */
export function readLicence({ url, headers, page, api, known }: Sources): Licence {
  const own = resolve([
    ...(page === null ? [] : [...fromJsonLd(page, url), ...fromMetadata(page, url)]),
    ...fromHeaders(headers, url),
    ...(page === null ? [] : [...fromLinks(page, url), ...fromProse(page, url)]),
    ...fromApi(api, url),
  ]);
  if (known === undefined) return own;
  const outside = candidate(known.id, 'site', 'config', `licence ${known.id}`, known.evidence).evidence;
  const evidence = [...own.evidence, outside];
  if (own.conflict !== undefined) return { ...own, evidence };
  if (own.id === null) return { id: known.id, scope: 'site', evidence };
  return own.id === known.id ? { ...own, evidence } : { ...own, evidence, conflict: `${own.id} / ${known.id}` };
}

function fromApi(api: unknown, url: string): readonly Candidate[] {
  const info = fieldOf(api, 'rightsinfo');
  const [address, text] = [fieldOf(info, 'url'), fieldOf(info, 'text')].map((value) => (typeof value === 'string' ? value : ''));
  const id = licenceOfUrl(address || 'about:blank', url) ?? licenceOfText(text ?? '', url);
  return id === null ? [] : [candidate(id, 'site', 'api', `rightsinfo ${text ?? ''} ${address ?? ''}`, 'siteinfo')];
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
