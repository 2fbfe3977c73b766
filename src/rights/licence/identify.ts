import { spdxId } from '../../config/spdx.ts';
import { WordSearch } from '../../text/word-search.ts';
import { licenceOfUrl } from './addresses.ts';
import { creativeCommonsId, placeNamed } from './creative-commons.ts';
import { namedTerms, wordsOfTerms } from './government.ts';
import { judge } from './judge.ts';
import { namedElements } from './words/creative-commons.ts';
import { plainText } from './words/pattern.ts';
import { reservation } from './words/reservations.ts';

export const allRightsReserved = 'LicenseRef-all-rights-reserved';

/** A licence that a text names, and where in it. */
export interface Named {
  readonly id: string;
  readonly at: number;
  readonly end: number;
}

const addresses = /\bhttps?:\/\/[^\s<>"'()[\]，。、）」]+|(?<![\w./@-])(?:www\.)?creativecommons\.org\/[^\s<>"'()[\]，。、）」]+/gi;

// The abbreviations are the same in every language: in capitals, for `cc by` is also how copies are addressed, unless hyphens join them.
const name = String.raw`(?:\(CC\)|\bCC|\b(?:[Cc]reative|CREATIVE)[ -]?(?:[Cc]ommons|COMMONS))(?:[ -](?:[Ll]icen[cçsz]|[Ll]izenz)\p{Ll}*)?`;
const early = String.raw`(?:[ -](?<early>\d\.\d))?`;
const type = '(?:BY|SA|NC|ND)(?:(?: ?- ?|[ _])(?:SA|NC|ND|BY)| ?[+/,] ?(?:SA|NC|ND)(?!-))*';
const version = String.raw`(?:[ ,()_-]{0,3}(?:[vV](?:ersion|er)? ?\.?)?(?<version>\d\.\d)(?![\d.]\d))?`;
// Scripts without spaces go on right behind it; another element in letters that are not above leaves nobody sure what was named.
const whole = String.raw`(?![\p{Script=Latin}\p{Script=Cyrillic}]|-(?![Ll]i[csz]|[Лл][иі]ц)\p{L})`;
const abbreviations: readonly RegExp[] = [
  new RegExp(`${name}${early}[ :/(_-]{0,2}(?<type>${type})${whole}${version}(?: ?-? ?(?<place>IGO|(?!NC|ND|SA)[A-Z]{2})\\b)?`, 'gu'),
  new RegExp(`${name}[ :(-]{0,2}(?<type>by(?:-(?:sa|nc|nd))+)${whole}${version}`, 'giu'),
  /\bcc-(?<type>by)-(?<version>\d\.\d)/g,
];
/** What a licence asks for behind its name: `CC BY 4.0 NC`, `CC BY (non-commercial)`. */
const more =
  /^[\s(,.:/–-]{0,3}(?:licen[cs]e,? )?(?:for |with (?:an? )?)?(?:(?<NC>NC(?!\p{L})|(?:non|not for|nicht)[ -]?(?:commerc|kommerz))|(?<ND>ND(?!\p{L})|no[ -]?deriv)|(?<SA>SA(?!\p{L})|share[ -]?alike))/iu;

/** Whether that is nothing its name holds: then nobody knows which it is. */
const asksForMore = (id: string, behind: string): boolean =>
  Object.entries(more.exec(behind)?.groups ?? {}).some(([element, named]) => named !== undefined && !id.includes(`-${element}`));

/** A whole value or label, in whatever case; `by` alone may be any word. */
const bare =
  /^\W{0,3}(?:cc[ :-]{0,2})?(?<type>by(?:[ -](?:sa|nc|nd))*)(?:[ -]v?(?<version>\d\.\d)(?:[ -](?<place>igo|(?!nc|nd|sa)[a-z]{2}))?)?\W{0,3}$/i;
const anyWord = /^\W*[Bb]y\W*$/;

/** Licences that a text names by address, abbreviation or name, in order. Expects `plainText`. */
export function namedIn(text: string, base: string): readonly Named[] {
  if (!mayName.isIn(text)) return [];
  const found: Named[] = [];
  const add = (id: string | null, at: number, length: number): void => {
    const end = at + length;
    if (
      id !== null &&
      !(id.includes('CC-BY') && asksForMore(id, text.slice(end, end + 40))) &&
      !found.some((other) => at < other.end && other.at < end)
    )
      found.push({ id, at, end });
  };
  if (text.includes('://') || /creativecommons\.org/i.test(text))
    for (const match of text.matchAll(addresses)) {
      const address = /^http/i.test(match[0]) ? match[0] : `https://${match[0]}`;
      add(licenceOfUrl(address.replace(/[.,;:]+$/, ''), base), match.index, match[0].length);
    }
  for (const pattern of abbreviations)
    for (const match of text.matchAll(pattern)) {
      const { type = '', early, version = early, place = '' } = match.groups ?? {};
      add(creativeCommonsId(type.replaceAll(/[ _+/,-]+/g, '-'), version, placeNamed(place)), match.index, match[0].length);
    }
  const terms = wordsOfTerms.isIn(text) ? namedTerms : [];
  for (const [pattern, id] of terms)
    for (const match of text.matchAll(pattern)) add(id(match[1] ?? match[3] ?? '', match[2] ?? ''), match.index, match[0].length);
  for (const { type, version, place, at, length } of namedElements(text))
    add(creativeCommonsId(type, version, placeNamed(place)), at, length);
  return found.toSorted((a, b) => a.at - b.at);
}

/** A cheap look before the dear ones: words of names, beginnings of addresses, versions. */
const mayName = new WordSearch(
  [
    'commons|cc|licen|lizenz|dl-de|nlod|iodl|gfdl|pdl|kogl|public domain|://|.0|.1|.2|.3|.4|.5|.6|.7|.8|.9',
    '知识共享|知識共享|創用|创用|创意共享|コモンズ|커먼즈|المشاع|کامنز|коммонс|комънс|คอมมอนส์|कॉमन्स|政府|公共データ|공공누리',
  ].flatMap((line) => line.split('|')),
);

/** `Licence Ouverte (compatible CC-BY)`, `CC BY (except images: CC BY-NC)`: not what is licensed, or not by it. */
const remark = /\((?:compatible|except)[^()]*\)/gi;

/** The one licence that a name, a label or a metadata value stands for, or the first to choose from; null when it is none, or several at once. */
export function licenceOfText(text: string, base: string): string | null {
  const plain = plainText(text.slice(0, 2000)).replaceAll(remark, '').trim();
  const named = namedIn(plain, base);
  const [id, ...others] = mostSpecific(named.map((each) => each.id));
  if (id !== undefined && !isOfText(plain, named)) return null;
  if (id !== undefined) return others.length === 0 || (plain.includes(' OR ') && !plain.includes(' AND ')) ? id : null;
  const { type, version, place = '' } = (anyWord.test(plain) ? null : bare.exec(plain))?.groups ?? {};
  return type === undefined ? null : creativeCommonsId(type.replaceAll(' ', '-'), version, placeNamed(place));
}

/** Whether what is said around licences gives them to a text: neither `Images: CC BY` nor `Not under CC BY`, and without rights that are reserved as well. */
function isOfText(plain: string, named: readonly Named[]): boolean {
  const [before, behind] = [plain.slice(0, named[0]?.at), plain.slice(named.at(-1)?.end)];
  const scope = judge({ before, behind, standing: 'declared', forOtherThings: false });
  return scope !== null && scope !== 'other' && reservation(plain) < 0;
}

/** What a machine-readable value names: an SPDX id, an address, a name, or that all rights are reserved. */
export const licenceOfValue = (value: string, base: string): string | null =>
  spdxId(value) ??
  licenceOfUrl(value, base) ??
  licenceOfText(value, base) ??
  (reservation(plainText(value.slice(0, 2000))) >= 0 ? allRightsReserved : null);

/** Whether one id says the same as another with less: `LicenseRef-CC-BY` or `CC-BY-3.0` beside `CC-BY-3.0-US`. */
export function isVagueFor(vague: string, exact: string): boolean {
  if (vague === exact) return false;
  const parts = exact.split(' AND ');
  if (parts.length > 1) return parts.every((part) => part === vague || isVagueFor(vague, part));
  // The address without a version shows the newest, which is what older texts link to.
  if (vague === 'GFDL-1.3-or-later' || vague === 'LicenseRef-GFDL') return exact.startsWith('GFDL-');
  // The address of a version's text does not say whether later ones will do.
  if (exact.endsWith('-or-later') && vague === exact.replace(/-or-later$/, '-only')) return true;
  if (vague === 'LicenseRef-public-domain') return /^(?:CC0-1\.0|CC-PDM-1\.0|CC-PDDC|LicenseRef-PD-US-Gov)$/.test(exact);
  if (vague === 'LicenseRef-OGL') return /^(?:LicenseRef-)?OGL-/.test(exact);
  if (vague === 'LicenseRef-etalab') return exact === 'etalab-2.0' || exact === 'LicenseRef-etalab-1.0';
  const [less, more] = [vague, exact].map((id) => id.replace(/^LicenseRef-(?=CC-)/, '')) as [string, string];
  if (!less.startsWith('CC-') || !more.startsWith(`${less}-`)) return false;
  return (/\d$/.test(less) ? /^-[A-Z]{2,3}$/ : /^-\d/).test(more.slice(less.length));
}

/** Without repeats, and without those that say the same with less. */
export function mostSpecific(ids: readonly string[]): readonly string[] {
  const unique = [...new Set(ids)];
  return unique.filter((id) => !unique.some((other) => isVagueFor(id, other)));
}
