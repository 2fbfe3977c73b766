import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { indexPlaces } from '../../../../src/run/import/web/index-places.ts';
import { Places } from '../../../../src/run/import/web/places.ts';
import { Wanted } from '../../../../src/run/import/web/wanted.ts';
import type { Flaw } from '../../../../src/run/import/web/unpack.ts';

test('a file that an index names, and that is not there, is told once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'garner-index-'));
  const places = new Places();
  try {
    const line = (page: string, filename: string): string =>
      `test,a)/${page} 20240501120000 ${JSON.stringify({ url: `https://a.test/${page}`, mime: 'text/html', status: '200', length: '9', offset: '0', filename })}\n`;
    const index = join(folder, 'a.cdxj');
    await writeFile(index, line('1', 'none.warc.gz') + line('2', 'none.warc.gz') + line('3', 'there.warc.gz') + line('4', '../up.warc.gz'));
    await writeFile(join(folder, 'there.warc.gz'), '');
    const flaws: Flaw[] = [];
    await indexPlaces(places, index, {
      name: 'a.cdxj',
      wanted: new Wanted({}),
      query: { order: 'keep', drop: [] },
      tell: (flaw) => void flaws.push(flaw),
    });
    expect(places.count()).toBe(1);
    expect(flaws.map(({ file, fault }) => `${file}: ${fault}`)).toEqual([
      `a.cdxj: line 1 names none.warc.gz, which is not in ${folder}: --prefix says where such files are`,
      `a.cdxj: line 4 names ../up.warc.gz, which is not below ${folder}`,
    ]);
  } finally {
    places.close();
    await rm(folder, { recursive: true });
  }
});
