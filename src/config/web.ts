import { compile } from 'css-select';
import type { AnyNode, Element } from 'domhandler';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { globProblem } from '../text/glob.ts';
import { canonicalize } from '../url/canonical.ts';
import { normaliseEscapes } from '../url/percent.ts';
import { hostPatternForm, hostPatternProblem } from './hosts.ts';

/** What a check found: a message of its own, and what may have been meant. */
type Finding = string | null | { readonly message: string; readonly suggestion?: string; readonly secret?: true };

/** Text with a check that can say what is wrong and propose something. */
export const checked = (find: (text: string) => Finding) =>
  z.string().superRefine((text, context) => {
    const found = find(text);
    if (found === null) return;
    const { message, ...params } = typeof found === 'string' ? { message: found } : found;
    context.addIssue({ code: 'custom', message, params });
  });

/** Patterns are matched against canonical URLs, in which `/wiki/垃圾` is `/wiki/%E5%9E%83%E5%9C%BE`. */
const urlForm = (text: string): string =>
  normaliseEscapes(text.toWellFormed().replaceAll(/[^\u0021-\u007E]+|["<>]/g, (letters) => encodeURIComponent(letters)));

export const httpUrl = checked((text) => {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const message = 'expected an absolute http(s) URL such as https://example.org/';
    const whole = /^[\w-]+(?:\.[\w-]+)+(?:[/?:]|$)/.test(text) ? URL.parse(`https://${text}`) : null;
    return whole === null ? message : { message, suggestion: whole.href };
  }
  if (url.username !== '' || url.password !== '') return { message: 'a user name or password must not stand in a URL', secret: true };
  return canonicalize(text) === null ? 'this URL is too long to be a page' : null;
}).meta({ pattern: '^https?://' });

/** The URL of a folder, in the form of pages and with a slash at its end once parsed. */
export const folderUrl = httpUrl
  .refine((text) => !/[?#]/.test(text), { error: 'expected the URL of a folder, without ? and #' })
  .transform((text): string => canonicalize(text.endsWith('/') ? text : `${text}/`) ?? text);

/** The beginning of a path, in the form of URLs once parsed. */
export const pathPrefix = checked((text) => {
  if (/[*?#]/.test(text)) return 'expected the beginning of a path without *, ? or #; patterns go to scope.include';
  return text.startsWith('/') ? null : { message: 'expected a path that starts with /', suggestion: `/${text}` };
}).transform(urlForm);

/** A glob over path and query, in the form of URLs once parsed. */
export const urlGlob = checked(globProblem).transform(urlForm);

/** A host or `*.domain`, in the form of URLs once parsed. */
export const hostPattern = checked(hostPatternProblem).transform((pattern) => hostPatternForm(pattern) ?? pattern);

export const cssSelector = checked((text) => {
  try {
    compile<AnyNode, Element>(text);
    return null;
  } catch {
    return 'expected a CSS selector';
  }
}).describe('A CSS selector');

/** Longer words than three letters are reserved for languages that have no code (RFC 5646 §2.2.1); there is none, so they are names. */
export const languageTag = checked((text) => {
  const message = 'expected a BCP 47 language tag such as en or zh-Hans';
  try {
    Intl.getCanonicalLocales(text);
    return /^[a-z]{2,3}(?:-|$)/i.test(text) ? null : message;
  } catch {
    return message;
  }
});

const NETWORK_EXPECTED = 'expected an IP address or a network such as 127.0.0.1, 10.1.0.0/16 or fd00::/8';

/** An address or a network (CIDR); only the usual spelling, for `10.1` and `012.0.0.1` mean different things to different programs. */
export const network = checked((text) => {
  const [address = '', ...prefix] = text.split('/');
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  const isNetwork = prefix.length === 0 || (/^\d{1,3}$/.test(prefix[0] ?? '') && ipaddr.isValidCIDR(text));
  return isAddress && isNetwork ? null : NETWORK_EXPECTED;
});

/** `address:port` to dial. Names are refused: what is dialled is never looked up. */
export const dialAddress = checked((text) => {
  const [, address = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  const bare = address.replace(/^\[(.*)\]$/, '$1');
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) || (bare !== address && ipaddr.IPv6.isValid(bare));
  return isAddress && Number(port) >= 1 && Number(port) <= 65_535 ? null : 'expected address:port such as 127.0.0.1:8080 or [::1]:8080';
});
