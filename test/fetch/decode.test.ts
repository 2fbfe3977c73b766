import { execFileSync } from 'node:child_process';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codingsOf, decode, isSecretlyGzip } from '../../src/fetch/decode.ts';
import { FaultError } from '../../src/fetch/fault.ts';

const MIB = 2 ** 20;
const ENCODERS: Readonly<Record<string, (data: Uint8Array) => Buffer>> = {
  gzip: (data) => zlib.gzipSync(data),
  'x-gzip': (data) => zlib.gzipSync(data),
  deflate: (data) => zlib.deflateSync(data),
  br: (data) => zlib.brotliCompressSync(data, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }),
  zstd: (data) => zlib.zstdCompressSync(data),
};
const names = Object.keys(ENCODERS);
const encode = (data: Uint8Array, codings: readonly string[]): Uint8Array =>
  codings.reduce((bytes, coding) => ENCODERS[coding]!(bytes), data);
/** The text, or the reason why there is none. */
const outcome = (data: Uint8Array, codings: readonly string[], limit = 10 * MIB): Promise<string> =>
  decode(data, codings, limit).then(
    (body) => Buffer.from(body).toString(),
    (error: unknown) => (error instanceof FaultError ? error.fault.reason : Promise.reject(error)),
  );

describe('what was encoded comes back', () => {
  test('with one coding or two, at any size', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      // Above 16 KiB encoded, the thread pool does the work.
      fc.uint8Array({ minLength: 20_000, maxLength: 60_000 }),
      fc
        .tuple(fc.string({ minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 30_000 }))
        .map(([text, times]) => Buffer.from(text.repeat(times))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 2 }), async (data, codings) => {
        expect(Buffer.compare(await decode(encode(data, codings), codings, 10 * MIB), data)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('raw deflate too, which many servers send as deflate', async () => {
    expect(await outcome(zlib.deflateRawSync('raw'), ['deflate'])).toBe('raw');
  });

  test('all gzip members and all zstd frames', async () => {
    const gzip = Buffer.concat([zlib.gzipSync('one '), zlib.gzipSync('two '), zlib.gzipSync('three')]);
    expect(await outcome(gzip, ['gzip'])).toBe('one two three');
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7]);
    const zstd = Buffer.concat([zlib.zstdCompressSync('one '), skippable, zlib.zstdCompressSync('two')]);
    expect(await outcome(zstd, ['zstd'])).toBe('one two');
  });

  test('an empty body is empty whatever its coding', async () => {
    for (const coding of names) expect(await outcome(new Uint8Array(), [coding])).toBe('');
  });
});

describe('strict ends', () => {
  test.each(names)('%s without its end is truncated, wherever it was cut', async (coding) => {
    const whole = encode(Buffer.from('the quick brown fox '.repeat(9)), [coding]);
    for (let end = 1; end < whole.length; end += 1) expect(await outcome(whole.subarray(0, end), [coding])).toBe('truncated-body');
  });

  test.each(names)('bytes after the end of %s are ignored', async (coding) => {
    const whole = encode(Buffer.from('text'), [coding]);
    for (const more of ['\n', 'garbage', '\0\0\0', '<html>'])
      expect(await outcome(Buffer.concat([whole, Buffer.from(more)]), [coding])).toBe('text');
  });

  test('a second gzip member that is broken is not garbage', async () => {
    const two = Buffer.concat([zlib.gzipSync('one '), zlib.gzipSync('two')]);
    expect(await outcome(two.subarray(0, -6), ['gzip'])).toBe('truncated-body');
    two[two.length - 8] = (two[two.length - 8] ?? 0) ^ 1;
    expect(await outcome(two, ['gzip'])).toBe('corrupt-encoding');
  });

  test('gzip members with every optional field, and garbage behind', async () => {
    const bare = zlib.gzipSync('text');
    const fields = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 4 + 8 + 16, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9]), Buffer.from('name\0comment\0')]);
    const rich = Buffer.concat([fields, bare.subarray(10)]);
    expect(await outcome(rich, ['gzip'])).toBe('text');
    expect(await outcome(Buffer.concat([bare, rich, Buffer.from('garbage')]), ['gzip'])).toBe('texttext');
    for (let end = 1; end < rich.length; end += 1)
      expect(await outcome(Buffer.concat([bare, rich.subarray(0, end)]), ['gzip'])).toBe('truncated-body');
  });

  test.each(names)('what is not %s is corrupt', async (coding) => {
    expect(await outcome(Buffer.from('<!doctype html><p>plain text all along'), [coding])).toMatch(/^(?:corrupt-encoding|truncated-body)$/);
  });

  test('a flipped bit never goes through a coding with a checksum', async () => {
    const text = 'the quick brown fox '.repeat(20);
    const whole = zlib.gzipSync(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 10, max: whole.length - 1 }), fc.nat(7), async (at, bit) => {
        const bent = Buffer.from(whole);
        bent[at]! ^= 1 << bit;
        // Padding bits may flip and change nothing.
        expect(['corrupt-encoding', 'truncated-body', 'decompression-bomb', text]).toContain(await outcome(bent, ['gzip']));
      }),
    );
  });
});

