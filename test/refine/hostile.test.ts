import { afterAll, describe, expect, test } from 'vitest';
import { createRefinePool } from '../../src/refine/pool.ts';
import { inputOf } from './inputs.ts';

const TEXT = 'The text of the page, which is long enough to be kept.';
const DEADLINE = 10_000;

/** Pages that have hung, crashed or starved one extractor or another. */
const pages: Readonly<Record<string, string>> = {
  '1,000 nested div': `${'<div>'.repeat(1000)}${TEXT}`,
  '50,000 nested div': `${'<div>'.repeat(50_000)}${TEXT}`,
  '2,000 nested b': `${'<b>'.repeat(2000)}${TEXT}`,
  '5,000 nested a': `${'<a href=x>'.repeat(5000)}${TEXT}`,
  '2,000 nested tables': `${'<table><tr><td>'.repeat(2000)}${TEXT}`,
  '3,000 nested svg': `<p>${TEXT}</p>${'<svg>'.repeat(3000)}`,
  '20,000 attributes': `<p ${Array.from({ length: 20_000 }, (_, i) => `a${i}=1`).join(' ')}>${TEXT}`,
  '1 MB of <': '<'.repeat(1e6),
  '500,000 entities': `<p>${'&amp;'.repeat(500_000)}`,
  '100,000 rules of CSS': `<style>${'.a{color:red}'.repeat(100_000)}</style><p>${TEXT}`,
  '10,000 tables': '<table><tr><td>a</td><td>b</td></tr></table>'.repeat(10_000),
  '50,000 list items': `<ol>${'<li>An item</li>'.repeat(50_000)}</ol>`,
  '1 MB of blanks in code': `<p>${TEXT}</p><pre>a${' '.repeat(1e6)}b</pre>`,
  '1 MB of blanks in prose': `<p>${TEXT}${' \n'.repeat(5e5)}b`,
  'a style of zeros': `<p style="font-size:${'0'.repeat(1e6)}1">${TEXT}`,
  '150 fonts that are opened again in every block': `${Array.from({ length: 150 }, (_, i) => `<font color=${i}>`).join('')}${`<p>${TEXT}</p><div>x`.repeat(1000)}`,
  'a body in CDATA': `<body><![CDATA[<p>${TEXT}</p>]]></body>`,
  plaintext: `<p>${TEXT}<plaintext><p>more`,
  'conditional comments and an XML prolog': `<?xml version="1.0"?><!DOCTYPE html><html><body><!--[if IE]><p>IE</p><![endif]--><p>${TEXT}`,
};

describe('hostile pages', () => {
  const pool = createRefinePool({ workers: 2, deadlineMs: DEADLINE, memoryBytes: 512 * 2 ** 20 });
  afterAll(() => pool.close());

  test.each(Object.entries(pages))('%s: an outcome, and the process goes on', async (_name, html) => {
    const { step } = await pool.refine(inputOf(html));
    if (html.includes(TEXT)) expect(step.kept ? step.record.text : step.drop).toContain(TEXT);
    else expect(step.kept || step.drop.rule).not.toBe('crashed');
  });
});
