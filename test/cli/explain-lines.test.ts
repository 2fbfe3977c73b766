import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { explanationLines } from '../../src/cli/explain.ts';
import { finding } from '../../src/run/explain/explanation.ts';

const url = 'http://a.test/page';
const target = {
  asked: url,
  url,
  findings: [finding('text', 'yes', 'some text', ['one word after the other '.repeat(20)])],
  verdict: 'kept',
};
const details = [
  '“Text on this site is licensed as it says below, and that is quoted here.” (footer element, line 6)',
  '蜂箱应当放在避风的地方。'.repeat(9),
];
const explanation = { asked: url, url, findings: [finding('rights', '?', 'unknown', details)], verdict: 'redirected', target };

test.each([60, 80, 100])('details of a decision fit %i columns', (columns) => {
  const lines = explanationLines(explanation, columns);
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeGreaterThan(columns - 20);
  expect(lines.slice(0, 3)).toEqual([url, '? rights   unknown', expect.stringMatching(/^ {11}· “Text on this site/)]);
  expect(lines.at(-1)).toBe('redirected');
});
