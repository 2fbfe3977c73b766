import { expect, test } from 'vitest';
import { isKnownHost, tokenOf } from '../../src/ui/admission.ts';

test.each([
  ['127.0.0.1:3100', true],
  ['[::1]:3100', true],
  ['localhost', true],
  ['LOCALHOST:3100', true],
  ['board.example.org', true],
  ['Board.Example.org:443', true],
  ['rebound.test:3100', false],
  ['localhost.rebound.test', false],
  ['127.0.0.1.rebound.test', false],
  ['rebound.test@127.0.0.1', false],
  ['127.0.0.1:3100:1', false],
  ['', false],
  [undefined, false],
])('the host %s', (header, known) => {
  expect(isKnownHost(header, ['board.example.org'])).toBe(known);
});

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

test.each([
  ['Bearer s3cret', 's3cret'],
  ['bearer s3cret', 's3cret'],
  [basic('anyone:s3cret'), 's3cret'],
  [basic(':s3:cret'), 's3:cret'],
  [basic('s3cret'), null],
  ['Digest s3cret', null],
  ['Bearer', null],
  [undefined, null],
])('%s', (header, token) => {
  expect(tokenOf(header)).toBe(token);
});
