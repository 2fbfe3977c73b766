import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { topicSchema, type TopicConfig } from '../../src/config/topic.ts';
import { openRelevance, type Labelled, type Relevance, type TopicDocument } from '../../src/topic/topic.ts';
import { chanceOf } from '../web/chance.ts';
import { makeSites } from '../web/web.ts';

const topic = (terms: TopicConfig['terms'], minimumScore = 0.5): TopicConfig => ({
  name: 'bees',
  ...topicSchema.parse({ title: 'Bees', crawlers: ['any'], terms, minimumScore }),
});
const opened = (terms: TopicConfig['terms']): Relevance => openRelevance(topic(terms))!;
const document = (text: string, over: Partial<TopicDocument> = {}): TopicDocument => ({
  title: null,
  text,
  url: 'https://a.test/1',
  language: null,
  ...over,
});

const filler = 'Nothing of that kind was seen on the road to the harbour, where boats are mended in the winter. ';
const bees = opened({ en: { beekeeping: 3, 'honey bee': 2, hive: 1 }, zh: { 养蜂: 3, 蜜蜂: 2 }, de: { Gift: 3 } });

describe('the score of a document', () => {
  test('is 0 without a term, grows with every further one, and stays below 1', () => {
    const texts = ['', 'A hive. ', 'A hive of a honey bee. ', 'A hive of a honey bee, for beekeeping. '];
    const scores = texts.map((text) => bees.score(document(text + filler)));
    expect(scores[0]).toBe(0);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(new Set(scores).size).toBe(scores.length);
    expect(bees.score(document('beekeeping honey bee hive '.repeat(500), { title: 'beekeeping' }))).toBeLessThan(1);
  });

  test('saturates: several terms make a page on the topic, and one does not, however often it stands there', () => {
    expect(bees.score(document('hive '.repeat(1000)))).toBeLessThan(0.3);
    expect(bees.score(document('Beekeeping for beginners: what lives in a hive.'))).toBeGreaterThan(0.5);
  });

  test('is lower in a longer text that says no more', () => {
    expect(bees.score(document(`A hive. ${filler.repeat(60)}`))).toBeLessThan(bees.score(document(`A hive. ${filler}`)) / 2);
  });

  test('is higher where the title, a heading or the address says it', () => {
    const plain = bees.score(document(`${filler}\n\nThe hive stood there.\n\n${filler}`));
    const higher = [
      document(`${filler}\n\nThe hive\n\nIt stood there.\n\n${filler}`),
      document(`${filler}\n\nThe hive stood there.\n\n${filler}`, { url: 'https://a.test/hive/1' }),
      document(`${filler}\n\nThe hive stood there.\n\n${filler}`, { title: 'The hive' }),
    ];
    for (const each of higher) expect(bees.score(each)).toBeGreaterThan(plain);
  });

  test.each([
    ['plurals', 'Two hives and a hundred honey bees. '],
    ['capitals and full width', 'ＨＩＶＥ! Honey BEE. '],
    ['line breaks within a phrase', 'A hive: honey\nbee. '],
  ])('takes %s for the word itself', (_, text) => {
    expect(bees.score(document(text + filler))).toBeCloseTo(bees.score(document(`A hive: honey bee. ${filler}`)), 1);
  });

  test('finds words whole, and Chinese anywhere', () => {
    expect(bees.score(document('Archives and beehives.'))).toBe(0);
    expect(bees.score(document('城里的养蜂人说，今年的蜜蜂很多。'))).toBeGreaterThan(0.5);
  });

  test('heeds only the terms of the language, where it is known', () => {
    const text = `A gift for everyone, a gift for all. ${filler}`;
    expect(bees.score(document(text, { language: 'en-GB' }))).toBe(0);
    expect(bees.score(document(text))).toBeGreaterThan(0);
    expect(bees.score(document(text, { language: 'fr' }))).toBeGreaterThan(0);
  });

  test('takes linear time over a long text without line breaks', () => {
    expect(bees.score(document('hive '.repeat(200_000)))).toBeGreaterThan(0);
  });
});

test('a topic without terms has no score', () => {
  expect(openRelevance(topic({}))).toBeNull();
});

test('the shipped topic tells pages about sorting waste from others', () => {
  const config = loadConfig(join(import.meta.dirname, '..', '..'));
  const shipped = openRelevance(config.topics.get('waste-sorting')!)!;
  const pages = makeSites({ seed: 5, pages: 250 })
    .flatMap(({ expectations }) => expectations)
    .filter(({ outcome, url }) => outcome === 'kept' && /\/\/(?:fenlei|recycling-guide)\.test/.test(url));
  const kept = pages.filter(
    ({ url, title = null, text = [], language = null }) =>
      shipped.score({ url, title, language, text: text.join('\n\n') }) >= shipped.minimumScore,
  );
  expect(pages.length).toBeGreaterThan(80);
  expect(kept.length / pages.length).toBeGreaterThan(0.95);
  expect(shipped.score(document(filler.repeat(20)))).toBe(0);
});

/** Documents in which another word than the terms tells the kinds apart. */
function labelled(count: number, telling: boolean): readonly Labelled[] {
  const chance = chanceOf(7);
  const [ours, others] = [
    ['smoker', 'swarm', 'queen', 'comb'],
    ['harbour', 'mast', 'winch', 'keel'],
  ] as const;
  return Array.from({ length: count }, (_, n) => {
    const relevant = n % 2 === 0;
    const words = Array.from({ length: 40 }, () => chance.pick(telling ? (relevant ? ours : others) : [...ours, ...others]));
    const hint = relevant === chance.next() < 0.7 ? ['hive'] : [];
    return { relevant, document: document([...words, ...hint].join(' '), { url: `https://a.test/${n}` }) };
  });
}

describe('a classifier', () => {
  const terms = { en: { hive: 1 } };

  test('takes the place of the terms when it ranks labelled documents better', () => {
    const learnt = openRelevance(topic(terms), labelled(120, true))!;
    const { judge } = learnt;
    expect(judge).toMatchObject({ kind: 'classifier', labels: 120 });
    expect(judge.averagePrecision!.classifier).toBeGreaterThan(judge.averagePrecision!.terms);
    expect(learnt.score(document('The queen and her swarm left the comb.'))).toBeGreaterThan(0.5);
    expect(learnt.score(document('Keel and mast, and a winch.'))).toBeLessThan(0.5);
  });

  test('does not where it ranks them worse', () => {
    expect(openRelevance(topic(terms), labelled(120, false))!.judge).toMatchObject({ kind: 'terms', averagePrecision: expect.anything() });
  });

  test('is not asked for with few labels, or with labels of one kind', () => {
    expect(openRelevance(topic(terms), labelled(98, true))!.judge).toEqual({ kind: 'terms', labels: 98, averagePrecision: null });
    const ofOneKind = labelled(240, true).filter(({ relevant }) => relevant);
    expect(openRelevance(topic(terms), ofOneKind)!.judge).toEqual({ kind: 'terms', labels: 120, averagePrecision: null });
  });

  test('is the same whatever the order of the labels', () => {
    const [one, other] = [labelled(120, true), labelled(120, true).toReversed()].map((each) => openRelevance(topic(terms), each)!);
    expect(other!.judge).toEqual(one!.judge);
    expect(other!.score(document('A queen at the mast.'))).toBe(one!.score(document('A queen at the mast.')));
  });
});
