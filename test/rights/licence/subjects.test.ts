import { expect, test } from 'vitest';
import { detectLicence } from '../../../src/rights/licence/licence.ts';

const url = 'https://ex.org/post/1';
const cc = 'https://creativecommons.org/licenses';
const link = (type: string, label = 'licence'): string => `<a href="${cc}/${type}/">${label}</a>`;
const rel = (type: string, label = 'licence'): string => `<a rel="license" href="${cc}/${type}/">${label}</a>`;
const page = (inside: string, footer = ''): string =>
  `<html><head><title>t</title></head><body><main><article><h1>Title</h1><p>A text.</p>${inside}</article></main><footer>${footer}</footer></body></html>`;
const ld = (thing: unknown): string => `<script type="application/ld+json">${JSON.stringify(thing)}</script>`;
const id = (html: string, address = url): string | null => detectLicence(html, address).id;

test('a notice behind the badge of its licence is the page’s, and so is the foot of a post that ends with a picture', () => {
  const badge = '<img src="https://licensebuttons.net/l/by/4.0/88x31.png" alt="CC BY">';
  expect(id(page(`${badge}<div class="license">This work is licensed under CC BY 4.0.</div>`))).toBe('CC-BY-4.0');
  expect(id(page('<img src="/a.jpg"><div class="post-footer">Content: CC BY 4.0</div>'))).toBe('CC-BY-4.0');
  expect(id(page('', '<div class="media-legal">Content: CC BY 4.0</div>'))).toBe('CC-BY-4.0');
});

test.each([
  ['the badge in a box of its own', `<div class="license-icon"><a rel="license" href="${cc}/by/4.0/"><img src="/cc.png"></a></div>`],
  ['the badge by itself', `<a class="license-image" rel="license" href="${cc}/by/4.0/"><img src="/cc.png"></a>`],
  ['a notice behind the logo of the site', '<img src="/logo.png"><div class="copyright">Content: CC BY 4.0</div>'],
  ['a notice behind the picture of its author', '<div><img src="/a.png"></div><div class="license">This article is CC BY 4.0.</div>'],
  [
    'a notice behind the cover of its issue',
    `<div><img src="/a.png"></div><div class="copyright">This work is under ${rel('by/4.0')}.</div>`,
  ],
  ['a notice behind a picture in Chinese', `<img src="/a.png"><div class="license">本文采用 ${rel('by/4.0')} 许可协议。</div>`],
  [
    'the foot of a post in a card',
    '<div class="card"><p>A.</p><div class="card-footer">This post is licensed under CC BY 4.0.</div></div>',
  ],
  ['a notice in the head of an article', `<div class="hero-meta">${rel('by/4.0')}</div>`],
  ['a page beside its filters', '<div class="page-with-filters"><p>This work is licensed under CC BY 4.0.</p></div>'],
])('of the page: %s', (_, inside) => {
  expect(id(page(inside))).toBe('CC-BY-4.0');
});

test('rights are reserved behind a logo and another picture, and in a card, too', () => {
  expect(id(page('<div class="card-footer">© A. All rights reserved.</div>'))).toBe('LicenseRef-all-rights-reserved');
  for (const picture of ['logo', 'sponsor'])
    expect(id(page(`<a href="/"><img src="/${picture}.png"></a><div class="copyright">© A. All rights reserved.</div>`))).toBe(
      'LicenseRef-all-rights-reserved',
    );
});

