import { hostsOf, type LoadedCrawler } from './crawler-rules.ts';
import { isSecretHeader } from './headers.ts';
import { hostMatcher } from './hosts.ts';
import type { ConfigPath, ConfigProblem } from './problem.ts';
import type { ConfigSource } from './source.ts';

const SECRET = 'a secret must not stand in a file; write ${env:NAME} and set NAME in the environment';
/** Cookies by which a server knows who asks; others only say what is wanted (`lang=en`). */
const SECRET_COOKIE = /sess|sid$|auth|token|jwt|key|login|user|remember|csrf|secret/i;
/** As long as what is drawn by lot. */
const LONG = 20;

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

/** Whether a text stands in the file as it is. */
const isPlain = (value: unknown): value is string => typeof value === 'string' && !value.includes('${');

const hasPassword = (proxy: unknown): boolean => isPlain(proxy) && (URL.parse(proxy)?.password ?? '') !== '';

/** Config files are shared and committed: what opens doors comes from the environment. */
export function secretProblems(source: ConfigSource): readonly ConfigProblem[] {
  const { headers, access } = (source.value ?? {}) as { readonly headers?: unknown; readonly access?: unknown };
  const secret = (path: ConfigPath): ConfigProblem => source.problem(path, { message: SECRET, secret: true });
  const inHeaders = (value: unknown, above: ConfigPath): readonly ConfigProblem[] =>
    entriesOf(value)
      .filter(([name, each]) => isSecretHeader(name) && isPlain(each))
      .map(([name]) => secret([...above, name]));
  return [
    ...inHeaders(headers, ['headers']),
    ...entriesOf(access).flatMap(([origin, value]) => {
      const { headers: own, cookies, basic, proxy } = (value ?? {}) as Readonly<Record<string, unknown>>;
      const { password } = (basic ?? {}) as { readonly password?: unknown };
      return [
        ...inHeaders(own, ['access', origin, 'headers']),
        ...entriesOf(cookies)
          .filter(([name, each]) => isPlain(each) && (SECRET_COOKIE.test(name) || each.length >= LONG))
          .map(([name]) => secret(['access', origin, 'cookies', name])),
        ...(isPlain(password) ? [secret(['access', origin, 'basic', 'password'])] : []),
        ...(hasPassword(proxy) ? [secret(['access', origin, 'proxy'])] : []),
      ];
    }),
  ];
}

/** The same, of the proxy of a project. */
export function proxySecretProblems(source: ConfigSource): readonly ConfigProblem[] {
  const { network } = (source.value ?? {}) as { readonly network?: { readonly proxy?: unknown } | null };
  return hasPassword(network?.proxy) ? [source.problem(['network', 'proxy'], { message: SECRET, secret: true })] : [];
}

/** Each origin is opened by one crawler, which crawls it; and in one way. */
export function accessProblems(crawlers: readonly LoadedCrawler[]): readonly ConfigProblem[] {
  const stated = new Map<string, string>();
  return crawlers.flatMap(({ source, config }) => {
    const isOurs = hostMatcher(hostsOf(config));
    const listed = [config.sitemaps, config.feeds]
      .flatMap((urls) => (typeof urls === 'boolean' ? [] : urls))
      .map((url) => new URL(url).origin);
    return Object.entries(config.access ?? {}).flatMap(([origin, { headers = {}, basic, cookies }]) => {
      const problem = (path: ConfigPath, message: string): ConfigProblem =>
        source.problem(['access', origin, ...path], { message, at: 'key' });
      const earlier = stated.get(origin);
      stated.set(origin, source.file);
      const names = Object.keys(headers).map((name) => name.toLowerCase());
      return [
        ...(earlier === undefined ? [] : [problem([], `${earlier} states the access of this origin too; one of them is enough`)]),
        ...(isOurs(new URL(origin)) || listed.includes(origin)
          ? []
          : [problem([], 'the crawler has no such host: it is neither in scope.hosts nor of a sitemap or feed')]),
        ...(basic !== undefined && names.includes('authorization') ? [problem(['basic'], '`headers` has an Authorization already')] : []),
        ...(cookies !== undefined && names.includes('cookie') ? [problem(['cookies'], '`headers` has a Cookie already')] : []),
      ];
    });
  });
}
