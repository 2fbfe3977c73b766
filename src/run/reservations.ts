import type { Element } from 'domhandler';
import type { FetchResponse } from '../fetch/fetch.ts';
import { isXmlType, parseHtml } from '../html/parse.ts';

/** Names under which a `meta` element says what may be done with its page. */
const RESERVES =
  /robots|bot$|spider$|crawler$|-extended$|-ai$|^content-usage$|^tdm-|^(?:claude|chatgpt|meta-external|googleother|slurp|teoma|yandex)/i;

/**
 * The rendered page, and after it those `meta` elements of the response by which it reserves rights that scripts have taken out or changed: what a site
 * has said, its scripts do not take back. What is rendered is HTML, whatever the response was.
 */
export function withReservations({ headers, body }: Pick<FetchResponse, 'headers' | 'body'>, dom: Uint8Array): Uint8Array {
  const said = reservationsIn(body, isXmlType(headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]));
  if (said.size === 0) return dom;
  const lost = [...said.difference(reservationsIn(dom, false))];
  return lost.length === 0 ? dom : Buffer.concat([dom, Buffer.from(`\n${lost.join('\n')}\n`, 'latin1')]);
}

/** Names and what they say are ASCII, whatever the page is written in. */
function reservationsIn(page: Uint8Array, isXml: boolean): ReadonlySet<string> {
  const html = Buffer.from(page.buffer, page.byteOffset, page.byteLength).toString('latin1');
  const { metas, templated } = parseHtml(html, {}, null, isXml).survey;
  return new Set(metas.filter((meta) => !templated.has(meta)).flatMap(asWritten));
}

function asWritten({ attribs }: Element): readonly string[] {
  const [kind, name] =
    ['name', 'http-equiv', 'property'].map((each) => [each, attribs[each]?.trim() ?? ''] as const).find(([, value]) => value !== '') ?? [];
  if (kind === undefined || name === undefined || !RESERVES.test(name)) return [];
  return [`<meta ${kind}="${escaped(name)}" content="${escaped(attribs['content'] ?? '')}">`];
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
