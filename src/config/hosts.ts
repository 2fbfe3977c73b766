import { parse } from 'tldts';

/** A host as URLs spell it: lower case, punycode, IP addresses in their usual form, default port gone. Null when it is none. */
export function hostForm(text: string): string | null {
  if (text === '' || /[\s/?#@\\%*]/.test(text)) return null;
  const host = URL.parse(`http://${text}/`)?.host ?? null;
  return host === null || host.length > 253 ? null : host;
}

/** A host, or `*.` and a domain for that domain and all below it, in the form of URLs; null when it is neither. */
export function hostPatternForm(pattern: string): string | null {
  if (!pattern.startsWith('*.')) return hostForm(pattern);
  const domain = hostForm(pattern.slice(2));
  return domain === null || /:|^\d+(?:\.\d+){3}$/.test(domain) ? null : `*.${domain}`;
}

/** What is wrong with a host pattern and what may have been meant; null when nothing is wrong. */
export function hostPatternProblem(pattern: string): { readonly message: string; readonly suggestion?: string } | null {
  const form = hostPatternForm(pattern);
  if (form === null) {
    const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(pattern) ? pattern : `http://${pattern}`);
    const message = 'expected a host name such as example.org, or *.example.org for it and all below it';
    return url === null || url.host === '' || url.host.includes('*') ? { message } : { message, suggestion: url.host };
  }
  const name = form.replace('*.', '');
  return name !== form && isPublicSuffix(name) ? { message: `${form} takes in every site under .${name}; name the sites` } : null;
}

/** Whether a name is one that everybody registers sites below, such as `com` or `co.uk`. */
export function isPublicSuffix(name: string): boolean {
  const { isIcann, publicSuffix } = parse(name, { allowPrivateDomains: false });
  return isIcann === true && publicSuffix === name;
}

interface HostPattern {
  readonly name: string;
  readonly below: boolean;
  /** Null: any port. */
  readonly port: string | null;
}

function readPattern(pattern: string): HostPattern {
  const below = pattern.startsWith('*.');
  const [, name = '', port = null] = /^(.*?)(?::(\d+))?$/.exec(below ? pattern.slice(2) : pattern) ?? [];
  return { name, below, port };
}

const within = (name: string, { name: domain, below }: HostPattern): boolean => name === domain || (below && name.endsWith(`.${domain}`));

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * Whether a URL's host is one of these patterns: a host means that host on any port, or with `:port` on that alone, and `*.domain` means
 * the domain and all below it.
 */
export function hostMatcher(patterns: readonly string[]): (url: URL) => boolean {
  const read = patterns.map((pattern) => readPattern(hostPatternForm(pattern) ?? pattern));
  return ({ hostname, port, protocol }) =>
    read.some((pattern) => within(hostname, pattern) && (pattern.port === null || pattern.port === (port || DEFAULT_PORTS[protocol])));
}

/** Whether some host is meant by both patterns. */
export function hostsMeet(a: string, b: string): boolean {
  const [one, other] = [readPattern(a), readPattern(b)];
  return (within(one.name, other) || within(other.name, one)) && (one.port ?? other.port) === (other.port ?? one.port);
}
