import { describe, expect, test } from 'vitest';
import { detectLicence } from '../../../src/rights/licence/licence.ts';

const url = 'https://ex.org/post/1';
const page = (inside: string, footer = ''): string =>
  `<html><head><title>t</title></head><body><main><article><h1>Title</h1><p>A text.</p>${inside}</article></main><footer>${footer}</footer></body></html>`;
const inText = (sentence: string): string | null => detectLicence(page(`<p>${sentence}</p>`), url).id;
const inFooter = (sentence: string): string | null => detectLicence(page('', `<p>${sentence}</p>`), url).id;

describe.each([
  'As imagens nos artigos deste site estão sob licença CC BY 4.0.',
  'Le immagini degli articoli sono rilasciate con licenza CC BY 4.0.',
  'Les images illustrant ce site sont sous licence CC BY 4.0.',
  'Images accompanying articles on this site are licensed under CC BY 4.0.',
  'Photos for this site are licensed under CC BY 4.0.',
  'The source code for this website is licensed under CC BY 4.0.',
  'The code behind this site is licensed under CC BY 4.0.',
  'The data supporting this article are available under CC BY 4.0.',
  'The audio version of this article is CC BY 4.0.',
  'Die Bilder zu diesem Artikel stehen unter CC BY 4.0.',
  'Die Fotos, die diesen Artikel illustrieren, stehen unter CC BY 4.0.',
  'De foto’s bij dit artikel vallen onder CC BY 4.0.',
  'Фотографии к этой статье распространяются по лицензии CC BY 4.0.',
  'صور هذا الموقع منشورة تحت رخصة CC BY 4.0.',
  'Kuvat tällä sivulla ovat lisensoitu CC BY 4.0.',
  'Hình ảnh trong bài viết này được phát hành theo giấy phép CC BY 4.0.',
  'Translations of this article are licensed under CC BY 4.0.',
  'A summary of this article is available under CC BY 4.0.',
  'This article isn’t licensed under CC BY 4.0.',
  'We don’t license this content under CC BY 4.0.',
  'This article cannot be licensed under CC BY 4.0.',
  'Cet article n’est plus sous licence CC BY 4.0.',
  '本文不再采用 CC BY 4.0 协议。',
  '本文曾采用 CC BY 4.0 协议。',
  'This page collects content published under CC BY 4.0.',
  'We encourage our authors to publish this work under CC BY 4.0.',
  'An earlier version of this article was published under CC BY 4.0.',
  'The original of this text is licensed under CC BY 4.0.',
  'The CSS of this site is licensed under CC BY 4.0.',
  'This site is built with Foo, licensed under CC BY 4.0.',
  'The text was translated from an article by A, used under CC BY 4.0.',
])('%s', (sentence) => {
  test('is of no text', () => {
    expect(inText(sentence)).toBeNull();
    expect(inFooter(sentence)).toBeNull();
  });
});

test.each([
  'The first ten articles are published under CC BY 4.0.',
  'In 2009 the project moved to content under CC BY 4.0.',
  'Our sister site publishes content under CC BY 4.0.',
  'Our guide to content published under CC BY 4.0.',
  'This article found texts available under CC BY 4.0.',
  'This journal published texts under CC BY 4.0.',
  'Diese Seite veröffentlicht Texte unter CC BY 4.0.',
  'Este artículo publica textos bajo licencia CC BY 4.0.',
  'Read our articles about works licensed under CC BY 4.0.',
  'The foundation said all content is licensed under CC BY 4.0.',
  'Der Verlag sagte alle Inhalte dieser Seite stehen unter CC BY 4.0.',
  'Unlike this article, it is licensed under CC BY 4.0.',
  'This article will become available under CC BY 4.0.',
  '本网站收录采用 CC BY 4.0 协议的文章。',
  '本文讨论为什么采用 CC BY 4.0 协议发布作品。',
  'To share this work under CC BY 4.0, add a line.',
  'In 2010, A waived all copyright and related or neighboring rights to the book.',
  'The author has not waived all copyright and related or neighboring rights to this work.',
])('told in a text: %s', (sentence) => {
  expect(inText(sentence)).toBeNull();
});

