import { expect, test } from 'vitest';
import { presetOf } from '../../src/config/quality-presets.ts';
import { editText } from '../../src/quality/edit.ts';
import { applyPreset } from '../../src/quality/quality.ts';

const edited = (text: string, preset: string, language = 'en'): string => editText(text, language, presetOf(preset));

test.each([
  ['c4', 'Jars are rinsed.[12] Lids are not.[edit]\nMenu\nNo end here\nToo short.', 'Jars are rinsed. Lids are not.'],
  ['c4', 'Ends in dots, as here...\n"Ends in a quotation, as here"', '"Ends in a quotation, as here"'],
  ['c4', `A ${'w'.repeat(1001)} is too long.\nRead our privacy policy first.\nThis page needs JavaScript today.`, ''],
  ['c4-no-terminal-punct-off', 'No end here\nOne word\nUse cookies or go home', 'No end here'],
  ['refinedweb', 'READ THIS NOW\nread this now\n2024\n1,204 views\n12 jars\nHome', 'read this now\n12 jars'],
  [
    'refinedweb',
    '3 items in cart now\nJars for sale Read more...\n\n\n\nSign-in to rinse jars',
    '3  now\nJars for sale \n\n to rinse jars',
  ],
  ['gopher', 'Menu\n\nJars', 'Menu\n\nJars'],
])('%s: %j', (preset, text, left) => {
  expect(edited(text, preset)).toBe(left);
});

test('words of scripts without spaces are counted, too', () => {
  expect(edited('瓶子要洗干净。\n菜单。', 'c4', 'zh')).toBe('瓶子要洗干净。');
});

test('what an edit leaves is what is measured, and how much went is a measure', () => {
  const { text, measures, verdict } = applyPreset('one two three four\nMENU\n2024', 'en', presetOf('refinedweb'));
  expect(text).toBe('one two three four');
  expect(measures).toMatchObject({ words: 4, words_removed: 0.333333 });
  expect(verdict).toMatchObject({ kept: false });
  expect(applyPreset('one two', 'en', presetOf('refinedweb')).measures).not.toHaveProperty('words_removed');
});
