/** Creative Commons licences that SPDX 3.27 names, without `CC-`; ports that are not here go by their unported id. */
const spdx: ReadonlySet<string> = new Set(
  `BY-1.0 BY-2.0 BY-2.5 BY-2.5-AU BY-3.0 BY-3.0-AT BY-3.0-AU BY-3.0-DE BY-3.0-IGO BY-3.0-NL BY-3.0-US BY-4.0
   BY-NC-1.0 BY-NC-2.0 BY-NC-2.5 BY-NC-3.0 BY-NC-3.0-DE BY-NC-3.0-IGO BY-NC-4.0
   BY-NC-ND-1.0 BY-NC-ND-2.0 BY-NC-ND-2.5 BY-NC-ND-3.0 BY-NC-ND-3.0-DE BY-NC-ND-3.0-IGO BY-NC-ND-4.0
   BY-NC-SA-1.0 BY-NC-SA-2.0 BY-NC-SA-2.0-DE BY-NC-SA-2.0-FR BY-NC-SA-2.0-UK BY-NC-SA-2.5 BY-NC-SA-3.0 BY-NC-SA-3.0-DE BY-NC-SA-3.0-IGO
   BY-NC-SA-4.0 BY-ND-1.0 BY-ND-2.0 BY-ND-2.5 BY-ND-3.0 BY-ND-3.0-DE BY-ND-4.0
   BY-SA-1.0 BY-SA-2.0 BY-SA-2.0-UK BY-SA-2.1-JP BY-SA-2.5 BY-SA-3.0 BY-SA-3.0-AT BY-SA-3.0-DE BY-SA-3.0-IGO BY-SA-4.0
   SA-1.0 PDDC PDM-1.0`.split(/\s+/),
);

const types: ReadonlySet<string> = new Set('BY BY-SA BY-NC BY-ND BY-NC-SA BY-NC-ND SA ND NC NC-SA NC-ND'.split(' '));
/** 2.1 exists in ports only. */
const versions: ReadonlySet<string> = new Set(['1.0', '2.0', '2.1', '2.5', '3.0', '4.0']);

/**
 * Type, version and jurisdiction as an SPDX id where there is one, else as `LicenseRef-CC-…`; null when Creative Commons has none such.
 * Elements may come in any order.
 */
export function creativeCommonsId(type: string, version: string | undefined, jurisdiction: string | undefined): string | null {
  const elements = type.toUpperCase().split('-');
  const canonical = ['BY', 'NC', 'ND', 'SA'].filter((element) => elements.includes(element)).join('-');
  if (!types.has(canonical) || elements.some((element) => !/^(?:BY|NC|ND|SA)$/.test(element))) return null;
  // From version 2.0 on, all of them ask for attribution.
  if (!canonical.startsWith('BY') && version !== '1.0') return null;
  if (version === undefined) return `LicenseRef-CC-${canonical}`;
  if (!versions.has(version)) return null;
  const unported = `${canonical}-${version}`;
  const ported = jurisdiction === undefined ? unported : `${unported}-${jurisdiction.toUpperCase()}`;
  if (spdx.has(ported)) return `CC-${ported}`;
  return spdx.has(unported) ? `CC-${unported}` : `LicenseRef-CC-${ported}`;
}

/**
 * The licence that a Creative Commons URL names, or null. The host must be theirs, whole; deed and legalcode pages, languages and queries
 * do not matter.
 */
export function creativeCommonsUrl(url: URL): string | null {
  if (!/^(?:www\.)?creativecommons\.org$/.test(url.hostname)) return null;
  const [kind, type = '', version, port] = url.pathname.toLowerCase().split('/').filter(Boolean);
  if (/\/cc0\/?$/i.test(url.pathname)) return 'CC0-1.0';
  if (kind === 'publicdomain') return type === 'zero' ? 'CC0-1.0' : type === 'mark' ? 'CC-PDM-1.0' : null;
  if (kind !== 'licenses') return null;
  if (type === 'publicdomain') return 'CC-PDDC';
  // What stands behind the version is a jurisdiction, or a page of the licence.
  const jurisdiction = port !== undefined && /^(?:[a-z]{2}|igo|scotland)$/.test(port) ? port : undefined;
  // Some addresses have taken a comma or a bracket along.
  return creativeCommonsId(type, version?.replace(/[^\w.]+$/, ''), jurisdiction);
}

/** Jurisdictions whose ports SPDX knows, by code or name; another's licence goes by its unported id. */
const places: readonly (readonly [RegExp, string])[] = [
  [/^(?:IGO\b|intergovernmental)/i, 'IGO'],
  [/^(?:DE\b|deutschland|germany|allemagne)/i, 'DE'],
  [/^(?:AT\b|österreich|austria)/i, 'AT'],
  [/^(?:AU\b|australia)/i, 'AU'],
  [/^(?:NL\b|nederland|netherlands)/i, 'NL'],
  [/^(?:US\b|united states|USA\b|estados unidos)/i, 'US'],
  [/^(?:FR\b|france)/i, 'FR'],
  [/^(?:UK\b|england|united kingdom)/i, 'UK'],
  [/^(?:JP\b|japan|日本)/i, 'JP'],
];

/** Behind a version in a text: `3.0 DE`, `3.0 Deutschland`. */
export const placeNamed = (text: string): string | undefined => places.find(([name]) => name.test(text.replace(/^[\s(]+/, '')))?.[1];
