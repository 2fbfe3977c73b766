import { getDomain } from 'tldts';
import type { PageUrl, PolitenessKey } from '../records.ts';

/**
 * What must not be visited twice at once: the registrable domain by the public suffix list, its private section included
 * (`a.github.io` is not `b.github.io`); IP literals, and names that are a public suffix themselves, stand for themselves. A port other than
 * the scheme's own belongs to the key; the scheme does not, for http and https of a name are one server.
 */
export function politenessKeyOf(url: PageUrl): PolitenessKey {
  const { hostname, port } = new URL(url);
  // Names that DNS would refuse are not validated: else every odd label under one domain were a key of its own.
  const domain = getDomain(hostname, { allowPrivateDomains: true, validateHostname: false, extractHostname: false });
  const name = domain ?? hostname;
  return (port === '' ? name : `${name}:${port}`) as PolitenessKey;
}
