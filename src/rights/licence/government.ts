import { WordSearch } from '../../text/word-search.ts';

/** Provinces, territories and cities with terms that are their own and bear the name of Canada's. */
const placesOfCanada = [
  'ontario|british columbia|alberta|nova scotia|new brunswick|newfoundland and labrador|prince edward island|saskatchewan|manitoba|yukon|northwest territories|nunavut',
  'toronto|vancouver|edmonton|calgary|ottawa|surrey|nanaimo|victoria|winnipeg|regina|hamilton|mississauga|brampton|london|halifax',
];

/** Terms of governments, and others with a name of their own, as texts name them: pattern, and the id for what it captured. */
export const namedTerms: readonly (readonly [pattern: RegExp, id: (first: string, second: string) => string])[] = [
  [
    new RegExp(
      `open government licen[cs]e(?: ?\\(OGL\\)| for public sector information)?(?: ?[-(]? ?(?:city of )?(canada|${placesOfCanada.join('|')})(?!\\p{L}))?(?: ?[-(:,]? ?(?:v|version)? ?([123])(?:\\.0)?)?|licence du gouvernement ouvert ?-? ?(canada)`,
      'giu',
    ),
    (place, version) => {
      if (/^canada$/i.test(place)) return 'OGL-Canada-2.0';
      if (place !== '')
        return `LicenseRef-OGL-${place.replaceAll(/(?:^|\s)\p{L}/gu, (first) => first.toUpperCase()).replaceAll(/\s+/g, '-')}`;
      return version === '' ? 'LicenseRef-OGL' : `OGL-UK-${version}.0`;
    },
  ],
  [
    /(?:(?:etalab[\s\-/(]*)?licence ouverte(?:[\s\-/(]*open licen[cs]e)?(?:[\s\-/(]*etalab)?|etalab[\s\-/(]*open licen[cs]e|open licen[cs]e[\s\-/(]*etalab|licence etalab)[\s\-/():,]*(?:version|v)? ?([12])?(?:\.0)?/giu,
    (version) => (version === '2' ? 'etalab-2.0' : version === '1' ? 'LicenseRef-etalab-1.0' : 'LicenseRef-etalab'),
  ],
  [
    /(?:datenlizenz deutschland|dl-de)[\s\-/:>]*(zero|(?:by|namensnennung)(?:[\s-]*(?:nc|nicht[\s-]?kommerziell))?)[\s\-/:]*(?:version )?([12])[.-]0/giu,
    (kind, version) => {
      const type = /zero/i.test(kind) ? 'ZERO' : /nc|nicht/i.test(kind) ? 'BY-NC' : 'BY';
      return `${version === '1' ? 'LicenseRef-' : ''}DL-DE-${type}-${version}.0`;
    },
  ],
  [
    /(?:norsk lisens for offentlige data|norwegian licen[cs]e for open government data|\bNLOD\b)[\s()A-Z-]*([12])\.0/giu,
    (version) => `NLOD-${version}.0`,
  ],
  [/(?:\bIODL|italian open data licen[cs]e)(?: ?\(IODL\))?(?: ?v| versione)? ?2\.0/giu, () => 'LicenseRef-IODL-2.0'],
  [/政府資料開放授權條款(?:-第1版)?|open government data licen[cs]e,? (?:version )?1\.0/giu, () => 'OGDL-Taiwan-1.0'],
  [/공공누리[^.]{0,24}?제? ?([0-4]) ?유형|\bKOGL[ -]type[ -]?([0-4])\b/giu, (first, second) => `LicenseRef-KOGL-Type${first || second}`],
  [/政府標準利用規約[^。]{0,4}?第?([12])\.0版?/gu, (version) => `LicenseRef-JP-Gov-Standard-Terms-${version}.0`],
  [/公共データ利用規約[^。]{0,4}?第?1\.0版?|\bPDL ?1\.0/gu, () => 'LicenseRef-JP-PDL-1.0'],
  [
    /(?:GNU[ -](?:free documentation licen[cs]e|FDL|lizenz für freie dokumentation)|\bGFDL|licence de documentation libre(?: GNU)?|licen[cç][ai]a? (?:de|di) documenta[cçz]i[oóoã]n[e]? (?:libre|livre|libera)(?: (?:de )?GNU)?)(?: ?\(GFDL\))?,?(?:[\s,-]*(?:v|version|versión|versão)? ?(1\.[123]))?((?:,? or|,? oder|,? ou|,? o)(?: \p{L}+)? (?:later|newer|später|höher|neuere|ultérieure|posterior)(?: versions?)?|(?<=1\.[123])(?:\+|-or-later))?/giu,
    (version, later) => (version === '' ? 'LicenseRef-GFDL' : `GFDL-${version}-${later === '' ? 'only' : 'or-later'}`),
  ],
  [/(?:free art licen[cs]e|licence art libre)(?: 1\.([23]))?/giu, (version) => `LAL-1.${version || '3'}`],
  [/open publication licen[cs]e(?:,? (?:v|version )?1\.0)?/giu, () => 'OPUBL-1.0'],
  [/non-?commercial government licen[cs]e/giu, () => 'NCGL-UK-2.0'],
  [/open parliament licen[cs]e/giu, () => 'OPL-UK-3.0'],
  [/\bCC-?0(?: ?-? ?1\.0)?\b(?!\.\d)|\bCC[ -]zero\b|creative commons zero|public domain dedication(?! and licen)/giu, () => 'CC0-1.0'],
  [/public domain mark(?: 1\.0)?|\bCC[ -]PDM\b/giu, () => 'CC-PDM-1.0'],
];

/** Each of them has one of these: most texts that speak of a licence have none. */
export const wordsOfTerms = new WordSearch(
  'government|gouvernement|ouverte|etalab|datenlizenz|dl-de|norsk|norwegian|nlod|iodl|italian|政府|공공누리|公共データ|pdl|gnu|gfdl|documenta|free|libre|publication|parliament|cc0|cc-0|pdm|kogl|zero|domain'.split(
    '|',
  ),
);
