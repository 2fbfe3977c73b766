import { describe, expect, test } from 'vitest';
import { measurePage } from '../../src/render/measure.ts';
import { RenderNeed, shapeOf } from '../../src/render/need.ts';

const bytes = (html: string): Uint8Array => Buffer.from(html);
const PROSE = `<p>${'Glass goes to the bottle bank. '.repeat(20)}</p>`;
const SHELL = bytes('<!doctype html><title>A long title that is no text</title><script src="/app.js"></script><div id="root"></div>');
const EMPTY = bytes('<div id="root"><p>Nothing here.</p></div>');
const FULL = bytes(`<div id="root">${PROSE}</div>`);

describe('what a page shows before its scripts run', () => {
  test.each([
    ['text', '<p>four words, no more</p>', { prose: 16, links: 0, scripts: 0 }],
    [
      'nothing of scripts, styles and titles',
      '<title>x</title><style>p{}</style><script>let text = "<p>words</p>"</script>',
      { prose: 0, links: 0, scripts: 1 },
    ],
    ['no data', '<script type="application/ld+json">{"a": "b"}</script>', { prose: 0, links: 0, scripts: 0 }],
    ['no links and menus', '<nav>Menu <a href="/">Home</a></nav><a href="/x">There</a>', { prose: 0, links: 2, scripts: 0 }],
    ['what follows a menu', '<nav><ul><li>Menu</ul></nav>text', { prose: 4, links: 0, scripts: 0 }],
    ['nothing after what never ends', 'text<script>', { prose: 4, links: 0, scripts: 1 }],
    ['nothing of a tag that never ends', 'text<div class="', { prose: 4, links: 0, scripts: 0 }],
  ])('%s', (_, html, expected) => {
    expect(measurePage(bytes(html))).toEqual(expected);
  });

  test('takes time that grows with its length', () => {
    for (const part of ['<script>', '<', '<a', '</nav', '<nav>', '<!--'])
      expect(measurePage(bytes(part.repeat(2_000_000 / part.length))).prose).toBeLessThan(2_000_001);
  });
});

describe('what is rendered', () => {
  test('is a page with scripts and hardly any text', () => {
    const need = new RenderNeed();
    expect(need.isLikely('https://a.test/', SHELL)).toBe(true);
    expect(need.isLikely('https://a.test/', EMPTY)).toBe(false);
    expect(need.isLikely('https://a.test/', bytes(`<script src="/ads.js"></script>${PROSE}`))).toBe(false);
  });

  test('is no page of a kind that has gained nothing three times', () => {
    const need = new RenderNeed();
    for (let n = 0; n < 3; n += 1) {
      expect(need.isLikely(`https://a.test/list/${n}`, SHELL)).toBe(true);
      expect(need.hasGained(`https://a.test/list/${n}`, SHELL, EMPTY)).toBe(false);
    }
    expect(need.isLikely('https://a.test/list/99', SHELL)).toBe(false);
    expect(need.isLikely('https://a.test/news/99', SHELL)).toBe(true);
    // Some kinds gain now and then.
    expect(need.hasGained('https://a.test/list/100', SHELL, FULL)).toBe(true);
    expect(need.isLikely('https://a.test/list/101', SHELL)).toBe(true);
  });

  test('is a page of a kind that has gained, though it has some text', () => {
    const need = new RenderNeed();
    const teaser = bytes(`<script src="/app.js"></script><p>${'A teaser of the text. '.repeat(20)}</p>`);
    expect(need.isLikely('https://a.test/news/1', teaser)).toBe(false);
    expect(need.hasGained('https://a.test/news/2', SHELL, FULL)).toBe(true);
    expect(need.isLikely('https://a.test/news/1', teaser)).toBe(true);
  });

  test.each([
    ['https://a.test/', 'https://a.test/'],
    ['https://a.test/news/2026/some-title', 'https://a.test/news/#/*'],
    ['https://a.test/%E8%9C%82%E7%AE%B1-12/1', 'https://a.test/%E8%9C%82%E7%AE%B1-#/*'],
    ['https://a.test/p123?page=3&id=4&id=5', 'https://a.test/p#?id&page'],
    ['https://a.test/wiki/', 'https://a.test/wiki/'],
  ])('the kind of %s is %s', (url, shape) => {
    expect(shapeOf(url)).toBe(shape);
  });
});
