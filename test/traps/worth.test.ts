import { expect, test } from 'vitest';
import { type ReadPage, worthOf } from '../../src/traps/worth.ts';

const kept = (text: string, measures = {}, language = 'en'): ReadPage['step'] => ({ kept: true, record: { text, measures, language } });
const article = kept('Paper goes into the blue bin, and glass into the bank of bottles behind the hall of the market.');
const page = (of: Partial<ReadPage> = {}): ReadPage => ({ step: article, isCopy: false, links: 9, newLinks: 2, ...of });
const dropped = (stage: 'extract' | 'rights'): ReadPage['step'] => ({ kept: false, drop: { stage, rule: 'any', because: '' } });

test.each([
  ['an article', page(), false, 'worth'],
  ['a copy', page({ isCopy: true }), false, 'copies'],
  ['a copy that leads to something new', page({ isCopy: true }), true, 'worth'],
  ['hardly a word', page({ step: kept('No events on 3 May.') }), false, 'no-text'],
  ['a short Chinese text', page({ step: kept('废纸放进蓝色的桶里，玻璃瓶放到市场后面的回收箱里去吧') }), false, 'worth'],
  ['no text', page({ step: dropped('extract') }), false, 'no-text'],
  ['what must not be read', page({ step: dropped('rights') }), false, null],
  ['babble', page({ step: kept(article.kept ? article.record.text : '', { babble: 0.8, words: 500 }) }), false, 'babble'],
  [
    'babble of too few words to be told',
    page({ step: kept(article.kept ? article.record.text : '', { babble: 0.8, words: 100 }) }),
    false,
    'worth',
  ],
  ['links that all are new', page({ newLinks: 9 }), true, 'endless-links'],
  ['few links that all are new', page({ links: 3, newLinks: 3 }), false, 'worth'],
] as const)('%s', (_, read, leadsOut, worth) => {
  expect(worthOf(read, leadsOut)).toBe(worth);
});
