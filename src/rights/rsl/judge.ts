import { pathPattern } from '../../robots/robots.ts';
import type { UseDecision } from '../../records.ts';
import { isSameHost } from '../same-host.ts';
import type { RslContent, RslLicence } from './document.ts';

export type RslUse = 'train' | 'aiInput' | 'search';
const uses: readonly RslUse[] = ['train', 'aiInput', 'search'];

/** Tokens of RSL 1.0 §3.4.1, and what of them concerns us. `ai-index` is a search engine's business with models of its own. */
const tokens: ReadonlyMap<string, readonly RslUse[]> = new Map([
  ['all', uses],
  ['ai-all', ['train', 'aiInput']],
  ['ai-train', ['train']],
  ['ai-input', ['aiInput']],
  ['ai-index', []],
  ['search', ['search']],
]);
/** The guide and other vocabularies call them so. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['train-ai', 'ai-train'],
  ['ai-use', 'ai-input'],
]);

/** A token as the specification spells it; null for one that it does not have, which then means nothing. */
export function usageToken(word: string): string | null {
  const lower = word.toLowerCase();
  const token = aliases.get(lower) ?? lower;
  return tokens.has(token) ? token : null;
}

/** What a licence comes to for one use; `unsaid` where it does not speak of it. */
export interface RslVerdict {
  readonly use: RslUse;
  readonly decision: UseDecision;
  /** Under the strict profile a condition that cannot be met denies, and so does any licence that prohibits. */
  readonly strict: UseDecision;
  readonly obligations: readonly string[];
  readonly licence: RslLicence;
}

/** The content elements whose URL covers the page, the most specific first (matching as in RFC 9309). `base`: where the document stood. */
export function coveringContents(
  contents: readonly RslContent[],
  url: string,
  inline: boolean,
): readonly { content: RslContent; length: number }[] {
  return contents
    .flatMap((content) => {
      const length = coverage(content.url, url, inline);
      return length === null ? [] : [{ content, length }];
    })
    .sort((a, b) => b.length - a.length);
}

function coverage(pattern: string, url: string, inline: boolean): number | null {
  // Within a page, nothing means the page itself; a file that names nothing speaks for its host.
  if (pattern === '') return inline ? Number.MAX_SAFE_INTEGER : 0;
  const [, host, rest] = /^((?:https?:)?\/\/[^/?#]*)(.*)$/i.exec(pattern) ?? [];
  if (host !== undefined && !isSameHost(host, url)) return null;
  const path = host === undefined ? pattern : rest === undefined || rest === '' ? '/' : rest;
  // A part of a page, which is no page of its own.
  if (/^\/?#/.test(path)) return null;
  const compiled = pathPattern(path.startsWith('/') || path.startsWith('*') ? path : `/${path}`);
  return compiled.matches(url) ? compiled.length : null;
}

/** What the licences of one content element, of which one may be chosen, come to for each use. */
export function judgeContent({ licences, server }: RslContent, country: string | null): readonly RslVerdict[] {
  return uses.flatMap((use) => {
    const choices = licences.flatMap((licence) => judgeLicence(licence, use, server, country));
    const best = choices.sort((a, b) => rank(a) - rank(b))[0];
    if (best === undefined) return [];
    const prohibited = licences.some((licence) => names(licence.prohibits.usage, use));
    return [prohibited ? { ...best, strict: 'deny' as const } : best];
  });
}

/** `EU` stands among country codes (ISO 3166-1 reserves it), for its members. */
const union: ReadonlySet<string> = new Set('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '));

const isMet = (obligation: string): boolean => obligation === 'attribution';
const rank = ({ decision, obligations }: RslVerdict): number =>
  decision === 'allow' ? 0 : decision === 'conditional' ? (obligations.every(isMet) ? 1 : 2) : 3;

/** Whoever trains is the one or the other. */
const isEverybody = (users: readonly string[]): boolean =>
  ['commercial', 'non-commercial'].every((kind) => users.some((user) => user.toLowerCase() === kind));

const names = (words: readonly string[] | undefined, use: RslUse): boolean =>
  (words ?? []).some((word) => tokens.get(usageToken(word) ?? '')?.includes(use) === true);

/** Prohibits win, and what permits mention is a closed list (§3.4). A licence that names no permitted use grants none, but may bind all. */
function judgeLicence(licence: RslLicence, use: RslUse, server: string | null, country: string | null): readonly RslVerdict[] {
  const { permits, prohibits, payments } = licence;
  const verdict = (decision: UseDecision, obligations: readonly string[] = []): readonly RslVerdict[] => {
    const strict = decision === 'conditional' && !obligations.every(isMet) ? 'deny' : decision;
    return [{ use, decision, strict, obligations, licence }];
  };
  const granted = permits.usage !== undefined && names(permits.usage, use);
  if (names(prohibits.usage, use) || (permits.usage !== undefined && !granted)) return verdict('deny');
  const here = country?.toUpperCase() ?? null;
  const has = (list: readonly string[] | undefined): boolean =>
    here !== null && (list ?? []).some((code) => code.toUpperCase() === here || (code.toUpperCase() === 'EU' && union.has(here)));
  // Whoever does not say where they are is nowhere on a closed list.
  if ((permits.geo !== undefined && !has(permits.geo)) || has(prohibits.geo)) return verdict('deny');
  const obligations = [
    ...(server === null ? [] : [`license-token:${server}`]),
    ...payments.filter((type) => type !== 'free').map((type) => (type === 'attribution' ? type : `payment:${type}`)),
    ...(permits.user === undefined || isEverybody(permits.user) ? [] : [`user:${permits.user.join('|').toLowerCase()}`]),
    ...(prohibits.user ?? []).map((user) => `not-user:${user.toLowerCase()}`),
    ...(here === null ? (prohibits.geo ?? []).map((code) => `not-geo:${code.toUpperCase()}`) : []),
  ];
  if (obligations.length > 0) return verdict('conditional', obligations);
  return granted ? verdict('allow') : [];
}
