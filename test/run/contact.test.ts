import { expect, test } from 'vitest';
import type { Resolve } from '../../src/fetch/resolve.ts';
import { strangerAmong } from '../../src/run/contact.ts';
import { configOf } from '../config/config-of.ts';

const names: Readonly<Record<string, readonly string[]>> = {
  'public.test': ['93.184.215.14'],
  'wiki.lan.test': ['10.1.2.3'],
  'both.test': ['93.184.215.14', '10.1.2.3'],
};

const resolve: Resolve = (host) => {
  const addresses = names[host];
  return addresses === undefined
    ? Promise.reject(Object.assign(new Error(`no ${host}`), { code: 'ENOTFOUND' }))
    : Promise.resolve(addresses);
};

const strangers = async (settings: object, ...urls: readonly string[]): Promise<readonly (string | null)[]> =>
  Promise.all(urls.map((url) => strangerAmong(configOf(settings), [url], resolve)));

test('a public host is a stranger without a contact, by name, address or as far as anybody knows', async () => {
  const urls = ['https://public.test/a', 'http://both.test/', 'https://93.184.215.14/', 'http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/'];
  const allowed = { network: { allowPrivate: ['10.0.0.0/8'] } };
  expect(await strangers(allowed, ...urls, 'https://unknown.test/')).not.toContain(null);
  expect(await strangers({ userAgent: { contact: 'mailto:me@example.org' } }, ...urls)).toEqual(urls.map(() => null));
});

test('what the config dials by itself is none, unless it dials the public internet', async () => {
  const network = { connectTo: { '*.local.test': '127.0.0.1:8080', 'out.test': '93.184.215.14:80' } };
  expect(await strangers({ network }, 'http://a.local.test/', 'http://out.test/')).toEqual([null, 'out.test']);
});

test('what is private is none, allowed or not', async () => {
  const urls = ['http://wiki.lan.test/', 'http://10.1.2.3/', 'http://127.0.0.1/'];
  expect(await strangers({}, ...urls)).toEqual([null, null, null]);
  expect(await strangers({ network: { allowPrivate: ['10.0.0.0/8'] } }, ...urls)).toEqual([null, null, null]);
});

test('among many the first is told', async () => {
  const urls = ['http://wiki.lan.test/', 'https://public.test/a', 'https://public.test/b', 'http://both.test/'];
  expect(await strangerAmong(configOf({}), urls, resolve)).toBe('public.test');
});
