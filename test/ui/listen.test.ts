import { expect, test } from 'vitest';
import { isLoopback, parseListen, urlOf } from '../../src/ui/listen.ts';

test.each([
  ['127.0.0.1:3100', true, 'http://127.0.0.1:3100/'],
  ['localhost:80', true, 'http://localhost:80/'],
  ['[::1]:3100', true, 'http://[::1]:3100/'],
  ['0.0.0.0:3100', false, 'http://127.0.0.1:3100/'],
  ['[::]:3100', false, 'http://127.0.0.1:3100/'],
  ['192.168.1.7:3100', false, 'http://192.168.1.7:3100/'],
  ['127.example.org:3100', false, 'http://127.example.org:3100/'],
])('%s', (text, loopback, url) => {
  const listen = parseListen(text)!;
  expect([isLoopback(listen), urlOf(listen)]).toEqual([loopback, url]);
});

test.each(['', '3100', ':3100', '127.0.0.1', '127.0.0.1:65536', '::1:3100', '[localhost]:1', 'http://127.0.0.1:1', '127.0.0.1:1/'])(
  'nothing listens at %j',
  (text) => {
    expect(parseListen(text)).toBeNull();
  },
);
