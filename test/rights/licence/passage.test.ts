import { expect, test } from 'vitest';
import { detectLicence } from '../../../src/rights/licence/licence.ts';

const words = 'Words of a page that go on about something in the world. ';
const frame = (loose: string): string => `<body><div id="wrapper"><div>${`<p>${words}</p>`.repeat(40)}</div>${loose}</div></body>`;
const long = `${'On what a licence says. '.repeat(16)}<br><br>`.repeat(45);
const reserved = 'LicenseRef-all-rights-reserved';

test.each([
  ['a line in the frame of the page', frame('<small class="copyright">The Example Times. All rights reserved.</small>'), reserved],
  ['bare words in it', frame('© 2024 The Example Times. All rights reserved.'), reserved],
  ['two lines of one notice', frame('<hr><font>© 2024 A. B.<br>All rights reserved.</font>'), reserved],
  ['a statement', frame('<span>This site is licensed under CC BY 4.0.</span>'), 'CC-BY-4.0'],
  [
    'the last paragraph where breaks make them',
    `<body>${words.repeat(40)}<br><br>${words}<br> <br>© A. All rights reserved.</body>`,
    reserved,
  ],
  [
    'a heading above a paragraph',
    '<article><p>All about our content.</p><h2>What is CC BY?</h2><p>CC BY 4.0 lets others share a work.</p></article>',
    null,
  ],
  ['another’s line', frame('<span class="photo-credit">© A. All rights reserved.</span>'), null],
  ['a block that stands apart', frame('<aside><small>© A. All rights reserved.</small></aside>'), null],
  ['a quotation', frame('<q>This site is licensed under CC BY 4.0.</q>'), null],
  [
    'of another kind',
    frame('<span rel="dct:type" href="http://purl.org/dc/dcmitype/StillImage">A</span>: This work is licensed under CC BY 4.0.'),
    null,
  ],
  [
    'a footer behind a frame of long lines',
    `<body><div id="wrap">${long}</div><div class="foot"><p>All content on this site is licensed under CC BY 4.0.</p></div></body>`,
    'CC-BY-4.0',
  ],
  [
    'a footer behind legal texts',
    `<body><div class="legal-text">${long}${`<p>${long}</p>`.repeat(12)}</div><footer>© A. All rights reserved.</footer></body>`,
    reserved,
  ],
])('loose text: %s', (_what, html, id) => {
  expect(detectLicence(html, 'https://ex.org/a').id).toBe(id);
});
