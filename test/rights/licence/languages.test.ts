import { expect, test } from 'vitest';
import { detectLicence } from '../../../src/rights/licence/licence.ts';

const url = 'https://ex.org/post/1';
const footer = (text: string): string => `<main><article><p>A text.</p></article></main><footer><p>${text}</p></footer>`;
const article = (text: string): string => `<main><article><p>A text.</p><p>${text}</p></article></main><footer></footer>`;

/** Notices as sites write them below their pages. */
test.each([
  ['en', 'Unless otherwise noted, content is available under Creative Commons Attribution-ShareAlike 4.0 International.', 'CC-BY-SA-4.0'],
  ['en, in the dedication of CC0', 'To the extent possible under law, the author has dedicated this page under CC0 1.0.', 'CC0-1.0'],
  ['en, with a port', 'Creative Commons Attribution 3.0 United States License', 'CC-BY-3.0-US'],
  [
    'de',
    'Sofern nicht anders angegeben, stehen alle Inhalte unter der Lizenz Creative Commons Namensnennung 4.0 International.',
    'CC-BY-4.0',
  ],
  ['de, with a port', 'Creative-Commons-Lizenz Namensnennung-Nicht kommerziell-Keine Bearbeitung 3.0 Deutschland', 'CC-BY-NC-ND-3.0-DE'],
  [
    'fr',
    'Sauf mention contraire, les contenus de ce site sont sous licence Creative Commons Attribution - Pas d’Utilisation Commerciale 4.0 International.',
    'CC-BY-NC-4.0',
  ],
  [
    'fr, in another order',
    'Cette œuvre est mise à disposition selon les termes de la Licence Creative Commons Attribution - Partage dans les Mêmes Conditions 3.0 France.',
    'CC-BY-SA-3.0',
  ],
  [
    'es',
    'Esta obra está bajo una licencia de Creative Commons Reconocimiento-NoComercial-SinObraDerivada 4.0 Internacional.',
    'CC-BY-NC-ND-4.0',
  ],
  ['es, the newer name', 'Licencia Creative Commons Atribución-CompartirIgual 4.0 Internacional', 'CC-BY-SA-4.0'],
  [
    'pt',
    'Este trabalho está licenciado sob uma Licença Creative Commons Atribuição-NãoComercial-CompartilhaIgual 4.0 Internacional.',
    'CC-BY-NC-SA-4.0',
  ],
  [
    'it',
    'Salvo diversa indicazione, i contenuti di questo sito sono distribuiti con Licenza Creative Commons Attribuzione - Condividi allo stesso modo 4.0 Internazionale.',
    'CC-BY-SA-4.0',
  ],
  [
    'nl',
    'Tenzij anders vermeld valt de inhoud onder een Creative Commons Naamsvermelding-GelijkDelen 4.0 Internationaal-licentie.',
    'CC-BY-SA-4.0',
  ],
  ['pl', 'Treść jest dostępna na licencji Creative Commons Uznanie autorstwa-Użycie niekomercyjne 4.0 Międzynarodowe', 'CC-BY-NC-4.0'],
  [
    'ru',
    'Если не указано иное, содержимое сайта доступно по лицензии Creative Commons «С указанием авторства — Некоммерческая» 4.0',
    'CC-BY-NC-4.0',
  ],
  ['uk', 'Матеріали доступні за ліцензією Creative Commons Із Зазначенням Авторства — Поширення на тих самих умовах 4.0', 'CC-BY-SA-4.0'],
  ['ar', 'المحتوى متاح بموجب رخصة المشاع الإبداعي: النسبة CC BY-NC 4.0', 'CC-BY-NC-4.0'],
  ['ar, with vowels', 'هذا العمل مرخَّص بموجب المشاع الإبداعي نَسب المُصنَّف - غير تجاري 4.0 دولي', 'CC-BY-NC-4.0'],
  ['fa', 'محتوای این سایت تحت مجوز کریتیو کامنز CC BY-SA 4.0 منتشر شده است', 'CC-BY-SA-4.0'],
  ['he', 'התוכן זמין ברישיון Creative Commons ייחוס-שיתוף זהה 4.0', 'CC-BY-SA-4.0'],
  ['zh-Hans', '本作品采用知识共享署名-非商业性使用-相同方式共享 4.0 国际许可协议进行许可。', 'CC-BY-NC-SA-4.0'],
  ['zh-Hans, without the name', '版权声明：署名-非商业性使用-禁止演绎 4.0 国际', 'CC-BY-NC-ND-4.0'],
  ['zh-Hans, a version in front', '本文为博主原创文章，遵循 CC 4.0 BY-SA 版权协议，转载请附上原文出处链接和本声明。', 'CC-BY-SA-4.0'],
  ['zh-Hans, except', '除特别注明外，本站所有文章均采用 CC BY-NC-SA 3.0 许可协议', 'CC-BY-NC-SA-3.0'],
  ['zh-Hant', '本著作採用創用 CC 姓名標示-相同方式分享 4.0 國際 授權條款授權。', 'CC-BY-SA-4.0'],
  [
    'ja',
    '特に記載のない限り、このサイトの内容はクリエイティブ・コモンズ 表示-継承 4.0 国際 ライセンスの下に提供されています。',
    'CC-BY-SA-4.0',
  ],
  ['ko', '이 저작물은 크리에이티브 커먼즈 저작자표시-비영리-변경금지 4.0 국제 라이선스에 따라 이용할 수 있습니다.', 'CC-BY-NC-ND-4.0'],
  ['ko, without the name', '저작자표시-비영리-동일조건변경허락 2.0 대한민국', 'CC-BY-NC-SA-2.0'],
  ['tr', 'Bu eser Creative Commons Atıf-AynıLisanslaPaylaş 4.0 Uluslararası Lisansı ile lisanslanmıştır.', 'CC-BY-SA-4.0'],
  ['vi', 'Tác phẩm này được cấp phép theo Giấy phép Quốc tế Creative Commons Ghi công-Chia sẻ tương tự 4.0.', 'CC-BY-SA-4.0'],
  ['id', 'Ciptaan ini disebarluaskan di bawah Lisensi Creative Commons Atribusi-BerbagiSerupa 4.0 Internasional.', 'CC-BY-SA-4.0'],
  ['sv', 'Detta verk är licensierat under en Creative Commons Erkännande-DelaLika 4.0 Internationell-licens.', 'CC-BY-SA-4.0'],
  ['da', 'Dette værk er licenseret under en Creative Commons Navngivelse-IkkeKommerciel 4.0 International-licens.', 'CC-BY-NC-4.0'],
  ['fi', 'Tämän teoksen käyttölupa: Creative Commons Nimeä-JaaSamoin 4.0 Kansainvälinen', 'CC-BY-SA-4.0'],
  ['cs', 'Toto dílo podléhá licenci Creative Commons Uveďte původ-Zachovejte licenci 4.0 Mezinárodní.', 'CC-BY-SA-4.0'],
  [
    'hu',
    'Ez a mű a Creative Commons Nevezd meg! - Így add tovább! 4.0 Nemzetközi Licenc feltételeinek megfelelően felhasználható.',
    'CC-BY-SA-4.0',
  ],
  ['ro', 'Această lucrare este licențiată sub Creative Commons Atribuire-Necomercial 4.0 Internațional.', 'CC-BY-NC-4.0'],
  ['el', 'Το περιεχόμενο διατίθεται με άδεια Creative Commons Αναφορά Δημιουργού - Παρόμοια Διανομή 4.0', 'CC-BY-SA-4.0'],
  ['th', 'เนื้อหานี้เผยแพร่ภายใต้สัญญาอนุญาตครีเอทีฟคอมมอนส์ แสดงที่มา-อนุญาตแบบเดียวกัน 4.0', 'CC-BY-SA-4.0'],
  ['bg', 'Съдържанието е достъпно при условията на Криейтив Комънс Признание 4.0', 'CC-BY-4.0'],

  ['GFDL', 'Permission is granted under the GNU Free Documentation License, Version 1.2 or any later version.', 'GFDL-1.2-or-later'],
  [
    'OGL UK',
    '© Crown copyright. All content is available under the Open Government Licence v3.0, except where otherwise stated',
    'OGL-UK-3.0',
  ],
  ['Etalab', 'Sauf mention contraire, tous les contenus de ce site sont sous Licence Ouverte / Open Licence version 2.0', 'etalab-2.0'],
  ['dl-de', 'Die Inhalte stehen unter der Datenlizenz Deutschland – Namensnennung – Version 2.0', 'DL-DE-BY-2.0'],
  ['NLOD', 'Innholdet er tilgjengelig under Norsk lisens for offentlige data (NLOD) 2.0', 'NLOD-2.0'],
  ['KOGL', '이 저작물은 공공누리 제4유형에 따라 이용할 수 있습니다.', 'LicenseRef-KOGL-Type4'],
  ['Japan', '本サイトのコンテンツは、公共データ利用規約（第1.0版）に基づいて利用できます。', 'LicenseRef-JP-PDL-1.0'],
  ['public domain, de', 'Dieser Text ist gemeinfrei.', 'LicenseRef-public-domain'],
  ['public domain, ja', 'この文書はパブリックドメインに置かれています。', 'LicenseRef-public-domain'],

  ['reserved, nl', '© 2024 Uitgeverij. Alle rechten voorbehouden.', 'LicenseRef-all-rights-reserved'],
  ['reserved, pl', 'Wszelkie prawa zastrzeżone', 'LicenseRef-all-rights-reserved'],
  ['reserved, sv', '© Tidningen. Alla rättigheter förbehålles.', 'LicenseRef-all-rights-reserved'],
  ['reserved, tr', '© 2024 Gazete. Tüm hakları saklıdır.', 'LicenseRef-all-rights-reserved'],
  ['reserved, zh', '未经授权，不得转载。', 'LicenseRef-all-rights-reserved'],
  ['reserved, ja', '当サイトの記事・写真の無断転載・複製を禁じます。', 'LicenseRef-all-rights-reserved'],
  ['reserved, ko', '무단 전재 및 재배포 금지', 'LicenseRef-all-rights-reserved'],
  ['reserved, ar', 'جميع الحقوق محفوظة © 2024', 'LicenseRef-all-rights-reserved'],
  ['reserved, fa', 'تمامی حقوق این سایت محفوظ است', 'LicenseRef-all-rights-reserved'],
  ['reserved, he', 'כל הזכויות שמורות', 'LicenseRef-all-rights-reserved'],
  ['reserved, uk', '© 2024. Усі права захищені.', 'LicenseRef-all-rights-reserved'],
  ['some rights reserved, ar', 'بعض الحقوق محفوظة', null],
  ['some rights reserved, en', '© 2024 X. Some rights reserved.', null],

  ['photos, de', 'Fotos: CC BY-SA 4.0', null],
  ['photos, fr', 'Les photographies sont sous licence CC BY-SA 4.0', null],
  ['photos, ru', 'Фотографии доступны по лицензии CC BY-SA 4.0', null],
  ['photos, zh', '图片采用 CC BY 4.0 许可', null],
  ['photos, ja', '写真は CC BY 4.0 ライセンスで提供されています', null],
  ['photos, ko', '사진은 CC BY 4.0 라이선스에 따릅니다', null],
  ['photos, ar', 'الصور مرخصة بموجب CC BY 4.0', null],
  ['some, de', 'Einige Inhalte stehen unter CC BY 4.0.', null],
  ['some, zh', '部分内容采用 CC BY 4.0 许可协议', null],
  ['some, ja', '一部のコンテンツは CC BY 4.0 で提供されています', null],
  ['some, ru', 'Некоторые материалы доступны по лицензии CC BY 4.0', null],
  ['denied, de', 'Dieser Text steht nicht unter CC BY 4.0.', null],
  ['denied, ja', 'このサイトは CC BY 4.0 ではありません。', null],
  ['denied, ko', '이 글은 CC BY 4.0 라이선스가 아닙니다.', null],
  ['denied, zh', '本站不采用 CC BY 4.0 许可协议', null],
])('a footer: %s', (_what, text, id) => {
  expect(detectLicence(footer(text), url).id).toBe(id);
});

