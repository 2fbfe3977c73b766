import { describe, expect, test } from 'vitest';
import { extract } from '../../src/index.ts';
import { arabic } from './languages/arabic.ts';
import { chinese } from './languages/chinese.ts';
import { german } from './languages/german.ts';
import { japanese } from './languages/japanese.ts';
import { korean } from './languages/korean.ts';
import { russian } from './languages/russian.ts';
import { templates } from './languages/templates.ts';
import { thai } from './languages/thai.ts';

const lettersOf = (text: string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const letter of text.replace(/\s+/g, '')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return counts;
};

/** How far two texts have the same letters, whatever their order. */
function letterF1(found: string, wanted: string): number {
  const have = lettersOf(found);
  const want = lettersOf(wanted);
  let hits = 0;
  for (const [letter, count] of want) hits += Math.min(count, have.get(letter) ?? 0);
  const sum = (counts: Map<string, number>): number => [...counts.values()].reduce((all, count) => all + count, 0);
  return (2 * hits) / (sum(have) + sum(want));
}

const materials = [chinese, japanese, korean, arabic, russian, thai, german];
const cases = materials.flatMap((material) =>
  Object.entries(templates).map(([name, template]) => ({ name, lang: material.lang, material, template })),
);

describe('pages of many languages', () => {
  test('there are enough of them', () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });

  test.each(cases)('$lang, $name', async ({ material, template }) => {
    const { html, content } = template(material);
    const { text, title, language } = await extract(html, { url: 'https://example.org/2024/page.html' });
    expect(title).toBe(material.title);
    expect(language).toBe(material.lang);
    expect(letterF1(text, content)).toBeGreaterThanOrEqual(0.95);
  });

  test.each(materials)('$lang: who wrote it and when', async (material) => {
    const { author, published } = await extract(templates['blog']!(material).html, { url: 'https://example.org/page.html' });
    expect({ author, published }).toEqual({ author: material.author, published: material.date });
  });
});
