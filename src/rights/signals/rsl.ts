import { textContent } from 'domutils';
import { baseUrlOf } from '../../html/base.ts';
import type { Headers } from '../../records.ts';
import type { Robots } from '../../robots/robots.ts';
import { isLicenceRel } from '../licence/properties.ts';
import { linksOf } from '../link-header.ts';
import { remember } from '../remember.ts';
import { parseRsl, type RslContent } from '../rsl/document.ts';
import { coveringContents, judgeContent, usageToken } from '../rsl/judge.ts';
import { atElement, thePage } from './markup.ts';
import { atLine, fromLines } from './robots-lines.ts';
import type { Finding, RightsContext, Signal } from './signal.ts';

const rslType = 'application/rsl+xml';
/** Documents of one page that are read. */
const mostDocuments = 16;

/** Something that points to a document, or has it within itself. */
interface Pointer {
  readonly finding: Finding;
  /** Null when the document is within the page. */
  readonly url: string | null;
  readonly text?: string;
  /** Only the strict profile heeds it, and it is no signal of this page. */
  readonly strictOnly?: true;
}

/**
 * Really Simple Licensing 1.0: terms in a document that robots.txt (`License:`), a Link header, a link element or the page itself brings. Licences of
 * one content are a choice; the most specific content decides; what cannot be read leaves the page unlicensed (§4.3), which the strict profile
 * takes for a denial.
 */
export const rsl: Signal = {
  name: 'rsl',
  read(context) {
    const inRobots = fromRobots(context);
    const pointers = [...inRobots, ...fromHeaders(context), ...fromPage(context)];
    if (pointers.length === 0) return [];
    // A License line opens nothing that robots.txt closes (§4.4).
    const closed = context.access?.allowed === false;
    const read = new Set<string>();
    return pointers.slice(0, 4 * mostDocuments).flatMap((pointer) => {
      const { finding, url, strictOnly } = pointer;
      const own = strictOnly === true ? [] : [finding];
      const key = url ?? pointer.text ?? '';
      if ((closed && inRobots.includes(pointer)) || read.has(key) || read.size >= mostDocuments) return own;
      read.add(key);
      const terms = termsOf(pointer, context);
      return [...own, ...(strictOnly === true ? terms.map(onlyStrict) : terms)];
    });
  },
};

const onlyStrict = ({ says, strict, obligations: _obligations, ...finding }: Finding): Finding => ({
  ...finding,
  silent: true,
  strict: { ...Object.fromEntries(Object.entries(says ?? {}).filter(([, decision]) => decision !== 'allow')), ...strict },
});

/** The License lines of our group replace those that stand outside of all groups (§4.4.2). Others' are theirs; strict reads all. */
const fromRobots = (context: RightsContext): readonly Pointer[] =>
  (pointersIn(context) ?? []).flatMap((pointer) => (typeof pointer === 'function' ? pointer(URL.parse('/', context.url)?.href) : pointer));

/** Most lines have whole addresses; the others depend on that of the host. */
const pointersIn = fromLines('license', ({ ours, others }) => {
  const grouped = ours.filter(({ global }) => !global);
  return [...ours, ...others].map((line) => {
    const isOurs = 'global' in line && (grouped.length === 0 || !line.global);
    const pointer = (base?: string): readonly Pointer[] => {
      const url = resolved(line.value, base);
      if (url === null) return [];
      return [{ finding: { signal: `robots:rsl:license=${url}`, ...atLine(line) }, url, ...(isOurs ? {} : { strictOnly: true }) }];
    };
    return /^\s*https?:\/\//i.test(line.value) ? pointer() : pointer;
  });
});

const fromHeaders = ({ headers, url: base }: RightsContext): readonly Pointer[] =>
  rslLinksOf(headers).flatMap(({ target, quote }): readonly Pointer[] => {
    const url = resolved(target, base);
    return url === null ? [] : [{ url, finding: { signal: `header:rsl:license=${url}`, quote, where: 'header Link' } }];
  });

/** `Link: </license.xml>; rel="license"; type="application/rsl+xml"`. */
const rslLinksOf = (headers: Headers): ReturnType<typeof linksOf> =>
  linksOf(headers).filter(({ parameters: { rel, type } }) => isRsl(type) && isLicenceRel(rel));

const isRsl = (type = ''): boolean => type.length >= rslType.length && type.trim().toLowerCase().split(';')[0]?.trim() === rslType;