test.each([
  'This article is about works in the public domain.',
  'Dieses Werk ist nicht gemeinfrei.',
  'Dieses Werk ist keineswegs gemeinfrei.',
  'Cette œuvre est presque dans le domaine public.',
  'Dieser Text ist leider noch nicht gemeinfrei.',
  'This page is a list of films that are in the public domain.',
  'This article contains images, which are in the public domain.',
  'Most content on this site is in the public domain.',
  'Photos on this site are in the public domain.',
  'Images on this site are works of the U.S. Government.',
  'We urge governments to place research into the public domain.',
  'The authors want to release data into the public domain.',
  'The site says “this page is in the public domain”.',
  'Dieser Artikel erklärt, wann Werke gemeinfrei werden.',
  'Cet article parle des œuvres dans le domaine public.',
  'Esta página enumera las obras de Cervantes que son de dominio público.',
  'Questo articolo parla di opere di pubblico dominio.',
  'Эта статья рассказывает о произведениях, ставших общественным достоянием.',
  '本文介绍公有领域的概念。',
  'この記事ではパブリックドメインについて説明します。',
  '이 글에서는 퍼블릭 도메인을 설명합니다.',
  'هذه الصفحة عن أعمال الملكية العامة.',
])('told of the public domain: %s', (sentence) => {
  expect([inText(sentence), inFooter(sentence)]).toEqual([null, null]);
});

test.each([
  'This page is in the public domain.',
  'This article is a work of the United States government and is in the public domain.',
  'I hereby dedicate any and all copyright interest in this work to the public domain.',
  'Dieses Werk ist in den Vereinigten Staaten gemeinfrei.',
  'Cette œuvre est donc entrée dans le domaine public.',
  'This article, by A, is hereby released into the public domain by its author.',
  'All information on this site is considered to be in the public domain.',
  'I, the copyright holder of this work, release this work into the public domain.',
  'Cette page est dans le domaine public.',
  'Esta obra es de dominio público.',
  'Quest’opera è di pubblico dominio.',
  'Это произведение находится в общественном достоянии.',
  '本作品已进入公有领域。',
  'この作品は著作権が消滅したパブリックドメインの作品です。',
  '이 글은 퍼블릭 도메인으로 공개합니다.',
  'هذا العمل في الملكية العامة.',
])('in the public domain: %s', (sentence) => {
  expect(inText(sentence)).toBe('LicenseRef-public-domain');
});

test.each([
  'All text on the site is licensed under CC BY 4.0.',
  'Todos os textos do site estão sob CC BY 4.0.',
  'We encourage reuse; all our content is CC BY 4.0.',
  'To encourage reuse, this work is licensed under CC BY 4.0.',
  'In order to help others, all content on this site is available under CC BY 4.0.',
  'All content published on the website is licensed under CC BY 4.0.',
  'This article published in the journal is licensed under CC BY 4.0.',
  'Alle auf der Webseite veröffentlichten Texte stehen unter der Lizenz CC BY 4.0.',
  'Tous les articles publiés sur le site sont sous licence CC BY 4.0.',
  'Tout le contenu textuel du site est sous licence CC BY 4.0.',
  'Cet article est publié d’après les termes de la licence CC BY 4.0.',
  'Todo el contenido publicado en el sitio está bajo una licencia CC BY 4.0.',
  'Todo o conteúdo publicado no site está sob a licença CC BY 4.0.',
  'Tutti i testi presenti nel sito sono rilasciati sotto licenza CC BY 4.0.',
  'Alle teksten gepubliceerd op de website vallen onder de licentie CC BY 4.0.',
  'Wszystkie treści zamieszczone na stronie są dostępne na licencji CC BY 4.0.',
  'Ten utwór jest dostępny na podstawie licencji CC BY 4.0.',
  'Ta treść jest dostępna na licencji CC BY 4.0.',
  'Ten blog jest dostępny na licencji CC BY 4.0.',
  'Все материалы данного сайта доступны по лицензии CC BY 4.0.',
  'Все материалы доступны на основе лицензии CC BY 4.0.',
  'Всі матеріали розміщені на сайті доступні за ліцензією CC BY 4.0.',
  'Alla våra texter är licensierade under CC BY 4.0.',
  '本文由曾小明创作,采用 CC BY 4.0 许可协议。',
  'Text and images on this website are licensed under CC BY 4.0.',
  'Image by A. This page is licensed under CC BY 4.0.',
])('of the text: %s', (sentence) => {
  expect([inText(sentence), inFooter(sentence)]).toEqual(['CC-BY-4.0', 'CC-BY-4.0']);
});

test.each([
  ['copyright', 'Photos CC BY 4.0; text all rights reserved', 'LicenseRef-all-rights-reserved'],
  ['dc.rights', 'Images: CC BY 4.0', null],
  ['dcterms.license', 'Not licensed under CC BY 4.0', null],
  ['dcterms.license', 'Licensed under CC BY 4.0', 'CC-BY-4.0'],
])('a value of %s: %s', (name, value, id) => {
  expect(detectLicence(`<meta name="${name}" content="${value}">${page('')}`, url).id).toBe(id);
});
