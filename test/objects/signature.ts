import { createHmac, hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Id of the key that a request is signed with, and whether it is signed with this secret: AWS Signature Version 4, in its header. */
export function signatureOf({ method = '', url = '', headers }: IncomingMessage, secret: string): { id: string; isValid: boolean } {
  const form = /Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, *SignedHeaders=([^,]+), *Signature=(\w+)/;
  const [, id = '', date = '', region = '', names = '', signature] = form.exec(headers.authorization ?? '') ?? [];
  const [path = '', query = ''] = url.split('?');
  const request = [
    method,
    path,
    query.split('&').sort().join('&'),
    ...names.split(';').map((name) => `${name}:${String(headers[name])}`),
    '',
    names,
    headers['x-amz-content-sha256'],
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], `${date}/${region}/s3/aws4_request`, hash('sha256', request)].join('\n');
  const key = [date, region, 's3', 'aws4_request'].reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${secret}`);
  return { id, isValid: hmac(key, text).toString('hex') === signature };
}
