import type { Element } from 'domhandler';
import { parseHtml } from '../html/parse.ts';

/** Names under which a `meta` element says what may be done with its page. */
const RESERVES =
  /robots|bot$|spider$|crawler$|-extended$|-ai$|^content-usage$|^tdm-|^(?:claude|chatgpt|meta-external|googleother|slurp|teoma|yandex)/i;

/**
 * The rendered page, and after it those `meta` elements of the response by which it reserves rights that scripts have taken out or changed: what a site
 * has said, its scripts do not take back.
 */
export function withReservations(response: Uint8Array, dom: Uint8Array): Uint8Array {
  const said = reservationsIn(response);
  if (said.size === 0) return dom;
  const lost = [...said.difference(reservationsIn(dom))];
  return lost.length === 0 ? dom : Buffer.concat([dom, Buffer.from(`\n${lost.join('\n')}\n`, 'latin1')]);
}

/** Names and what they say are ASCII, whatever the page is written in. */
function reservationsIn(page: Uint8Array): ReadonlySet<string> {
  const html = Buffer.from(page.buffer, page.byteOffset, page.byteLength).toString('latin1');
  const { metas, templated } = parseHtml(html).survey;
  return new Set(metas.filter((meta) => !templated.has(meta)).flatMap(asWritten));
}

function asWritten({ attribs }: Element): readonly string[] {
  const [kind, name] =
    ['name', 'http-equiv', 'property'].map((each) => [each, attribs[each]?.trim() ?? ''] as const).find(([, value]) => value !== '') ?? [];
  if (kind === undefined || name === undefined || !RESERVES.test(name)) return [];
  return [`<meta ${kind}="${escaped(name)}" content="${escaped(attribs['content'] ?? '')}">`];
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
