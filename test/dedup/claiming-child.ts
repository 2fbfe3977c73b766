/** Claims documents without end, and tells on stdout what was acknowledged, until it is killed. */
import { writeSync } from 'node:fs';
import { openDedup } from '../../src/dedup/open.ts';
import { textOf } from '../contracts/dedup.ts';

const [file = '', round = ''] = process.argv.slice(2);
const dedup = await openDedup(file);

async function worker(name: number): Promise<never> {
  for (let n = 0; ; n += 1) {
    const id = `${round}-${name}-${n}`;
    const { kind } = await dedup.claim({ id, url: `https://a.test/${id}`, text: textOf(id, 30) });
    writeSync(1, `${id} ${kind}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, name) => worker(name)));