describe('limits', () => {
  test.each(names)('%s: the limit is of decoded bytes, and exact', async (coding) => {
    const data = Buffer.alloc(50_000, 'abc');
    expect((await outcome(encode(data, [coding]), [coding], 50_000)).length).toBe(50_000);
    expect(await outcome(encode(data, [coding]), [coding], 49_999)).toBe('body-too-large');
  });

  test('more than two codings, and unknown ones, are not unpacked', async () => {
    expect(await outcome(encode(Buffer.from('a'), ['gzip', 'gzip', 'gzip']), ['gzip', 'gzip', 'gzip'])).toBe('unsupported-encoding');
    for (const coding of ['foo', 'compress', '*', 'aes128gcm'])
      expect(await outcome(Buffer.from('hello'), [coding])).toBe('unsupported-encoding');
  });

  test('a stream of very many empty members ends', async () => {
    const members = Buffer.concat([...Array.from({ length: 1100 }, () => zlib.gzipSync('')), Buffer.from('x')]);
    expect(await outcome(members, ['gzip'])).toBe('corrupt-encoding');
    const frames = Buffer.concat(Array.from({ length: 1100 }, () => zlib.zstdCompressSync('')));
    // From version 26 on, Node reads all frames at once.
    expect(['corrupt-encoding', '']).toContain(await outcome(frames, ['zstd']));
  });

  test('bombs of 100 MB are stopped early, in little memory', () => {
    const child = new URL('bomb-child.ts', import.meta.url);
    const report = JSON.parse(execFileSync(process.execPath, ['--expose-gc', child.pathname], { encoding: 'utf8' })) as {
      reasons: Record<string, string>;
      grownBytes: number;
    };
    expect(report.reasons).toEqual({
      gzip: 'body-too-large',
      br: 'decompression-bomb',
      zstd: 'decompression-bomb',
      deflate: 'body-too-large',
      'gzip, gzip': 'decompression-bomb',
    });
    expect(report.grownBytes).toBeLessThan(32 * MIB);
  });
});

test('codings are read from every header, case aside', () => {
  expect(
    codingsOf([
      ['Content-Encoding', 'GZIP, identity'],
      ['content-type', 'br'],
      ['content-encoding', ' br ,'],
    ]),
  ).toEqual(['gzip', 'br']);
});

test.each([
  ['text/html; charset=utf-8', true],
  ['application/xhtml+xml', true],
  ['application/rss+xml', true],
  ['application/xml', true],
  [undefined, true],
  ['application/gzip', false],
  ['application/x-gzip', false],
  ['image/png', false],
])('gzip bytes as %s: decoded %s', (type, expected) => {
  expect(isSecretlyGzip(zlib.gzipSync('a'), type)).toBe(expected);
  expect(isSecretlyGzip(Buffer.from('<p>'), type)).toBe(false);
});
