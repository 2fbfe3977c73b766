import { isSiteName, type KnownSite, partsOf, SEPARATOR, withoutSite } from './site.ts';
import { compact, sameness, wordsOf } from './words.ts';

/** Separators of a name that are looked at. */
const MAX_CUTS = 8;
/** Ends of what a name begins with: separators, and colons after a word. */
const CUT = new RegExp(`${SEPARATOR.source}|:\\s|：`, 'gu');

/** What a page is called, by one of those who say it. */
export interface PageName {
  readonly whole: string;
  readonly words: ReadonlySet<string>;
  readonly letters: string;
  /** Without the site's name. */
  readonly own: string;
  /** Whether it begins with the site's name, before a separator or alone. */
  readonly isAfterSite: boolean;
  /** Letters of what stands after the last separator, if the name of the site may. */
  readonly tail: string | null;
  /** What it begins with, up to each separator; the whole; its own. */
  readonly forms: readonly string[];
  /** Words of each form. */
  readonly formWords: readonly ReadonlySet<string>[];
}

function nameOf(whole: string, site: KnownSite): PageName {
  const own = withoutSite(whole, site);
  const cuts = whole.matchAll(CUT).take(MAX_CUTS);
  const forms = [...new Set([whole, ...cuts.map(({ index }) => whole.slice(0, index)), own])];
  const parts = partsOf(whole);
  const isAfterSite = isSiteName(parts[0] ?? '', site);
  const tail = parts.length >= 3 && !isAfterSite ? compact(parts.at(-1) ?? '') : null;
  const [words = new Set<string>(), ...others] = forms.map(wordsOf);
  return {
    whole,
    words,
    letters: compact(whole),
    own,
    isAfterSite,
    tail,
    forms,
    formWords: [words, ...others],
  };
}

/** What editors of pages write where nobody has written a title. */
const UNNAMED =
  /^(?:untitled(?:[ -](?:document|page|\d+))?|new page \d*|document|无标题文档|無標題文件|新建网页 ?\d*|無題ドキュメント|제목 없음|unbenanntes dokument|document sans (?:nom|titre)|documento (?:sin t[ií]tulo|senza titolo|sem t[ií]tulo)|naamloos document|документ без названия|adsız belge)$/i;

/** The names that texts say, but for those that are the site's or, before a separator, nothing at all, or that nobody gave. */
export function namesOf(texts: readonly (string | null)[], site: KnownSite): readonly PageName[] {
  const said = texts.filter((text) => text !== null).filter((text) => partsOf(` ${text}`)[0] !== '' && !UNNAMED.test(text));
  const own = said.filter((text) => site.isHome || !isSiteName(text, site));
  return [...new Set(own.length > 0 ? own : said)].map((text) => nameOf(text, site));
}

/** How far the words of a text are those of a name, in the form that is most like it. */
export const samenessTo = (words: ReadonlySet<string>, name: PageName): number =>
  Math.max(...name.formWords.map((form) => sameness(words, form)));

/** Letters of what a name ends with, after each separator. */
export function endsOf({ whole }: PageName): ReadonlySet<string> {
  const parts = partsOf(whole);
  if (parts.length > 2 * MAX_CUTS) return new Set();
  return new Set(
    parts
      .keys()
      .filter((at) => at > 0 && at % 2 === 0)
      .map((at) => compact(parts.slice(at).join(''))),
  );
}
