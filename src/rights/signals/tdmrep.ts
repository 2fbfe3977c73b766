import { pathPattern } from '../../robots/robots.ts';
import { isSameHost } from '../same-host.ts';
import { remember } from '../remember.ts';
import { tdmPropertiesIn } from '../embedded.ts';
import { atElement, thePage } from './markup.ts';
import type { Finding, RightsContext, Signal } from './signal.ts';

export const tdmrepPath = '/.well-known/tdmrep.json';
/** Entries of a file that are read. */
const mostRules = 1000;
/** Larger files are no list that anybody wrote. */
const largestFile = 262_144;

/** What one place says of one property; null where it says something that is no value. */
interface Said {
  readonly reservation?: 0 | 1 | null;
  readonly policy?: string;
  readonly source: 'wellknown' | 'header' | 'html' | 'epub' | 'xmp';
  readonly quote: string;
  readonly where: string;
  readonly line?: number;
  readonly file?: string;
}

/**
 * TDM Reservation Protocol (W3C community group report): a page may reserve in its markup or metadata, its headers, or the host's file, the nearer one outranking
 * the others property by property; what is absent or wrong resets nothing. `0` says that no right is reserved: mining is free. The strict
 * profile heeds every reservation, outranked or malformed.
 */
export const tdmrep: Signal = {
  name: 'tdmrep',
  read(context) {
    // Nearest first; within one place the restrictive one.
    const all = [...fromMarkup(context), ...fromMetadata(context), ...fromHeaders(context), ...fromFile(context)];
    const valid = all.filter(({ reservation }) => reservation === 0 || reservation === 1);
    const nearest = valid[0]?.source;
    const deciding = valid.find(({ source, reservation }) => source === nearest && reservation === 1) ?? valid[0];
    // Terms of a reservation that has been lifted are none.
    const policy = all.filter(({ source }) => deciding?.reservation === 1 || source === nearest).flatMap((said) => said.policy ?? [])[0];
    return all.flatMap((said): readonly Finding[] => {
      const { reservation, source, quote, where, line, file } = said;
      if (reservation === undefined) return [];
      const place = { quote, where, ...(line !== undefined && { line }), ...(file !== undefined && { file }) };
      if (reservation === null)
        return [{ signal: `${source}:tdm-reservation:malformed`, silent: true, ...place, strict: { train: 'deny' } }];
      const decides = said === deciding;
      return [
        {
          signal: `${source}:tdm-reservation=${reservation}`,
          ...place,
          ...(decides && { says: { train: reservation === 1 ? 'deny' : 'allow' } }),
          ...(reservation === 1 && { strict: { train: 'deny' } }),
          ...(decides && policy !== undefined && { policy: URL.parse(policy, context.url)?.href ?? policy }),
        },
      ];
    });
  },
};

const valueOf = (value: string): 0 | 1 | null => (value.trim() === '1' ? 1 : value.trim() === '0' ? 0 : null);

const fromMarkup = ({ page }: RightsContext): readonly Said[] =>
  (page?.metas ?? []).flatMap((meta): readonly Said[] => {
    const { name: own, property, 'http-equiv': pragma, content = '' } = meta.attribs;
    const name = (own ?? property ?? pragma ?? '').trim().toLowerCase();
    if (!/^tdm[-:]/.test(name)) return [];
    const place = { source: 'html' as const, ...atElement(meta) };
    if (name === 'tdm-reservation' && own !== undefined) return [{ reservation: valueOf(content), ...place }];
    // Forms that are defined for other places, if for any.
    if (name.slice(4) === 'reservation') return valueOf(content) === 0 ? [] : [{ reservation: null, ...place }];
    return name === 'tdm-policy' && content.trim() !== '' ? [{ policy: content.trim(), ...place }] : [];
  });

/** Of a PDF or an EPUB, whose metadata are what markup is to a page. */
const fromMetadata = ({ embedded }: RightsContext): readonly Said[] =>
  [
    ...(embedded.xmp ?? []).map((xml) => ({ source: 'xmp' as const, where: 'XMP metadata', xml })),
    ...(embedded.opf === undefined ? [] : [{ source: 'epub' as const, where: 'package document', xml: embedded.opf }]),
  ].flatMap(({ xml, ...place }) =>
    tdmPropertiesIn(xml).map(({ name, value, quote }): Said => {
      const said = { ...place, quote, file: thePage };
      return name === 'policy' ? { policy: value, ...said } : { reservation: valueOf(value), ...said };
    }),
  );

