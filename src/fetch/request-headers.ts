import { isSecretHeader } from '../config/headers.ts';
import type { Headers } from '../records.ts';
import { version } from '../version.ts';

/** Ours, or of the connection: what a caller gives for these is left out. */
const RESERVED = new Set(
  'host connection user-agent accept-encoding content-length transfer-encoding te trailer upgrade expect keep-alive proxy-connection proxy-authorization'.split(
    ' ',
  ),
);

/** The same for every host and run, so that what a server chooses by them is reproducible. */
const PREFERENCES: Headers = [
  ['accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5'],
  ['accept-language', 'en,*;q=0.5'],
];
const ENCODINGS = 'gzip, br, zstd';

/** Who asks, and whom to write to: the User-Agent header. */
export const agentOf = ({ name, contact }: { readonly name: string; readonly contact?: string | undefined }): string =>
  `${name}/${version}${contact === undefined ? '' : ` (+${contact})`}`;

/** The headers of a request as they go over the wire, in order. A caller's `accept` or `accept-language` takes the place of ours. */
export function requestHeaders(agent: string, host: string, extra: Headers = [], encodings = ENCODINGS): Headers {
  const own = extra.filter(([name]) => !RESERVED.has(name.toLowerCase()));
  const given = new Set(own.map(([name]) => name.toLowerCase()));
  const preferences = given.size === 0 ? PREFERENCES : PREFERENCES.filter(([name]) => !given.has(name));
  return [['host', host], ['connection', 'keep-alive'], ['user-agent', agent], ...preferences, ['accept-encoding', encodings], ...own];
}

/** What stands on record in place of a secret. */
const WITHHELD = '[withheld]';

/** Headers as they may be shown: secrets have their names alone, and so have all that went to one origin only. */
export function shownHeaders(headers: Headers, access: Headers): Headers {
  const secret = new Set(access.map(([name]) => name.toLowerCase()));
  return headers.map(([name, value]) => [name, secret.has(name.toLowerCase()) || isSecretHeader(name) ? WITHHELD : value]);
}

/** As undici takes them: it writes host and connection itself. */
export const flatten = (headers: Headers): string[] => headers.slice(2).flatMap(([name, value]) => [name, value]);
