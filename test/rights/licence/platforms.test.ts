import { expect, test } from 'vitest';
import { detectLicence } from '../../../src/rights/licence/licence.ts';

const cc = 'https://creativecommons.org/licenses';

const post = (kind: 'question' | 'answer', dates: string): string =>
  `<div class="${kind}" data-${kind}id="1"><div class="s-prose"><p>This text is licensed under CC BY 4.0.</p></div>${dates}</div>`;
const asked = (day: string): string =>
  `<div class="user-action-time">asked <span title="${day} 12:00:00Z" class="relativetime">then</span></div>`;
const stack = (posts: string, url = 'https://stackoverflow.com/questions/1/a'): string | null =>
  detectLicence(`<body>${posts}<footer>user contributions licensed under <a href="/help/licensing">CC BY-SA</a>.</footer></body>`, url).id;

test('Stack Exchange licenses by the day of a post', () => {
  expect(stack(post('question', asked('2011-04-07')))).toBe('CC-BY-SA-2.5');
  expect(stack(post('question', asked('2011-04-08')))).toBe('CC-BY-SA-3.0');
  expect(stack(post('question', asked('2018-05-01')))).toBe('CC-BY-SA-3.0');
  expect(stack(post('question', asked('2018-05-02')))).toBe('CC-BY-SA-4.0');
  expect(stack('<time itemprop="dateCreated" datetime="2009-01-01T00:00:00">then</time>')).toBe('CC-BY-SA-2.5');
});

test('a version of a post has the licence of its own day, and a page those of all its posts', () => {
  expect(stack(post('question', asked('2010-01-01') + asked('2019-01-01')))).toBe('CC-BY-SA-4.0');
  expect(stack(post('question', asked('2010-01-01')) + post('answer', asked('2019-01-01')))).toBe('CC-BY-SA-2.5 AND CC-BY-SA-4.0');
  expect(stack(post('question', `${asked('2010-01-01')}<ul class="comments"><li>${asked('2019-01-01')}</li></ul>`))).toBe('CC-BY-SA-2.5');
});

test('without a day, or on a page of no post, Stack Exchange says no version', () => {
  expect(stack('')).toBe('LicenseRef-CC-BY-SA');
  expect(stack(post('question', asked('2019-01-01')), 'https://stackoverflow.com/users/1')).toBe('LicenseRef-CC-BY-SA');
  expect(stack(post('question', asked('2019-01-01')), 'https://stackoverflow.com.example/questions/1')).toBeNull();
  expect(stack('<div class="question"><a data-se-share-sheet-license-name="CC BY-SA 3.0" href="/q/1">share</a></div>')).toBe(
    'CC-BY-SA-3.0',
  );
});

test.each([
  ['its sidebar', '<h3>License</h3><a href="#Apache-2.0-1-ov-file">Apache-2.0 license</a>', '/a/b', 'Apache-2.0'],
  ['an older page', '<a href="/a/b/blob/main/LICENSE">MIT License</a>', '/a/b', 'MIT'],
  ['the GPL', '<a href="#GPL-3.0-1-ov-file">GPL-3.0 license</a>', '/a/b', 'GPL-3.0-only'],
  ['one it does not know', '<a href="/a/b/blob/main/LICENSE">View license</a>', '/a/b', null],
  ['an issue', '<a href="/a/b/blob/main/LICENSE">MIT license</a>', '/a/b/issues/1', null],
  [
    'its text',
    `<article class="markdown-body"><p>This text is licensed under <a rel="license" href="${cc}/by/4.0/">CC BY 4.0</a></p></article>`,
    '/a/b',
    null,
  ],
])('GitHub: %s', (_what, html, path, id) => {
  expect(detectLicence(html, `https://github.com${path}`).id).toBe(id);
});

test('arXiv: the paper’s own, not one that it speaks of', () => {
  const said = `<div class="abs-license"><a href="http://creativecommons.org/licenses/by-nc-sa/4.0/">view license</a></div>`;
  expect(detectLicence(said, 'https://arxiv.org/abs/2401.1').id).toBe('CC-BY-NC-SA-4.0');
  expect(
    detectLicence('<a id="license-tr" href="https://info.arxiv.org/help/license/">License: CC BY 4.0</a>', 'https://arxiv.org/html/2401.1')
      .id,
  ).toBe('CC-BY-4.0');
  const perpetual = '<a id="license-tr" href="https://info.arxiv.org/help/license/">License: arXiv.org perpetual non-exclusive license</a>';
  expect(detectLicence(perpetual, 'https://arxiv.org/html/2401.1').id).toBe('LicenseRef-arXiv-nonexclusive-distrib-1.0');
});

test('MediaWiki: its footer, not what an article holds', () => {
  const wiki = (content: string, footer: string): string | null =>
    detectLicence(
      `<body class="mediawiki"><div id="mw-content-text">${content}</div><ul><li id="footer-info-copyright">${footer}</li></ul></body>`,
      'https://wiki.ex.org/A',
    ).id;
  expect(wiki(`<p>This file is licensed under the <a rel="license" href="${cc}/by/2.0/">CC BY 2.0</a> licence.</p>`, '')).toBeNull();
  expect(
    wiki(
      '<p>This text is licensed under CC BY 2.0.</p>',
      `Content is available under <a href="${cc}/by-sa/3.0/">CC BY-SA 3.0</a> unless otherwise noted.`,
    ),
  ).toBe('CC-BY-SA-3.0');
});
