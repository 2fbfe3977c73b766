import { creativeCommonsId, creativeCommonsUrl } from './creative-commons.ts';

/** Other licences of text that have one address: host, path, id. */
const known: readonly (readonly [host: string, path: RegExp, id: string])[] = [
  ['gnu.org', /^\/(?:copyleft\/fdl|licenses\/fdl)(?:\.\w+)*$/, 'GFDL-1.3-or-later'],
  ['gnu.org', /^\/licenses\/(?:old-licenses\/)?fdl-1\.3\b/, 'GFDL-1.3-only'],
  ['gnu.org', /^\/licenses\/(?:old-licenses\/)?fdl-1\.2\b/, 'GFDL-1.2-only'],
  ['arxiv.org', /^\/licenses\/nonexclusive-distrib\/1\.0/, 'LicenseRef-arXiv-nonexclusive-distrib-1.0'],
  ['nationalarchives.gov.uk', /^\/doc\/open-government-licence\/version\/3/, 'OGL-UK-3.0'],
  ['open.canada.ca', /^\/(?:en|fr)\/(?:open-government-licence-canada|licence-du-gouvernement-ouvert-canada)/, 'OGL-Canada-2.0'],
  ['data.gov.tw', /^\/license/, 'OGDL-Taiwan-1.0'],
];

/** Most references need no closer look. */
const hosts = /creativecommons|gnu\.org|spdx\.org|arxiv\.org|nationalarchives|open\.canada|data\.gov\.tw/i;

/** SPDX id or `LicenseRef-…` of the licence that a URL, relative to `base`, names; null when it names none. */
export function licenceOfUrl(reference: string, base: string): string | null {
  if (!hosts.test(reference) && !hosts.test(base)) return null;
  const url = URL.parse(reference.trim(), base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  const host = url.hostname.replace(/^www\./, '');
  if (host === 'spdx.org') return /^\/licenses\/([A-Za-z0-9][A-Za-z0-9.+-]*?)(?:\.html)?$/.exec(url.pathname)?.[1] ?? null;
  return creativeCommonsUrl(url) ?? known.find(([name, path]) => name === host && path.test(url.pathname))?.[2] ?? null;
}

// Spelt out in both cases, since a case-insensitive search over a whole page costs three times as much.
const notice =
  /©|\([cC]\)|\bCC[ -]?(?:BY|SA|NC|ND|0|Zero)|[Cc]reative ?[Cc]ommons|CREATIVE COMMONS|gnu\.org|spdx\.org|[Rr]eserv|RESERV|[Dd]roits|DROITS|[Rr]echte|RECHTE|[Dd]erechos|DERECHOS|[Dd]ireitos|DIREITOS|[Dd]iritti|DIRITTI|[Pp]rawa|[Пп]рава|版[权權]|保留|転載|권리|حقوق/;

/** Whether a text can hold a notice of rights; nearly all text ends here. */
export const isNotice = (text: string): boolean => text.length > 3 && notice.test(text);

export const allRightsReserved = 'LicenseRef-all-rights-reserved';

const reserved =
  /\ball rights reserved\b|\btous droits réservés\b|\balle rechte vorbehalten\b|\btodos los derechos reservados\b|\btodos os direitos reservados\b|\btutti i diritti riservati\b|\bwszelkie prawa zastrzeżone\b|\balle rechten voorbehouden\b|все права защищены|版权所有|版權所有|保留所有权利|保留所有權利|無断転載(?:を)?禁|모든 권리 보유|جميع الحقوق محفوظة/i;

/** Whether a text reserves all rights, in some of the languages that have a formula for it. */
export const reservesAll = (text: string): boolean => reserved.test(text);

const abbreviation = /\bCC[ -]((?:BY|SA|NC|ND)(?:[ -](?:SA|NC|ND))*)\b(?:[ -]v?(\d\.\d))?(?:[ -](IGO|[A-Z]{2})\b)?/;
const zero = /\bCC0\b|\bCC[ -]Zero\b|\bCreative Commons Zero\b/i;
const words =
  /\bCreative Commons[\s:,–—-]*((?:Attribution|Non-?Commercial|No[ -]?Deriv(?:ative)?s?(?: Works)?|Share-?Alike)(?:[\s,–—-]+(?:and )?(?:Non-?Commercial|No[ -]?Deriv(?:ative)?s?(?: Works)?|Share-?Alike))*)(?:\s+(?:licen[cs]e\s+)?(?:v(?:ersion)?\.?\s*)?(\d\.\d))?/i;

const initials: readonly (readonly [RegExp, string])[] = [
  [/attribution/i, 'BY'],
  [/commercial/i, 'NC'],
  [/deriv/i, 'ND'],
  [/share/i, 'SA'],
];

/** The licence that a text names by its abbreviation, its full English name or its URL; null when it names none. */
export function licenceOfText(text: string, base: string): string | null {
  const address = /\bhttps?:\/\/[^\s<>"')\]]+/i.exec(text)?.[0];
  const byUrl = address === undefined ? null : licenceOfUrl(address, base);
  if (byUrl !== null) return byUrl;
  const short = abbreviation.exec(text);
  if (short?.[1] !== undefined) return creativeCommonsId(short[1].replaceAll(' ', '-'), short[2], portOf(short[3]));
  if (zero.test(text)) return 'CC0-1.0';
  const long = words.exec(text);
  if (long?.[1] === undefined) return null;
  const name = long[1];
  const type = initials.flatMap(([word, element]) => (word.test(name) ? [element] : [])).join('-');
  return creativeCommonsId(type, long[2], undefined);
}

/** `CC BY-SA 3.0 DE`; two capitals behind a version are a jurisdiction only if they are one. */
const portOf = (letters: string | undefined): string | undefined =>
  letters !== undefined && /^(?:IGO|AT|AU|BR|CA|CH|CL|CN|DE|ES|FR|IT|JP|NL|NZ|PL|PT|TW|UK|US)$/.test(letters) ? letters : undefined;
