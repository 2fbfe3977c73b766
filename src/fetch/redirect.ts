import { resolveHttp } from '../url/reference.ts';
import type { FetchResponse } from './fetch.ts';

/**
 * Where a response points to: its Location, else its Refresh header, resolved against its URL. Null when there is none, when it is
 * empty or no URL, when two Locations disagree, or when no page can be there (another scheme). The fragment is left out.
 */
export function redirectTarget({ url, headers }: Pick<FetchResponse, 'url' | 'headers'>): string | null {
  const all = (wanted: string): string[] =>
    headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => fromBytes(value.trim()));
  const locations = new Set(all('location'));
  if (locations.size > 1) return null;
  const [location] = locations;
  const reference = location ?? refreshUrl(all('refresh')[0] ?? '');
  if (reference === undefined || reference === '') return null;
  return resolveHttp(reference, url);
}

/** `0; url=…`, quoted or not (HTML, shared declarative refresh steps). */
const refreshUrl = (value: string): string | undefined => {
  const [, double, single, bare] = /^\s*[\d.]+\s*[;,\s]\s*(?:url\s*=\s*)?(?:"([^"]*)"?|'([^']*)'?|(.*))$/i.exec(value) ?? [];
  return (double ?? single ?? bare)?.trim();
};

/** Header values are bytes; many servers put raw UTF-8 into Location, which browsers read as such. */
function fromBytes(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value)) return value;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}