function fromPage({ page, url: own }: RightsContext): readonly Pointer[] {
  if (page === null) return [];
  const base = baseUrlOf(page.document, own);
  const links = page.links.flatMap((link): readonly Pointer[] => {
    const url = isRsl(link.attribs['type']) && isLicenceRel(link.attribs['rel']) ? resolved(link.attribs['href'] ?? '', base) : null;
    return url === null ? [] : [{ url, finding: { signal: `html:rsl:license=${url}`, ...atElement(link) } }];
  });
  const inline = page.data
    .filter((script) => isRsl(script.attribs['type']))
    .map((script): Pointer => {
      const text = textContent(script);
      return { url: null, text, finding: { signal: 'html:rsl:inline', ...atElement(script), quote: beginningOf(text) } };
    });
  return [...links, ...inline];
}

const beginningOf = (text: string): string => text.slice(0, 2000).replaceAll(/\s+/g, ' ').trim().slice(0, 300);

const resolved = (reference: string, base?: string): string | null => {
  const url = reference.trim() === '' ? null : URL.parse(reference.trim(), base);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
};

const contentsOf = remember(16, (text): { readonly contents: readonly RslContent[] | null } => ({ contents: parseRsl(text) }));

function termsOf({ url, text: inline, finding }: Pointer, context: RightsContext): readonly Finding[] {
  const text = url === null ? inline : context.documents[url];
  const unreadable = (signal: string, place: Omit<Finding, 'signal'> = finding): readonly Finding[] => [
    { ...place, signal, strict: { train: 'deny', aiInput: 'deny' } },
  ];
  if (text === undefined) {
    const because = url === null ? undefined : context.missing[url];
    return unreadable('rsl:unavailable').map((each) =>
      because === undefined ? each : { ...each, where: `${each.where}; ${url} could not be had: ${because}` },
    );
  }
  const { contents } = contentsOf(text);
  if (contents === null) return unreadable('rsl:invalid', url === null ? finding : { quote: beginningOf(text), where: url, file: url });
  const covering = coveringContents(contents, context.url, url === null);
  const longest = covering[0]?.length;
  const from = { where: url ?? 'script element', file: url ?? thePage };
  // Within a page, its lines are counted.
  const first = url === null ? (finding.line ?? 1) : 1;
  return covering.flatMap(({ content, length }) => [
    ...content.licences.flatMap(({ permits, prohibits, quote, line }) => {
      const place = { quote, ...from, line: first + line - 1 };
      const each = (kind: string, words: readonly string[] = []): readonly Finding[] =>
        words.map((word) => ({ signal: `rsl:${kind}${word}`, ...place }));
      const usage = (words: readonly string[] = []): readonly string[] => words.flatMap((word) => usageToken(word) ?? []);
      return [
        ...each('permits:', usage(permits.usage)),
        ...each('permits:user:', permits.user),
        ...each('permits:geo:', permits.geo),
        ...each('prohibits:', usage(prohibits.usage)),
        ...each('prohibits:user:', prohibits.user),
        ...each('prohibits:geo:', prohibits.geo),
      ];
    }),
    ...judgeContent(content, context.policy.country).map(({ use, decision, strict, obligations, licence }): Finding => ({
      signal: `rsl:${use}=${decision}`,
      silent: true,
      quote: licence.quote,
      ...from,
      line: first + licence.line - 1,
      ...(length === longest ? { says: { [use]: decision }, obligations } : {}),
      ...(strict === 'deny' ? { strict: { [use]: 'deny' } } : {}),
    })),
  ]);
}

/** The documents that robots.txt points a crawler to before it has any page. */
export const documentsOfRobots = (robots: Robots, origin: string): readonly string[] => [
  ...new Set(robots.extensions.filter(({ key }) => key === 'license').flatMap(({ value }) => resolved(value, `${origin}/`) ?? [])),
];

/** The documents that the head of a page points to, found without parsing it: a crawler wants them while it is at the host. */
export function documentsOfPage(headers: Headers, markup: string, url: string): readonly string[] {
  const documents = rslLinksOf(headers).flatMap(({ target }) => resolved(target, url) ?? []);
  if (/rsl\+xml/i.test(markup)) {
    const base = resolved(hrefIn(/<base\b[^<>]{0,2000}>/i.exec(withoutComments(markup))?.[0] ?? ''), url) ?? url;
    const tags = [...markup.matchAll(/<link\b[^<>]{0,2000}rsl\+xml[^<>]{0,2000}>/gi)];
    documents.push(...tags.flatMap(([tag]) => resolved(hrefIn(tag), base) ?? []));
  }
  return [...new Set(documents)].slice(0, mostDocuments);
}

const withoutComments = (markup: string): string =>
  markup
    .split('<!--')
    .map((part, n) => (n === 0 ? part : (/--!?>(.*)$/s.exec(`--${part}`)?.[1] ?? '')))
    .join('');

function hrefIn(tag: string): string {
  const [, double, single, bare] = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag) ?? [];
  return (double ?? single ?? bare ?? '').replaceAll('&amp;', '&');
}