test.each([
  ['a credit behind the link', page(`<p>${rel('by/4.0')} (photo: A)</p>`)],
  ['a picture without words', page(`<p><img src="/a.jpg"> ${rel('by/2.0', 'CC BY 2.0')}</p>`)],
  ['an article within an article', page(`<article><p>${rel('by/4.0')}</p></article>`)],
  ['a comment by its class', page(`<section class="post-comments"><p>This text is licensed under ${rel('by/4.0')}.</p></section>`)],
  ['what somebody writes below all posts', page('<div class="signature">My posts are licensed under CC BY 4.0.</div>')],
  ['a share widget', page('', `<div class="share-buttons">${rel('by/4.0')}</div>`)],
  ['a quotation', page(`<blockquote>This work is licensed under ${link('by/4.0')}.</blockquote>`)],
  ['a sample of code', page(`<pre>&lt;p>This work is licensed under CC BY 4.0.&lt;/p></pre>`)],
  ['a box about an image', page(`<div class="image-license">${rel('by/4.0')}</div>`)],
  [
    'items with a licence each',
    page(`<ul>${['A', 'B', 'C'].map((work) => `<li>${work} ${rel('by/2.0', 'CC BY 2.0')}</li>`).join('')}</ul>`),
  ],
  ['a choice of licences to look for', page(`<div class="license-filter"><a href="?l=by">CC BY 4.0</a> <a href="?l=zero">CC0</a></div>`)],
  ['pictures that the link names', page('', rel('by/4.0', 'Photos by A are licensed under CC BY 4.0'))],
  ['what the text was made from, in German', page('', 'Basierend auf einem Werk von A, CC BY 4.0')],
  ['what the text was made from, in French', page('', 'D’après un texte de A, CC BY 4.0')],
  ['what the text was made from, in Spanish', page('', 'Adaptado de A, CC BY 4.0')],
  ['a background', page('', 'Background by A (CC BY 4.0)')],
  ['a line about an image', page('<img src="/a.jpg"><div class="image-copyright">A. B. / CC BY 4.0</div>')],
  ['a line about a medium, before it', page('<div class="media__license">A. B. / CC BY 4.0</div><img src="/a.jpg">')],
  ['the foot of a card', page(`<div class="card"><a href="/x">Other</a><div class="card-footer">${rel('by/4.0')}</div></div>`)],
  ['a notice right behind a picture', page('<a href="/a"><img src="/a.jpg"></a><div class="copyright">A. B. / CC BY 4.0</div>')],
  ['a work right behind its picture', page('<img src="/a.jpg"><div class="license">Work by A. B., CC BY 2.0</div>')],
  ['the theme in French', page('', `Thème par A, sous licence ${link('by/3.0')}`)],
  ['the design of the site', page('', 'Design: A (CC BY 3.0)')],
  ['what powers the page', page('', 'Powered by Wiki, licensed under <a href="https://opensource.org/licenses/MIT">MIT</a>')],
  ['fonts', page('', `Fonts by A are licensed under ${rel('by/4.0')}`)],
  ['a theme in the sentence before', page('', `Theme: A by B. Licensed under ${link('by/3.0')}`)],
  [
    'a kind that the chooser names',
    page('', `<span href="http://purl.org/dc/dcmitype/StillImage" rel="dct:type">A</span> is licensed under a ${rel('by/4.0')}`),
  ],
  ['pictures of the site', page('', `Photos on this site are licensed under ${rel('by/4.0')}.`)],
  ['pictures of the site in German', page('', `Die Bilder dieser Website stehen unter ${link('by/4.0')}.`)],
  ['pictures of the site in Portuguese', page('', `As imagens neste site estão sob licença ${link('by/4.0')}.`)],
  ['pictures of the site in Russian', page('', `Фотографии на этом сайте доступны по лицензии ${link('by/4.0')}.`)],
  ['pictures in the article', page(`<p>The photographs in this post are licensed under ${link('by/2.0')}.</p>`)],
  ['a picture from a collection', page('', `Header: A. B., ${link('by-sa/3.0', 'CC BY-SA 3.0')}, via Wikimedia Commons`)],
  ['a picture from another', page('', 'A. B. / Flickr, CC BY 2.0')],
  ['a picture in a German compound', page('', 'Titelbild: A. B., CC BY-SA 3.0')],
  ['a credit without its thing', page('', 'Crédits : A. B., CC BY 2.0')],
  ['a source', page('', 'Quelle: Statistik Austria, CC BY 4.0')],
  ['a source in Japanese', page('', '出典：国土地理院、CC BY 4.0')],
  ['what the text contains', page('', 'Contains public sector information licensed under the Open Government Licence v3.0.')],
  [
    'what the page contains, by its markup',
    page('', `This page contains text translated from Wikipedia, licensed under ${rel('by-sa/4.0')}.`),
  ],
  ['what the page contains, in German', page('', `Dieser Artikel enthält Texte der Wikipedia, lizenziert unter ${rel('by-sa/4.0')}.`)],
  ['what the page incorporates', page('', `The glossary incorporates material from the Data Handbook, licensed under ${rel('by/4.0')}.`)],
  ['a measure', page('', 'Volume rises in cc by 2.5 times per hour and this text is licensed.')],
  ['what the text was made from', page(`<p>This chapter is a derivative of A by B, used under ${rel('by/4.0')}.</p>`)],
  ['pictures in a widget of the footer', page('', `<div class="widget widget_flickr">${rel('by/2.0')}</div>`)],
  ['the foot of an article within', page(`<footer><aside>${rel('by/4.0')}</aside></footer>`)],
  ['what others own', page('', 'Third-party content on this site is licensed under CC BY 3.0.')],
  ['the future', page('', 'From 2040 this site will be licensed under CC BY 4.0.')],
  ['a plan', page('<p>We plan to release this book under CC BY 4.0.</p>')],
  ['nothing', page('', 'Nothing on this site is licensed under CC BY 4.0.')],
  ['the past', page('', 'From 2015 to 2019 this blog was licensed under CC BY 4.0.')],
  ['data in the footer, by its licence', page('', '© GeoBasis-DE / LVermGeo 2023, dl-de/by-2-0')],
  ['a page that shows a picture', `<meta property="og:type" content="gallery:photo"><div>${rel('by/2.0', 'Some rights reserved')}</div>`],
  ['a page that shows a film', `<meta property="og:type" content="video.other"><div>${rel('by/3.0')}</div>`],
  ['what such a page declares', `<meta property="og:type" content="music.song"><link rel="license" href="${cc}/by/3.0/">`],
  ['a link by its class', page(`<div class="photo-license-info">${rel('by/2.0')}</div>`)],
  ['all of another in Chinese', page('<p>维基百科的所有文本采用 CC BY-SA 4.0 协议。</p>')],
  ['all of another in Japanese', page('<p>ウィキペディアのすべての記事は CC BY-SA 4.0 ライセンスで公開されています。</p>')],
  ['all of another in Korean', page('<p>위키백과의 모든 문서는 CC BY-SA 4.0 라이선스로 배포됩니다.</p>')],
  ['all of another in Arabic', page('<p>جميع مقالات ويكيبيديا منشورة بموجب رخصة CC BY-SA 4.0.</p>')],
  ['all of another in Persian', page('<p>تمام مطالب ویکی‌پدیا تحت مجوز CC BY-SA 4.0 است.</p>')],
  ['what others are to write', page('<p>To apply it, add the sentence: This work is licensed under CC BY 4.0.</p>')],
  ['what others are to write in German', page('<p>Fügen Sie den Satz hinzu: Dieses Werk steht unter CC BY 4.0.</p>')],
  ['what others are to write in French', page('<p>Ajoutez la phrase suivante : Ce texte est sous licence CC BY 4.0.</p>')],
  ['what others are to write in Chinese', page('<p>请在页面底部添加以下文字：本作品采用 CC BY 4.0 许可协议。</p>')],
  ['a work with a title of its own', page('', 'My book “Sailing North” is available under CC BY 4.0.')],
  ['a work of a title and an author', page('', '“Sunset” by Ann is licensed under CC BY 2.0')],
  ['all pages but this one', page('', 'All pages except this one are licensed under CC BY 4.0.')],
  ['all but this page', page('', 'All content except this page is licensed under CC BY 4.0.')],
  ['all but this one in German', page('', 'Alle Seiten außer dieser stehen unter CC BY 4.0.')],
  ['all but this one in Russian', page('', 'Все статьи, кроме этой, доступны по лицензии CC BY 4.0.')],
  ['all but this one in French', page('', 'Tous les articles sauf celui-ci sont sous licence CC BY 4.0.')],
  ['what was revoked', page('', 'The CC BY 4.0 licence of this site was revoked in 2019.')],
  ['what was revoked in German', page('', 'Die Lizenz CC BY 4.0 wurde widerrufen.')],
  ['data in the footer', page('', `Map data © A, ${link('by-sa/2.0')}`)],
  ['an exception', page('', `The dataset, but not the text, is available under ${link('by/4.0')}`)],
  ['what is noted', page('', 'Where noted, content on this site is licensed under CC BY 4.0.')],
  ['what is noted, said behind it', page('', 'Content is licensed under CC BY 4.0 (where indicated).')],
  ['some content', page('', `Some content on this site is licensed under ${rel('by/4.0')}.`)],
  ['portions', page('', `Portions of this page are licensed under ${link('by/4.0')}.`)],
  ['what contributors agree to', page(`<p>By posting, you agree to license your text under ${rel('by-sa/4.0')}.</p>`)],
  ['a list of licences', page(`<ul><li>${link('by/4.0', 'CC BY')}</li><li>${link('by-nc/4.0', 'CC BY-NC')}</li></ul>`)],
  ['a JSON-LD dataset within the page', page(ld({ '@type': 'WebPage', mainEntity: { '@type': 'Dataset', license: `${cc}/by/4.0/` } }))],
  ['JSON-LD of a part', page(ld({ '@type': 'Article', hasPart: { '@type': 'Article', license: `${cc}/by/4.0/` } }))],
  ['JSON-LD of a comment', page(ld({ '@type': 'Article', comment: { '@type': 'Comment', license: `${cc}/by/4.0/` } }))],
  ['JSON-LD of an application', page(ld({ '@type': 'WebApplication', license: `${cc}/by/4.0/` }))],
  ['JSON-LD in pieces', page('<script type="application/ld+json">{"@type":"Article","license":"https://</script>')],
  [
    'RDF of a picture',
    page(
      '<!-- <rdf:RDF><Work rdf:about="/a.jpg"><license rdf:resource="http://creativecommons.org/licenses/by/2.0/"/></Work></rdf:RDF> -->',
    ),
  ],
  ['a picture as microdata', page(`<div itemscope itemid="/a.jpg"><a itemprop="license" href="${cc}/by/4.0/">x</a></div>`)],
  ['a version that does not exist', page('', rel('by/5.0'))],
  ['a licence without attribution', page('', rel('nc-sa/4.0'))],
  ['a document of terms for machines', '<link rel="license" type="application/rsl+xml" href="/rsl.xml">'],
  ['reserved for pictures', page('', 'Images © Agency. All rights reserved.')],
])('no licence of the text: %s', (_what, html) => {
  const found = detectLicence(html, url);
  expect([found.id, found.conflict]).toEqual([null, undefined]);
});

