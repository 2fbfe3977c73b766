import fc from 'fast-check';
import { constants, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ByteWindow } from '../../src/archive/byte-window.ts';
import { frameLength, zstdFrames } from '../../src/archive/zstd-frames.ts';

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const textsIn = async (bytes: Buffer, size = 7): Promise<readonly string[]> =>
  (await Array.fromAsync(zstdFrames(new ByteWindow(pieces(bytes, size))))).map(String);
const skippable = (content: Buffer, n = 0): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d2a50 + n, 0);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
};

describe('zstd frames', () => {
  test('come one by one, whatever is in them and however they are written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string(), fc.nat(3000), fc.boolean()), { maxLength: 4 }),
        fc.integer({ min: 1, max: 999 }),
        async (parts, size) => {
          const texts = parts.map(([text, times]) => text.repeat(times));
          const frames = texts.map((text, n) =>
            zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: parts[n]?.[2] === true ? 1 : 0 } }),
          );
          expect(frames.map((frame) => frameLength(frame))).toEqual(frames.map(({ length }) => length));
          expect(await textsIn(Buffer.concat([skippable(Buffer.from('x'), 3), ...frames]), size)).toEqual(texts);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('share the dictionary that stands before them, compressed itself or not', async () => {
    const dictionary = Buffer.from('WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n'.repeat(9));
    const text = 'WARC/1.0\r\nWARC-Type: response\r\n';
    const frame = zstdCompressSync(text, { dictionary });
    expect(await textsIn(Buffer.concat([skippable(dictionary, 0xd), frame, frame]))).toEqual([text, text]);
    expect(await textsIn(Buffer.concat([skippable(zstdCompressSync(dictionary), 0xd), frame]))).toEqual([text]);
    await expect(textsIn(frame)).rejects.toThrow('the zstd frame at byte 0 cannot be read');
  });

  test('that are cut off or none are told with their place', async () => {
    const frame = zstdCompressSync('a page'.repeat(99));
    const before = zstdCompressSync('before');
    await expect(textsIn(Buffer.concat([before, frame.subarray(0, -3)]))).rejects.toThrow(
      `the file ends within the zstd frame at byte ${before.length}`,
    );
    await expect(textsIn(Buffer.concat([before, Buffer.from('nothing of the kind here')]))).rejects.toThrow(
      `no zstd frame starts at byte ${before.length}`,
    );
  });
});
