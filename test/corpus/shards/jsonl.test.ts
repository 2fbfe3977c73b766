import { zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { jsonl } from '../../../src/corpus/shards/jsonl.ts';
import type { Row } from '../../../src/corpus/shards/shard.ts';
import { shardContract } from '../../contracts/shards.ts';

const read = async (file: Buffer): Promise<readonly Row[]> =>
  zstdDecompressSync(file)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

shardContract(jsonl, read);

async function frames(groups: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const writer = jsonl.open([{ name: 'text', type: 'string' }], async (bytes) => void chunks.push(Buffer.from(bytes)));
  for (let group = 0; group < groups; group += 1)
    await writer.append(Array.from({ length: 200 }, (_, i) => ({ text: `${group} ${i} `.repeat(500) })));
  await writer.finish();
  return Buffer.concat(chunks);
}

test('a file is one frame with a checksum, so readers that stop after the first frame get all of it', async () => {
  const file = await frames(3);
  // RFC 8878 3.1.1: magic number, then the frame header descriptor, whose bit 2 says that a checksum follows.
  expect(file.readUInt32LE(0)).toBe(0xfd2fb528);
  expect((file[4]! >> 2) & 1).toBe(1);
  expect(await read(file)).toHaveLength(600);
});

test('a flipped bit is found', async () => {
  const file = await frames(1);
  file[file.length - 1]! ^= 1;
  await expect(read(file)).rejects.toThrow(/checksum/i);
});
