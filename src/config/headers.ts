import { z } from 'zod';

/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** RFC 9110 §5.5, without the line breaks that would end the header. */
const VALUE = /^(?:[\u0021-\u007E\u0080-\u00FF](?:[\t\u0020-\u007E\u0080-\u00FF]*[\u0021-\u007E\u0080-\u00FF])?)?$/;

/** Headers that Garner sets itself, and why a config may not. */
const OWN: ReadonlyMap<string, string> = new Map([
  ['user-agent', 'set userAgent in config/garner.yaml: one crawl has one name'],
  ['accept-encoding', 'Garner decodes bodies itself and asks for what it can decode'],
  ...['if-modified-since', 'if-none-match', 'range'].map((name) => [name, 'Garner archives whole answers'] as const),
  ...['connection', 'content-length', 'expect', 'host', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'].map(
    (name) => [name, 'it belongs to the connection'] as const,
  ),
]);

/** Headers by which a server knows who asks. */
const SECRET = /^(?:authorization|proxy-authorization|cookie)$|api-?key|token|secret|password|^x-auth/i;

/** Whether a header carries a secret, which must not stand in a file. */
export const isSecretHeader = (name: string): boolean => SECRET.test(name);

const name = z
  .string()
  .regex(TOKEN, 'expected a header name: letters, digits and - (RFC 9110)')
  .superRefine((name, context) => {
    const reason = OWN.get(name.toLowerCase());
    if (reason !== undefined) context.addIssue({ code: 'custom', message: `this header cannot be set: ${reason}` });
  });

export const requestHeaders = z.record(name, z.string().regex(VALUE, 'a header value on one line')).superRefine((headers, context) => {
  const seen = new Set<string>();
  for (const name of Object.keys(headers)) {
    const lower = name.toLowerCase();
    const message = 'this header stands twice; header names do not differ by case';
    if (seen.has(lower)) context.addIssue({ code: 'custom', message, path: [name], params: { at: 'key' } });
    seen.add(lower);
  }
});
