import { compact, lengthOf, likeness, wordsOf } from './words.ts';

/** What parts a page's title from its site's name; in Chinese an underscore does. */
export const SEPARATOR = /(\s+(?:[|\-–—·•:~/<>‹›]|(?<!«[^«»]*)»|«(?![^«»]*»))+\s+|\s*[|｜]\s*|(?<=\p{Script=Han})_|_(?=\p{Script=Han}))/u;
/** Separators that stand before a site's name and hardly within a title. */
const STRONG = /[|｜«»‹›·•_]/;
/** Signs that say more within a title: `if a < b`, `Settings > Privacy`. */
const WEAK = /[<>]/;
const EDGES = /^[\s|｜\-–—·«»‹›<>•:~/_]+|[\s|｜\-–—·«»‹›<>•:~/_]+$/g;
/** A text is like the site's name when so much of the shorter of both is in the other. */
const ALIKE = 0.5;
/** Letters of a title that are looked at for a name. */
const MAX_LETTERS = 300;
/** Words of an end that may be the name of a site nobody knows of. */
const MAX_WORDS = 4;

/** What is known of the site's name. */
export interface Site {
  readonly name: string | null;
  readonly host: string;
  /** Whether the page is the site's first, which is called by the name of the site. */
  readonly isHome: boolean;
}

/** The parts of a title, with the separators between them at odd places. */
export const partsOf = (title: string): string[] => title.split(SEPARATOR);

/** A site by what it may be called. */
export interface KnownSite extends Site {
  /** As it says it, or as its address does, `TechCrunch` of techcrunch.com: letters alone. */
  readonly names: ReadonlySet<string>;
  /** Of its name and address. */
  readonly words: ReadonlySet<string>;
}

export function knownSite(site: Site): KnownSite {
  const { name, host } = site;
  const names = [name ?? '', host, ...host.split('.').slice(0, -1)].map(compact).filter((letters) => letters !== '');
  return { ...site, names: new Set(names), words: wordsOf(`${name ?? ''} ${host.replaceAll('.', ' ')}`) };
}

/** Whether a text is the site's name and nothing else. */
export const isSiteName = (text: string, { names }: KnownSite): boolean => names.has(compact(text));

/** What stands before a site's name without a space, as in Chinese: `标题-站点`. */
const TIGHT = /\s*[-–—_|｜·@]+\s*$/;

/** What stands before a title with a colon. */
const BEFORE_COLON = /^([^:：]+)(?::\s+|：\s*)(?=\S)/;

/** A title without the name that its site gives itself, after any sign that parts both or before a colon. */
function withoutNamed(title: string, site: KnownSite): string {
  const { name, isHome } = site;
  const [before = '', first = ''] = BEFORE_COLON.exec(title) ?? [];
  if (!isHome && isSiteName(first, site)) return title.slice(before.length);
  if (isHome || name === null || title.length > MAX_LETTERS || !title.endsWith(name)) return title;
  const rest = title.slice(0, -name.length);
  return TIGHT.test(rest) ? rest.replace(TIGHT, '') : title;
}

/** A title of Chinese before its channels and site, which are shorter than it is: `标题-频道-站点`. */
const BEFORE_CHANNELS = /^([^-]{9,})(?:--?\p{Script=Han}{2,8}){2,}$/u;

/** A title before a site that Chinese calls one, and that is hardly longer than it is: `标题-某某网`; a pair of long dashes stands within titles. */
const BEFORE_CHINESE =
  /^(.{7,}[^\s\-–_丨])\s*(?:--?|[–_丨])\s*\p{Script=Han}{1,8}(?:[网網站]|[日晚][报報]|新[闻聞]|[论論][坛壇]|博客|[频頻]道|百科|社[区區]|政府)$/u;
/** A title before its sections, as Korean sites have it: `제목 < 사회 < 기사본문`. */
const BEFORE_SECTIONS = /^([^<]{2,}[^\s<])\s+<\s+\p{Script=Hangul}[^<]{0,20}<\s+\p{Script=Hangul}/u;

const BEFORE = [BEFORE_CHANNELS, BEFORE_CHINESE, BEFORE_SECTIONS];

/** A title without the name of its site at the end: ` - Example` is one when it is like what is known of the site, or short. */
export function withoutSite(whole: string, site: KnownSite): string {
  const forms = site.isHome || whole.length > MAX_LETTERS ? [] : BEFORE;
  const before = forms.map((form) => form.exec(whole)?.[1]).find((own) => own !== undefined);
  const title = before ?? (withoutNamed(whole, site) || whole);
  const parts = partsOf(title);
  while (!site.isHome && parts.length >= 3 && isSiteName(parts[0] ?? '', site)) parts.splice(0, 2);
  for (let isCut = false; parts.length >= 3; parts.length -= 2) {
    const last = parts.at(-1) ?? '';
    const isLike = likeness(wordsOf(last), site.words) >= ALIKE;
    const sign = parts.at(-2) ?? '';
    const mayBe = isLike || STRONG.test(sign) || (!isCut && !WEAK.test(sign) && lengthOf(last) <= MAX_WORDS);
    if (!mayBe || !/\p{L}/u.test(last)) break;
    isCut ||= isLike;
  }
  return parts.join('').trim() || title;
}

/** What a longer title has besides a shorter one at its end or beginning: the name of the site, which says it nowhere else. */
export function besides(longer: string, shorter: string): string | null {
  if (longer.length <= shorter.length || longer.length > MAX_LETTERS) return null;
  const rest = longer.endsWith(shorter) ? longer.slice(0, -shorter.length) : longer.startsWith(shorter) ? longer.slice(shorter.length) : '';
  const name = rest.replace(EDGES, '');
  return name === '' || name === rest.trim() ? null : name;
}
