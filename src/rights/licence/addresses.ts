import { spdxId } from '../../config/spdx.ts';
import { creativeCommonsUrl } from './creative-commons.ts';

/** Other licences that have one address: host, path, id or what the path has captured. */
const known: readonly (readonly [host: string, path: RegExp, id: string | ((captured: string) => string | null)])[] = [
  ['gnu.org', /^\/(?:copyleft\/fdl|licenses\/fdl)(?:\.\w+)*$/, 'GFDL-1.3-or-later'],
  ['gnu.org', /^\/licenses\/(?:old-licenses\/)?fdl-(1\.[123])\b/, (version) => `GFDL-${version}-only`],
  ['gnu.org', /^\/(?:copyleft|licenses)\/(?:old-licenses\/)?((?:a|l)?gpl-[123]\.\d)\b/, (name) => spdxId(`${name}-only`)],
  ['arxiv.org', /^\/licenses\/nonexclusive-distrib\/1\.0/, 'LicenseRef-arXiv-nonexclusive-distrib-1.0'],
  ['arxiv.org', /^\/licenses\/assumed-1991-2003/, 'LicenseRef-arXiv-assumed-1991-2003'],
  ['nationalarchives.gov.uk', /^\/doc\/open-government-licence\/version\/([123])\b/, (version) => `OGL-UK-${version}.0`],
  ['nationalarchives.gov.uk', /^\/doc\/open-government-licence\/?$/, 'OGL-UK-3.0'],
  ['nationalarchives.gov.uk', /^\/doc\/open-government-licence\/open-government-licence\.htm$/, 'OGL-UK-1.0'],
  ['nationalarchives.gov.uk', /^\/doc\/non-commercial-government-licence\b/, 'NCGL-UK-2.0'],
  ['parliament.uk', /\/open-parliament-licence\b/, 'OPL-UK-3.0'],
  ['open.canada.ca', /^\/(?:en|fr)\/(?:open-government-licence-canada|licence-du-gouvernement-ouvert-canada)/, 'OGL-Canada-2.0'],
  ['ontario.ca', /^\/page\/open-government-licence-ontario\b/, 'LicenseRef-OGL-Ontario'],
  ['gov.bc.ca', /\/open-government-licence-bc\b/, 'LicenseRef-OGL-British-Columbia'],
  ['open.alberta.ca', /^\/licence\/?$/, 'LicenseRef-OGL-Alberta'],
  ['open.toronto.ca', /^\/open-data-licen[cs]e\/?$/, 'LicenseRef-OGL-Toronto'],
  ['data.gov.tw', /^\/(?:en\/)?license/, 'OGDL-Taiwan-1.0'],
  ['etalab.gouv.fr', /licence-ouverte-open-licence|Licence-Ouverte-v2/i, 'etalab-2.0'],
  ['etalab.gouv.fr', /\/Licence_Ouverte\.pdf/i, 'LicenseRef-etalab-1.0'],
  ['github.com', /^\/etalab\/licence-ouverte\b/i, 'etalab-2.0'],
  ['govdata.de', /^\/dl-de\/(by|zero)-2-0/, (kind) => `DL-DE-${kind.toUpperCase()}-2.0`],
  ['govdata.de', /^\/dl-de\/(by(?:-nc)?)-1-0/, (kind) => `LicenseRef-DL-DE-${kind.toUpperCase()}-1.0`],
  ['data.norge.no', /^\/nlod\/(?:\w\w\/)?([12])\.0/, (version) => `NLOD-${version}.0`],
  ['dati.gov.it', /^\/iodl\/2\.0|\/italian-open-data-license-v20/, 'LicenseRef-IODL-2.0'],
  ['kogl.or.kr', /^\/(?:\w+\/)*licenseType([0-4])/i, (type) => `LicenseRef-KOGL-Type${type}`],
  ['kogl.or.kr', /\/license_info\/(by|nc|nd|all)\.do/, (type) => `LicenseRef-KOGL-Type${['by', 'nc', 'nd', 'all'].indexOf(type) + 1}`],
  ['digital.go.jp', /^(?:\/en)?\/resources\/open_data\/public_data_license_v1\.0/, 'LicenseRef-JP-PDL-1.0'],
  ['usa.gov', /^\/(?:publicdomain\/label\/1\.0|government-works|government-copyright)/, 'LicenseRef-PD-US-Gov'],
  [
    'opendatacommons.org',
    /^\/licenses\/(odbl|by|pddl)\b/,
    (name) => ({ odbl: 'ODbL-1.0', by: 'ODC-By-1.0', pddl: 'PDDL-1.0' })[name] ?? null,
  ],
  ['opencontent.org', /^\/openpub\b/, 'OPUBL-1.0'],
  ['artlibre.org', /^\/licence\/lal\/licence-art-libre-12\b/, 'LAL-1.2'],
  ['artlibre.org', /^\/licence\/lal(?:\/en|\/de)?\/?$/, 'LAL-1.3'],
  ['apache.org', /^\/licenses\/LICENSE-2\.0/, 'Apache-2.0'],
  ['opensource.org', /^\/licen[cs]es?\/([\w.+-]+?)(?:\.(?:php|html))?\/?$/, (name) => softwareId(name)],
  ['choosealicense.com', /^\/licenses\/([\w.+-]+)\/?$/, (name) => softwareId(name)],
  ['unlicense.org', /^\/?$/, 'Unlicense'],
  ['spdx.org', /^\/licenses\/([A-Za-z0-9][\w.+-]*?)(?:\.html|\.json|\.txt)?$/, (name) => spdxId(name)],
];

/** Most references need no closer look: whether one names a host of these, and whether it names any. */
const hosts = new RegExp(
  `^\\s*(?:https?:)?//(?:www2?\\.)?(?:creativecommons\\.org|${[...new Set(known.map(([host]) => host.replaceAll('.', '\\.')))].join('|')})(?:[/:?#]|$)`,
  'i',
);
const absolute = /^\s*(?:[a-z][a-z0-9+.-]*:|\/\/)/i;

/** Names that stand for a version of the GPL family stand for that one alone; addresses write `apache-2-0` and `mit-license` as well. */
function softwareId(written: string): string | null {
  const name = written.replace(/-(\d)-(\d)$/, '-$1.$2').replace(/-license$/, '');
  return spdxId(/^[al]?gpl-\d\.\d$/i.test(name) ? `${name}-only` : name) ?? spdxId(name) ?? spdxId(written);
}

/** SPDX id or `LicenseRef-…` of the licence that a URL, relative to `base`, names; null when it names none. */
export function licenceOfUrl(reference: string, base: string): string | null {
  if (reference.length > 2000 || !hosts.test(absolute.test(reference) ? reference : base)) return null;
  const url = URL.parse(reference.trim(), base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  const host = url.hostname.replace(/^www2?\./, '');
  const byHost = creativeCommonsUrl(url);
  if (byHost !== null) return byHost;
  for (const [name, path, id] of known) {
    const match = name === host ? path.exec(url.pathname) : null;
    if (match !== null) return typeof id === 'string' ? id : id(match[1] ?? '');
  }
  return null;
}

/** Licences that are written for programs or data; beside a text they are seldom its own: it uses a map, or runs on something. */
export const isForOtherThings = (id: string): boolean =>
  !/^(?:CC|LicenseRef-(?!DL-DE)|GFDL|OGL|OGDL|NLOD|etalab|LAL|FAL|OPUBL|NCGL|OPL-UK|.* (?:OR|AND) )/i.test(id);