/** Running text counts only as a whole statement about the page. */
test.each([
  ['en', 'This article is licensed under CC BY 4.0.', 'CC-BY-4.0'],
  ['en, by leave', 'This article may be freely republished under CC BY-ND 4.0.', 'CC-BY-ND-4.0'],
  ['de', 'Dieser Artikel steht unter der Lizenz CC BY-SA 4.0.', 'CC-BY-SA-4.0'],
  ['fr', 'Ce texte est publié sous licence CC BY-NC 4.0.', 'CC-BY-NC-4.0'],
  ['es', 'Este artículo se publica bajo licencia CC BY 4.0.', 'CC-BY-4.0'],
  ['ru', 'Эта статья доступна по лицензии CC BY 4.0.', 'CC-BY-4.0'],
  ['zh', '本文采用 CC BY-SA 4.0 许可协议。', 'CC-BY-SA-4.0'],
  ['ja', 'この記事は CC BY 4.0 ライセンスの下で公開されています。', 'CC-BY-4.0'],
  ['ko', '이 글은 CC BY 4.0 라이선스로 배포됩니다.', 'CC-BY-4.0'],
  ['ar', 'هذا المقال مرخص بموجب CC BY 4.0.', 'CC-BY-4.0'],
  ['en, of another', 'The content of Wikipedia is licensed under CC BY-SA 4.0.', null],
  ['en, all of another', 'All Wikipedia articles are available under CC BY-SA 4.0.', null],
  ['en, about another', 'This article describes how texts are licensed under CC BY-SA 4.0.', null],
  ['en, from another', 'This article uses material from the Wikipedia article, which is released under the CC BY-SA 3.0 licence.', null],
  ['en, quoted', 'Add “This work is licensed under CC BY 4.0” to your page.', null],
  ['en, a condition', 'If your paper is published under CC BY 4.0, anybody may share it.', null],
  ['en, advice', 'Our authors should publish their articles under CC BY 4.0.', null],
  ['en, a comparison', 'CC BY 4.0 allows sale, CC BY-NC 4.0 does not.', null],
  ['de, of another', 'Die Wikipedia steht unter CC BY-SA 4.0.', null],
  ['de, about', 'Dieser Artikel erklärt, warum Inhalte unter CC BY-SA 4.0 stehen.', null],
  ['zh, about', '维基百科采用 CC BY-SA 4.0 许可协议。', null],
  ['public domain of others', 'These works of Bach are in the public domain.', null],
  ['public domain once', 'This document will not be in the public domain before 2040.', null],
])('running text: %s', (_what, text, id) => {
  expect(detectLicence(article(text), url).id).toBe(id);
});
