import { expect, test } from 'vitest';
import { extractBare } from '../../src/extract/bare.ts';

const prose = (about: string): string =>
  `<p>${`${about} are emptied on Fridays, and whoever lives there puts them out the evening before. `.repeat(4)}</p>`;
const body = `<title>Bins</title><meta name="author" content="Ada Lovelace"><nav><a href="/">Home</a></nav>
<article><h1>Bins</h1>${prose('Blue bins')}${prose('Green bins')}${prose('Brown bins')}</article><footer>Imprint</footer>`;

async function read(secondOpinion?: number) {
  const step = await extractBare({
    body,
    url: 'https://town.test/bins',
    extractor: 'garner',
    ...(secondOpinion !== undefined && { secondOpinion }),
  });
  if (!step.kept) throw new Error(step.drop.because);
  return step.record;
}

test('nobody else is asked unless the config says so', async () => {
  const { confidence, extractor } = await read();
  expect(extractor).toMatch(/^garner@/);
  expect(confidence).toBeLessThan(1);
  expect(await read(0)).toEqual(await read());
});

test('a page of which garner is sure enough stays as it is', async () => {
  const { confidence } = await read();
  expect(await read(confidence ?? 0)).toEqual(await read());
});

test('readability reads a page of which garner is less sure; what the page says of itself stays', async () => {
  const { text, extractor, ...record } = await read(1);
  expect(extractor).toMatch(/^readability@/);
  expect(text).toContain('Brown bins are emptied');
  expect(record).toMatchObject({ title: 'Bins', author: 'Ada Lovelace', confidence: null });
});
