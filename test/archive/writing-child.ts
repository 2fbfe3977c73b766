/** Archives pages until it is killed, into a store when it is told of one, and says on stdout which ones are acknowledged. */
import { writeSync } from 'node:fs';
import type { ObjectsSettings } from '../../src/config/objects.ts';
import { openS3 } from '../../src/objects/s3.ts';
import { openWarcArchive } from '../../src/archive/warc-archive.ts';
import { exchange } from '../contracts/exchange.ts';

const [folder = '', bytes = '100000', settings] = process.argv.slice(2);
const store = settings === undefined ? null : await openS3(JSON.parse(settings) as ObjectsSettings);
const archive = await openWarcArchive(folder, { segmentBytes: Number(bytes), software: 'garner/test', objects: store });

let n = 0;
async function writeOn(): Promise<never> {
  for (;;) {
    const body = `page ${n} `.repeat((n % 40) * 30);
    const { recordId, location } = await archive.write(exchange(n++, body));
    writeSync(1, `${JSON.stringify({ recordId, location, length: body.length })}\n`);
  }
}

try {
  await Promise.all(Array.from({ length: 8 }, writeOn));
} catch (error) {
  process.stderr.write(`${String(error)}\n`);
  process.exit(9);
}
