import { expect, test } from 'vitest';
import { scriptOfChinese } from '../../src/language/chinese.ts';

test.each([
  ['说汉语', 'Hans'],
  ['說漢語', 'Hant'],
  ['后来他在里面', 'Hans'],
  ['後來他在裡面', 'Hant'],
  ['云和雨', 'Hans'],
  ['简体字里夹着一个「書」字，还是简体', 'Hans'],
  ['繁體字裡夾著一個「书」字，還是繁體', 'Hant'],
  ['香港嘅茶餐廳好多人', 'Hant'],
])('%s is %s', (text, script) => {
  expect(scriptOfChinese(text)).toBe(script);
});
