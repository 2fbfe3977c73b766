/** Archives pages until it is killed, and says on stdout which ones are acknowledged. Run by recovery.test.ts. */
import { writeSync } from 'node:fs';
import { openWarcArchive } from '../../src/archive/warc-archive.ts';
import { exchange } from '../contracts/exchange.ts';

const [folder = '', bytes = '100000'] = process.argv.slice(2);
const archive = await openWarcArchive(folder, { segmentBytes: Number(bytes), software: 'garner/test' });

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
