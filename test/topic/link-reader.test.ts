import type { Element } from 'domhandler';
import { describe, expect, test } from 'vitest';
import { findLinks } from '../../src/discover/links.ts';
import { parseHtml } from '../../src/html/parse.ts';
import { LinkReader, promiseOf } from '../../src/topic/link-reader.ts';
import { TermIndex } from '../../src/topic/terms.ts';

const index = new TermIndex({ en: { beekeeping: 3, hive: 1 }, zh: { 养蜂: 3 } });

/** What each link of a page promises, by the last part of its address. */
function promises(markup: string): Record<string, number> {
  const document = parseHtml(`<!doctype html><html><head><title>Beekeeping</title></head><body>${markup}</body></html>`);
  const elements = new Map<string, Element[]>();
  const { links } = findLinks(document, 'https://a.test/', {
    named: (link, element) => void elements.set(link, [...(elements.get(link) ?? []), element]),
  });
  const reader = new LinkReader(index, document);
  return Object.fromEntries(links.map((link) => [link.slice(link.lastIndexOf('/') + 1), reader.promiseOf(link, elements.get(link) ?? [])]));
}

const far = 'word '.repeat(40);

describe('what a link promises', () => {
  test('is told by its own words most, then by those around it, then by nothing', () => {
    const { own, around, none } = promises(
      `<p><a href="own">Beekeeping</a> ${far}</p><p>Beekeeping: <a href="around">more</a></p><p>${far} <a href="none">more</a></p>`,
    );
    expect(own).toBeGreaterThan(around!);
    expect(around).toBeGreaterThan(0);
    expect(none).toBe(0);
  });

  test('is told by its address', () => {
    const { 'beekeeping-for-all': address, '%E5%85%BB%E8%9C%82': escaped } = promises(
      '<a href="beekeeping-for-all">x</a> <a href="/养蜂">y</a>',
    );
    expect(address).toBeGreaterThan(0.5);
    expect(escaped).toBeGreaterThan(0.5);
  });

  test('is the best of what several elements say', () => {
    const { twice } = promises(`<a href="twice"><img src="x.png"></a> ${far} <a href="twice">Beekeeping</a>`);
    expect(twice).toBeGreaterThan(0.5);
  });

  test('is told by the words of a picture, and by no script', () => {
    const { picture, script } = promises(
      `<a href="picture"><img alt="Beekeeping"></a> ${far} <a href="script"><script>beekeeping</script>x</a>`,
    );
    expect(picture).toBeGreaterThan(0.5);
    expect(script).toBe(0);
  });

  test('counts a term once, however often it is said', () => {
    const { once, often } = promises(`<a href="once">hive</a> ${far} <a href="often">hive hive hive</a>`);
    expect(often).toBe(once);
  });

  test('does not grow together over tags that part words, nor fall apart at those that do not', () => {
    const { parted, whole } = promises(
      `<a href="parted"><div>bee</div><div>keeping</div></a> ${far} <a href="whole">bee<b>keeping</b></a>`,
    );
    expect([parted, whole! > 0.5]).toEqual([0, true]);
  });

  test('of an address alone is that of its words', () => {
    expect(promiseOf(index, 'https://hive.test/')).toBeGreaterThan(0);
    expect(promiseOf(index, 'https://a.test/%E0%A4%A')).toBe(0);
  });
});
