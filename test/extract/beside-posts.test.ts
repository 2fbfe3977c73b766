import { expect, test } from 'vitest';
import { layOut } from '../../src/extract/blocks/walk.ts';
import { dropBesidePosts } from '../../src/extract/model/beside-posts.ts';
import { parseHtml } from '../../src/html/parse.ts';

/** What is left of a page of which all was kept. */
function left(html: string): string[] {
  const layout = layOut(parseHtml(html));
  const kept = new Uint8Array(layout.blocks.length).fill(1);
  dropBesidePosts(layout, kept);
  return layout.blocks.filter((_block, row) => kept[row] === 1).map(({ texts }) => texts.map(({ data }) => data).join(''));
}

test.each([
  ['phpBB', '<dl class="postprofile"><dt>ada</dt><dd>Posts: 12</dd></dl><div class="content">Post</div><div class="signature">Light</div>'],
  [
    'XenForo',
    '<div class="message-cell message-cell--user"><h4>ada</h4></div><div class="message-cell message-cell--main"><div>Post</div><aside class="message-signature">Light</aside><div class="message-actionBar actionBar">Report</div></div>',
  ],
  ['vBulletin', '<div class="userinfo"><p>Posts</p></div><div class="postbody">Post</div><div class="postfoot">Quote</div>'],
  ['Invision', '<aside class="ipsComment_author cAuthorPane">ada</aside><div>Post</div><div data-role="memberSignature">Light</div>'],
  [
    'Discuz',
    '<table><tr><td class="pls" rowspan=2>ada</td><td class="plc">Post</td></tr><tr><td><div class="sign">Light</div></td></tr></table>',
  ],
])('who writes and signs is no post of %s', (_name, html) => {
  expect(left(html)).toEqual(['Post']);
});

test('what is called so and is all there is stays', () => {
  expect(left('<div class="poster"><p>Light</p></div><p class="posters">Pier</p>')).toEqual(['Pier']);
  expect(left('<div class="poster"><p>Light</p></div>')).toEqual(['Light']);
});
