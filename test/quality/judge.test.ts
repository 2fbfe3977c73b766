import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeQuality } from '../../src/index.ts';
import { dataFolder } from '../data.ts';

/** Prose with the stop words of Gopher, each sentence another. */
const sentences = [
  'The baker of the village had to rise long before the sun did.',
  'With a lamp in one hand and a bucket in the other she crossed the yard.',
  'Nobody could say that the bread was dear, for it cost less than salt.',
  'In winter the oven had to be fed with twice as much wood.',
  'Children waited at the door and hoped for the crust of the last loaf.',
  'One of them later wrote that no other smell has ever meant so much.',
];
const prose = sentences.join(' ');

/** A text, a preset, and the rule that it breaks; null when it is kept. */
const cases: readonly (readonly [what: string, text: string, preset: string, rule: string | null])[] = [
  ['prose', prose, 'gopher', null],
  ['prose', prose, 'fineweb', null],
  ['prose', prose, 'c4', null],
  ['prose', prose, 'refinedweb', null],
  ['two sentences', sentences.slice(0, 2).join(' '), 'gopher', 'gopher_short_doc'],
  ['50 words', Array.from({ length: 25 }, (_, at) => `the item${at}`).join(' '), 'gopher-quality', 'gopher_enough_stop_words'],
  ['49 words', `${'the and '.repeat(24)}the`, 'gopher-quality', 'gopher_short_doc'],
  ['hashes', prose.replaceAll(/\b(?=[a-d])/g, '#'), 'gopher_quality', 'gopher_too_many_hashes'],
  ['bullets', sentences.map((line) => `  • ${line}`).join('\n'), 'gopher-quality', 'gopher_too_many_bullets'],
  [
    'nine bullets of ten lines',
    [...sentences, ...sentences.slice(0, 3)].map((line) => `- ${line}`).join('\n') + `\n${sentences[4]}`,
    'gopher-quality',
    null,
  ],
  ['ends of lines', sentences.map((line) => line.replace('.', '…')).join('\n'), 'gopher-quality', 'gopher_too_many_end_ellipsis'],
  ['a paragraph thrice', `${prose}\n\n${prose}\n\n${prose}`, 'gopher-repetition', 'dup_para_frac'],
  ['a line in four', [...sentences.slice(0, 3), sentences[0]].join('\n'), 'gopher-repetition', 'dup_line_char_frac'],
  ['a passage within lines', `${prose} ${prose}`, 'gopher-repetition', 'duplicated_5_n_grams'],
  ['a pair of words', prose.replaceAll(/(\w+ \w+)/g, '$1 hot deal'), 'gopher-repetition', 'top_2_gram'],
  ['lines of nothing', '\n\n\n', 'gopher-repetition', 'dup_line_frac'],
  ['lines of nothing', '\n\n\n', 'fineweb', 'empty'],
  ['no ends of sentences', sentences.map((line) => line.slice(0, -1)).join('\n'), 'fineweb', 'line_punct_ratio'],
  ['short lines', prose.split(/(?<=\w+ \w+ \w+) /).join('.\n'), 'fineweb', 'short_line_ratio'],
  ['one short line of many, twice', [...sentences, 'More.', 'More.'].join('\n'), 'fineweb_paper_01', null],
  ['one short line of many, twice', [...sentences, 'More.', 'More.'].join('\n'), 'fineweb_code_001', 'char_dup_ratio'],
  ['a token or two to a line', Array.from({ length: 60 }, (_, at) => `${'-'.repeat(at + 31)}.`).join('\n'), 'fineweb', 'list_ratio'],
  ['four sentences', sentences.slice(0, 4).join(' '), 'c4', 'too_few_sentences'],
  ['lines without ends', sentences.map((line) => line.slice(0, -1)).join('\n'), 'c4_full', 'too_few_sentences'],
  ['lines without ends', sentences.map((line) => line.slice(0, -1)).join('\n'), 'c4_no_terminal_punct_off', null],
  ['a curly bracket', prose.replace('lamp', '{lamp}'), 'c4', 'curly_bracket'],
  ['a curly bracket where C4 does not look', `${prose}\n{ }`, 'c4', null],
  ['filler text', `${prose}\nLorem ipsum dolor sit amet.`, 'c4', 'lorem_ipsum'],
  ['a bracket before filler', `${prose}\nThe sign { is one.\nLorem ipsum dolor sit amet.`, 'c4', 'curly_bracket'],
  ['script and policy lines', `${prose}\nEnable Javascript to go on.\nWe use cookies on this page.`, 'c4', null],
  ['a line of capitals, a number', `${prose}\nSHARE\n12`, 'refinedweb', null],
  ['mostly lines that go', `${prose}\n${'HOME\nNEWS\n'.repeat(20)}`, 'refinedweb', 'words_removed'],
  ['English', prose.repeat(2), 'chinese-web-text', 'too_few_han'],
  ['a little Chinese', '面包师每天很早起床。', 'chinese-web-text', 'too_short'],
  ['anything', '', 'none', null],
];

describe('the published filters', () => {
  test.each(cases)('%s', (_what, text, preset, rule) => {
    const judged = judgeQuality(text, { language: 'en', preset });
    expect({ rule: judged.rule ?? null, kept: judged.kept }).toEqual({ rule, kept: rule === null });
  });

  test('say what was found and what was allowed', () => {
    expect(judgeQuality('The end of it.', { language: 'en', preset: 'gopher-quality' }).because).toBe('words 4, at least 50');
  });

  test('judge a language by its own figures', () => {
    const zh = [
      '面包师在天亮之前就起床了，她的灯照着院子里的雪。',
      '冬天的时候，他们要用两倍的木头，也没有人说面包贵。',
      '孩子们在门口等着，都想要最后的那一块，有的等了很久。',
      '后来有一个人写道，他再也没有闻到过这么好的味道。',
    ].join('\n');
    expect(judgeQuality(zh, { language: 'en', preset: 'gopher-quality' }).rule).toBe('gopher_below_avg_threshold');
    expect(judgeQuality(zh, { language: 'zh-Hans', preset: 'fineweb2' })).toMatchObject({ kept: true });
    expect(judgeQuality(zh.replaceAll(/[。]/g, ''), { language: 'zh', preset: 'fineweb2' }).rule).toBe('line_punct_ratio');
  });

  test('that there are not are named with what may have been meant', () => {
    expect(() => judgeQuality('', { language: 'en', preset: 'gofer' })).toThrow('there is no quality preset gofer; did you mean gopher?');
    expect(() => judgeQuality('', { language: 'en', preset: 'zzzzzz' })).toThrow(/there are c4, .*standard/);
  });
});

const folder = dataFolder();

test.runIf(folder !== null)('outside cases: verdict and reason of every filter', () => {
  interface Case {
    readonly id: string;
    readonly lang: string;
    readonly text: string;
    readonly expected: Readonly<Record<string, { readonly keep: boolean; readonly reason: string | null }>>;
  }
  const lines = readFileSync(join(folder ?? '', 'quality', 'quality-cases.jsonl'), 'utf8')
    .trim()
    .split('\n');
  for (const { id, lang, text, expected } of lines.map((line) => JSON.parse(line) as Case)) {
    for (const [preset, { keep, reason }] of Object.entries(expected)) {
      const { kept, rule = null } = judgeQuality(text, { language: lang, preset });
      expect([id, preset, kept, rule]).toEqual([id, preset, keep, reason]);
    }
  }
});
