import { parseHtml } from '../../html/parse.ts';
import type { Headers, Licence } from '../../records.ts';
import { fieldText, type FrontMatter } from '../../text/front-matter.ts';
import { surveyPage, type PageSurvey } from '../survey.ts';
import { candidate, type Candidate } from './candidate.ts';
import { licenceOfUrl } from './addresses.ts';
import { licenceOfText, licenceOfValue } from './identify.ts';
import { fromJsonLd } from './json-ld.ts';
import { fromLinks } from './links.ts';
import { fromHeaders, fromMetadata } from './metadata.ts';
import { type OutsideLicence, withOutside } from './outside.ts';
import { PageAddresses } from './page-addresses.ts';
import { Places } from './place.ts';
import { platformOf } from './platforms/index.ts';
import { fromProse } from './prose.ts';
import { fromRdf } from './rdf.ts';
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
  readonly frontMatter?: FrontMatter | null;
  readonly outside?: OutsideLicence | null;
}

/** The same for a parsed page. A licence known from outside holds where the page says nothing; a contradiction is noted. */
export function readLicence({ url, headers, page, api, frontMatter = null, outside = null }: Sources): Licence {
  const own = resolve([
    ...(page === null ? [] : fromPage(page, url)),
    ...(frontMatter === null ? [] : fromFrontMatter(frontMatter, url)),
    ...fromHeaders(headers, url),
    ...fromApi(api, url),
  ]);
  return outside === null ? own : withOutside(own, outside);
}

/** Declared by markup; then in the place of a platform, or wherever links and words say it. */
function fromPage(page: PageSurvey, url: string): readonly Candidate[] {
  const addresses = new PageAddresses(page, url);
  const declared = [...fromJsonLd(page, addresses), ...fromMetadata(page, url), ...fromRdf(page.rdf, addresses)];
  if (page.references.length === 0 && page.notices.length === 0) return declared;
  const address = URL.parse(url);
  const platform = address === null ? null : platformOf(page, address);
  const said = address === null ? [] : (platform?.read?.(page, address) ?? []);
  if (said.length > 0 && platform?.adds !== true) return [...declared, ...said];
  const places = new Places(addresses, platform?.written);
  return [...declared, ...said, ...fromLinks(page, url, places), ...fromProse(page, url, places)];
}

/** Fields of a Markdown file that name its licence, as an SPDX id, an address or in words. */
function fromFrontMatter(frontMatter: FrontMatter, url: string): readonly Candidate[] {
  return ['license', 'licence', 'rights', 'copyright'].flatMap((field) => {
    const value = fieldText(frontMatter, field);
    if (value === null) return [];
    const id = licenceOfValue(value, url);
    return id === null ? [] : [candidate(id, 'page', 'front-matter', `${field}: ${value}`, 'front matter')];
  });
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
