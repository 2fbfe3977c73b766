import { describe, expect, test } from 'vitest';
import { blocklistOf } from '../../src/forgotten/blocklist.ts';
import { passageOf } from '../../src/forgotten/passage.ts';
import type { Block } from '../../src/forgotten/receipt.ts';
import type { PageUrl } from '../../src/records.ts';

const text = 'Jane Doe sorts her glass on Mondays.';
const receipt = (id: string, ...blocks: readonly Block[]) => ({ id, at: '2026-12-03T00:00:00.000Z', reason: null, blocks: [...blocks] });
const list = blocklistOf([
  receipt('one', { by: 'domain', value: 'gone.test' }, { by: 'url', value: 'https://a.test/page?x=1' }),
  receipt('three', { by: 'domain', value: 'complete.test.' }),
  receipt('two', { by: 'prefix', value: 'https://a.test/p' }, { by: 'passage', ...passageOf(text)! }),
]);

describe('a block list', () => {
  test.each([
    ['https://gone.test/', 'one'],
    ['http://www.gone.test:8080/x', 'one'],
    ['https://a.test/page?x=1', 'one'],
    ['https://a.test/people/1', 'two'],
    ['https://www.gone.test./x', 'one'],
    ['https://www.complete.test/', 'three'],
    ['https://begone.test/', null],
    ['https://gone.test.example.test/', null],
    ['https://a.test/', null],
    ['http://a.test/people/1', null],
  ])('says of %s: %s', (url, by) => {
    const drop = list.of(url as PageUrl);
    if (by === null) expect(drop).toBeNull();
    else expect(drop).toEqual({ stage: 'rights', rule: 'forgotten', because: `forgotten 2026-12-03T00:00:00.000Z, receipt ${by}` });
  });

  test('knows passages in texts and in bodies', () => {
    expect(list.ofText(`They say that ${text.toUpperCase()}`)?.because).toMatch(/receipt two$/);
    expect(list.ofText('They say nothing.')).toBeNull();
    expect(list.ofBody(Buffer.from(`<p>Jane <i>Doe</i> sorts her glass on Mondays`), [['content-type', 'text/html']])).not.toBeNull();
    expect(list.ofBody(Buffer.from('<p>Jane'), [['content-type', 'text/html']])).toBeNull();
  });

  test('without receipts blocks nothing', () => {
    const none = blocklistOf([]);
    expect([none.of('https://a.test/' as PageUrl), none.ofText(text), none.ofBody(Buffer.from(text), [])]).toEqual([null, null, null]);
  });
});