test.each([
  ['text, and code of its own', page('', `Text ${link('by/4.0')}, code ${link('by-nc/4.0')}`), 'CC-BY-4.0'],
  ['a link to pictures elsewhere', page('', `<a href="/f">Flickr</a> ${rel('by/4.0')}`), 'CC-BY-4.0'],
  ['text and pictures of the site', page('', `Text and images on this site are licensed under ${link('by/4.0')}.`), 'CC-BY-4.0'],
  ['text and code of the site', page('', `The text and source code of this site are licensed under ${link('by/4.0')}.`), 'CC-BY-4.0'],
  [
    'what it was made from, and its own',
    page('', `This work, “A”, is a derivative of “B”, used under ${link('by/2.0')}. “A” is licensed under ${link('by-sa/4.0')}.`),
    'CC-BY-SA-4.0',
  ],
  ['a reprint', page(`<p>This article is republished from <a href="/b">B</a> under a ${link('by-nd/4.0')}.</p>`), 'CC-BY-ND-4.0'],
  [
    'an exception with an example',
    page('', `Unless otherwise indicated (e.g. in individual notices), content is licensed under ${link('by/4.0')}.`),
    'CC-BY-4.0',
  ],
  ['what the licence does not allow', page('<p>This work is under CC BY-ND 4.0, which does not permit adaptations.</p>'), 'CC-BY-ND-4.0'],
  [
    'a publisher who says it otherwise',
    page(
      '<p>This is an Open Access article distributed in accordance with the Creative Commons Attribution Non Commercial (CC BY-NC 4.0) license.</p>',
    ),
    'CC-BY-NC-4.0',
  ],
  [
    'the other elements are reserved',
    page(
      `<section id="license"><p>Le texte seul est sous licence ${link('by/4.0')}. Les autres éléments (illustrations) sont « Tous droits réservés ».</p></section>`,
    ),
    'CC-BY-4.0',
  ],
  ['text, and pictures behind a comma', page('', 'Text CC BY 4.0, photos CC BY-NC 4.0'), 'CC-BY-4.0'],
  ['pictures, and text behind a comma', page('', 'Photos CC BY-NC 4.0, text CC BY 4.0'), 'CC-BY-4.0'],
  ['films, and text that is reserved', page('', 'Videos: CC BY 4.0. Text: all rights reserved.'), 'LicenseRef-all-rights-reserved'],
  [
    'all reserved that is not noted otherwise',
    page('<p>This article is licensed under CC BY 4.0.</p>', '© A. All rights reserved unless otherwise noted.'),
    'CC-BY-4.0',
  ],
  ['pictures that are reserved behind a dash', page('', 'Textes : CC BY-SA 4.0 – Photos : © A, tous droits réservés'), 'CC-BY-SA-4.0'],
  ['pictures that are reserved behind a bar', page('', 'Texte: CC BY-SA 4.0 | Bilder: © A, alle Rechte vorbehalten'), 'CC-BY-SA-4.0'],
  ['pictures that are reserved in Japanese', page('', '本文：CC BY-SA 4.0、画像：無断転載禁止'), 'CC-BY-SA-4.0'],
  ['a design that is reserved', page('', 'Text under CC BY 4.0. Design © A. All rights reserved.'), 'CC-BY-4.0'],
  ['a statement without a verb of licences', page('<p>All text on this website is CC BY-SA 4.0.</p>'), 'CC-BY-SA-4.0'],
  ['the rest is reserved', page('', `Content under ${link('by/4.0')}. Logo and name: all rights reserved.`), 'CC-BY-4.0'],
  ['all but this photo', page('', 'Except for this photo, all content is licensed under CC BY 4.0.'), 'CC-BY-4.0'],
  ['all but this picture in German', page('', 'Alle Inhalte außer diesem Bild stehen unter CC BY 4.0.'), 'CC-BY-4.0'],
  ['all but this photo in Spanish', page('', 'Excepto esta foto, todo el contenido está bajo CC BY 4.0.'), 'CC-BY-4.0'],
  ['besides', page('', 'Apart from this, all content is licensed under CC BY 4.0.'), 'CC-BY-4.0'],
  ['besides in Russian', page('', 'Кроме этого, все материалы доступны по лицензии CC BY 4.0.'), 'CC-BY-4.0'],
  ['an exception in the sentence before', page('', 'We print all articles except this one. This site is under CC BY 4.0.'), 'CC-BY-4.0'],
  ['what a site contains', page('', 'This wiki, which contains 100 recipes, is licensed under CC BY-SA 4.0.'), 'CC-BY-SA-4.0'],
  ['what a site contains in French', page('', 'Ce site, qui contient des cours, est sous licence CC BY 4.0.'), 'CC-BY-4.0'],
  ['what it is free for', page('', 'Contents can be freely used under CC BY 4.0.'), 'CC-BY-4.0'],
  ['all that it is free for', page('', 'This text may be shared, copied and used under CC BY 4.0.'), 'CC-BY-4.0'],
  ['a call to write', page('', 'Write for us: all content is CC BY 4.0.'), 'CC-BY-4.0'],
  ['all but the pictures', page('', `Except for images, all content is available under ${link('by/4.0')}.`), 'CC-BY-4.0'],
  [
    'an article of a journal',
    page(
      `<p>Open Access This article is licensed under a ${link('by/4.0', 'Creative Commons Attribution 4.0 International License')}, which permits use. The <a href="https://creativecommons.org/publicdomain/zero/1.0/">Creative Commons Public Domain Dedication waiver</a> applies to the data made available in this article.</p>`,
    ),
    'CC-BY-4.0',
  ],
  ['a page that is one form', `<form id="aspnetForm">${page('', rel('by/4.0'))}</form>`, 'CC-BY-4.0'],
  [
    'a page that is one form, its footer a division',
    `<form><p>A text.</p><div class="page-footer">A · ${rel('by/4.0')}</div></form>`,
    'CC-BY-4.0',
  ],
  ['what is not copyrighted', page('<p>This publication is not copyrighted and is in the public domain.</p>'), 'LicenseRef-public-domain'],
  ['a list of links in the footer', page('', `<nav><ul><li>© A</li><li>${rel('by/4.0')}</li></ul></nav>`), 'CC-BY-4.0'],
  ['a column of the footer', page('', `<aside id="footer-widgets">Content: ${rel('by/4.0')}</aside>`), 'CC-BY-4.0'],
  [
    'a block of the footer',
    page('', `<div class="widget-area"><section class="widget widget_block">${rel('by/4.0')}</section></div>`),
    'CC-BY-4.0',
  ],
  ['small print of the footer', page('', '<div class="credits caption">© A. All rights reserved.</div>'), 'LicenseRef-all-rights-reserved'],
  [
    'a footer that describes who publishes',
    page('', '<div itemscope itemtype="https://schema.org/Organization">© A. All rights reserved.</div>'),
    'LicenseRef-all-rights-reserved',
  ],
  ['a widget of text in the footer', page('', `<div class="widget widget_text">Content: ${rel('by/4.0')}</div>`), 'CC-BY-4.0'],
  [
    'docs, and code of its own',
    page(
      '',
      'Code licensed <a href="https://opensource.org/licenses/MIT">MIT</a>, docs <a href="https://creativecommons.org/licenses/by/3.0/">CC BY 3.0</a>.',
    ),
    'CC-BY-3.0',
  ],
  [
    'the canonical address',
    `<link rel="canonical" href="https://www.ex.org/a">${page(ld({ '@type': 'Article', '@id': 'https://ex.org/a/', license: `${cc}/by/4.0/` }))}`,
    'CC-BY-4.0',
  ],
  [
    'the site that it is part of',
    page(ld({ '@type': 'Article', isPartOf: { '@type': 'WebSite', license: `${cc}/by/4.0/` } })),
    'CC-BY-4.0',
  ],
  [
    'the text beside a film',
    `<meta property="og:type" content="video.other"><p>The text of this page is licensed under ${rel('by/3.0')}.</p>`,
    'CC-BY-3.0',
  ],
  ['all of ours in Chinese', page('<p>除非另有说明，网站的所有文章采用 CC BY 4.0 协议。</p>'), 'CC-BY-4.0'],
  ['all of it in Japanese', page('<p>すべての記事は CC BY 4.0 ライセンスで公開されています。</p>'), 'CC-BY-4.0'],
  ['all of ours in Korean', page('<p>블로그의 모든 글은 CC BY 4.0 라이선스를 따릅니다.</p>'), 'CC-BY-4.0'],
  ['all of ours in Arabic', page('<p>جميع محتويات الموقع منشورة بموجب رخصة CC BY 4.0.</p>'), 'CC-BY-4.0'],
  ['all of ours in Persian', page('<p>تمام مطالب این سایت تحت مجوز CC BY 4.0 منتشر می‌شود.</p>'), 'CC-BY-4.0'],
  [
    'this work, under terms in quotes',
    page('', '본 저작물은 "공공누리 제1유형:출처표시" 조건에 따라 이용할 수 있습니다.'),
    'LicenseRef-KOGL-Type1',
  ],
  ['a site and its title', page('', 'Our site “Sailing North” is licensed under CC BY 4.0.'), 'CC-BY-4.0'],
  ['a statement by that name', page('', 'Licence statement: This work is licensed under CC BY 4.0.'), 'CC-BY-4.0'],
  ['an SPDX id', page(ld({ '@type': 'Article', license: 'CC-BY-4.0' })), 'CC-BY-4.0'],
  [
    'a reservation in JSON-LD',
    page(ld({ '@type': 'Article', copyrightNotice: '© A. All rights reserved.' })),
    'LicenseRef-all-rights-reserved',
  ],
  ['an older name of the relation', `<link rel="copyright" href="${cc}/by/4.0/">`, 'CC-BY-4.0'],
  ['Dublin Core as a link', `<link rel="DCTERMS.license" href="${cc}/by/4.0/">`, 'CC-BY-4.0'],
  [
    'an older GFDL behind its address',
    page('', 'Content is available under <a href="https://www.gnu.org/copyleft/fdl.html">GNU FDL 1.2</a>.'),
    'GFDL-1.2-only',
  ],
  [
    'later versions, behind an address',
    page('', 'This text: <a href="https://www.gnu.org/licenses/old-licenses/fdl-1.2.html">GNU FDL 1.2 or later</a>.'),
    'GFDL-1.2-or-later',
  ],
  [
    'a waiver without its name',
    page('<p>To the extent possible under law, A. B. has waived all copyright and related or neighboring rights to this work.</p>'),
    'CC0-1.0',
  ],
  ['other than noted', page('', 'Other than where noted, content on this site is licensed under CC BY 4.0.'), 'CC-BY-4.0'],
  ['with an exception', page('', 'With the exception of where indicated, content on this site is licensed under CC BY 4.0.'), 'CC-BY-4.0'],
  ['excluding what is marked', page('', 'Excluding where marked, content on this site is licensed under CC BY 4.0.'), 'CC-BY-4.0'],
  ['other terms where noted', page('', `Content is licensed under ${rel('by/4.0')} (where noted, other terms apply).`), 'CC-BY-4.0'],
  ['a footer called a signature', `<main><p>A text.</p></main><footer class="signature"><p>CC BY 4.0</p></footer>`, 'CC-BY-4.0'],
  [
    'what is reserved for pictures',
    page('', 'All content is licensed under CC BY 4.0, except for images, which are all rights reserved.'),
    'CC-BY-4.0',
  ],
  ['a notice of the public domain', page('', 'Unless otherwise noted, content is in the public domain.'), 'LicenseRef-public-domain'],
  ['a wiki in the public domain', page('', 'Content is available under Public Domain unless otherwise noted.'), 'LicenseRef-public-domain'],
  [
    'what is noted otherwise',
    page(
      `<p>This article is licensed under ${link('by-nd/4.0')}.</p>`,
      `Except where otherwise noted, content on this site is licensed under ${rel('by/4.0')}.`,
    ),
    'CC-BY-ND-4.0',
  ],
  [
    'works of the federal government',
    page(
      '',
      'Unless noted, content on this site is a work of the U.S. Government and is not subject to copyright protection (17 U.S.C. 105).',
    ),
    'LicenseRef-PD-US-Gov',
  ],
])('the licence of the text: %s', (_what, html, expected) => {
  expect(id(html)).toBe(expected);
});

test('several at once contradict each other', () => {
  const found = detectLicence(
    page(`<p>This article is licensed under ${link('by-nd/4.0')}.</p>`, `This site is licensed under ${rel('by/4.0')}.`),
    url,
  );
  expect(found).toMatchObject({ id: null, conflict: 'CC-BY-ND-4.0 / CC-BY-4.0' });
  expect(id(page('', '© A, all rights reserved, content under CC BY 4.0.'))).toBeNull();
  expect(id(page('', 'All content is available under CC BY 4.0 or CC BY-SA 4.0.'))).toBeNull();
});

test('a page that speaks of rights is read to its footer', () => {
  const about = '<p>Гражданин имеет права, и эти права нарушать нельзя.</p>'.repeat(60);
  expect(id(page(about, 'Материалы доступны по лицензии CC BY 4.0.'))).toBe('CC-BY-4.0');
  expect(id(page(about, '© А. Все права защищены.'))).toBe('LicenseRef-all-rights-reserved');
});