const fromHeaders = ({ headers }: RightsContext): readonly Said[] =>
  headers.flatMap(([name, value]): readonly Said[] => {
    if (!/^tdm-/i.test(name)) return [];
    const place = { source: 'header' as const, quote: `${name}: ${value.slice(0, 500)}`, where: `header ${name}` };
    // Fields that something on the way has joined (RFC 9110 §5.3).
    if (name.toLowerCase() === 'tdm-reservation') return value.split(',', 20).map((each) => ({ reservation: valueOf(each), ...place }));
    return name.toLowerCase() === 'tdm-policy' && value.trim() !== '' ? [{ policy: value.trim(), ...place }] : [];
  });

/** The first entry whose location matches decides (§6.2); one whose value is wrong or missing leaves it to the next, which may then only reserve. */
function fromFile({ wellKnown, url }: RightsContext): readonly Said[] {
  const text = wellKnown[tdmrepPath]?.replace(/^\uFEFF/, '') ?? '';
  const place = { source: 'wellknown' as const, file: tdmrepPath };
  const malformed: Said = { reservation: null, ...place, quote: text.slice(0, 300), where: tdmrepPath };
  // A page that says there is no such page, with a status that says there is.
  if (/^\s*(?:<|$)/.test(text)) return [];
  const rules = text.length > largestFile ? null : parsed(text).value;
  if (!Array.isArray(rules)) return /tdm-reservation/i.test(text) ? [malformed] : [];
  const found: Said[] = [];
  const lines = linesOfEntries(text);
  for (const [index, rule] of rules.slice(0, mostRules).entries()) {
    const location = field(rule, 'location');
    if (typeof location === 'string' && !covers(location, url)) continue;
    const [value, policy] = [field(rule, 'tdm-reservation'), field(rule, 'tdm-policy')];
    // A comment, or whatever else has found its way into the list.
    if (typeof location !== 'string' && value === undefined) continue;
    const reservation =
      value === undefined
        ? undefined
        : typeof location === 'string' && (typeof value === 'number' || typeof value === 'string')
          ? valueOf(String(value))
          : null;
    const where = `${tdmrepPath}, entry ${index + 1}`;
    const line = lines[index];
    const said: Said = {
      ...place,
      quote: JSON.stringify(rule).slice(0, 300),
      where,
      ...(line !== undefined && { line }),
      ...(reservation !== undefined && { reservation }),
      ...(typeof policy === 'string' && policy !== '' && { policy }),
    };
    if (reservation === 1 || (reservation === 0 && found.length === 0)) return [...found, said];
    if (reservation !== 0) found.push(said);
  }
  return found;
}

/** The line that each entry of a JSON array begins on. */
const linesOfEntries = remember(16, (text): readonly number[] => {
  const lines: number[] = [];
  let [depth, line, awaited] = [0, 1, false];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|\r\n?|[\n{}[\],]|[^\s"{}[\],]+/g)) {
    if (/^[\r\n]/.test(token)) line += 1;
    else if (token === ']' || token === '}') depth -= 1;
    else if (token === ',') awaited = depth === 1;
    else {
      if (awaited) lines.push(line);
      const opens = token === '[' || token === '{';
      awaited = opens && depth === 0;
      if (opens) depth += 1;
    }
  }
  return lines;
});

/** A path pattern as in robots.txt; some write the whole address. */
function covers(location: string, url: string): boolean {
  if (!/^https?:\/\//i.test(location))
    return pathPattern(location.startsWith('/') || location.startsWith('*') ? location : `/${location}`).matches(url);
  const [, host = '', path = ''] = /^(https?:\/\/[^/?#]*)(.*)$/i.exec(location) ?? [];
  return isSameHost(host, url) && pathPattern(path || '/').matches(url);
}

const parsed = remember(16, (text): { readonly value: unknown } => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { value: null };
  }
});

/** Some write names of properties as those of headers. */
function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const key = Object.hasOwn(fields, name) ? name : Object.keys(fields).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : fields[key];
}
