import { expect, test } from 'vitest';
import { detectLicence } from '../../../src/rights/licence/licence.ts';
import { plainText } from '../../../src/rights/licence/words/pattern.ts';
import { reservation } from '../../../src/rights/licence/words/reservations.ts';
import { stemsOfRights } from '../../../src/rights/licence/words/stems.ts';

const formulas = [
  'All Rights Reserved',
  'All rights are reserved',
  'Derechos reservados',
  'Diritti riservati',
  'Riproduzione riservata',
  'TÜM HAKLARI SAKLIDIR',
  'ΟΛΑ ΤΑ ΔΙΚΑΙΩΜΑΤΑ ΔΙΑΤΗΡΟΥΝΤΑΙ',
  'hakcipta terpelihara',
  'semua hak dilindungi',
  'tous droits de reproduction et de représentation réservés',
  'bütün hüquqlar qorunur',
  'të gjitha të drejtat e rezervuara',
  'eskubide guztiak erreserbatuta',
  'allur réttur áskilinn',
  'haki zote zimehifadhiwa',
  'alle regte voorbehou',
  'nakalaan ang lahat ng karapatan',
  'lahat ng karapatan ay nakalaan',
  'сите права се задржани',
  'барлық құқықтар қорғалған',
  'ყველა უფლება დაცულია',
  'բոլոր իրավունքները պաշտպանված են',
  'حقوق النشر محفوظة',
  'جملہ حقوق محفوظ ہیں',
  'सर्व हक्क राखीव',
  'সর্বস্বত্ব সংরক্ষিত',
  'સર્વાધિકાર સુરક્ષિત',
  'அனைத்து உரிமைகளும் பாதுகாக்கப்பட்டவை',
  'สงวนสิทธิ์',
  'todos os direitos reservados',
  'tots els drets reservats',
  'TOUS DROITS RÉSERVÉS',
  'tous les droits reserves',
  'Alle Rechte vorbehalten',
  'tutti i diritti sono riservati',
  'alle rechten voorbehouden',
  'wszelkie prawa zastrzeżone',
  'все права принадлежат',
  'усі права застережені',
  'alla rättigheter förbehållna',
  'alle rettigheter reservert',
  'alle rettigheder forbeholdes',
  'med ensamrätt',
  'kaikki oikeudet pidätetään',
  'všechna práva vyhrazena',
  'všetky práva vyhradené',
  'minden jog fenntartva',
  'toate drepturile sunt rezervate',
  'sva prava zadržana',
  'сва права задржана',
  'всички права са запазени',
  'vse pravice pridržane',
  'kõik õigused kaitstud',
  'kõik õigused reserveeritud',
  'visos teisės saugomos',
  'visas tiesības aizsargātas',
  'tüm hakları saklıdır',
  'seluruh hak cipta',
  'mọi quyền được bảo lưu',
  'με την επιφύλαξη παντός δικαιώματος',
  'כל הזכויות שמורות',
  'सर्वाधिकार सुरक्षित',
  'สงวนลิขสิทธิ์',
  'جميع الحقوق محفوظة',
  'تمامی حقوق این سایت محفوظ',
  '版權所有',
  '未经同意不得使用',
  '请勿转载',
  '無断転載を固く禁じます',
  '複製を禁じ',
  '모든 권리 보유',
  '판권 소유',
  '무단 전재 금지',
];

test.each(formulas)('%s', (formula) => {
  expect(reservation(`© Example. ${formula}.`)).toBe(11);
  expect(stemsOfRights.isIn(formula)).toBe(true);
});

/** Whose rights are reserved, by the sentence before. */
test.each([
  ['Images © Agency. All rights reserved.', null],
  ['Images © Agency. Used with permission. All rights reserved.', null],
  ['© 2024 The Daily. Photos © Getty Images. All rights reserved.', 'LicenseRef-all-rights-reserved'],
  ['© 2024 Der Tag. Video © Reuters. Alle Rechte vorbehalten.', 'LicenseRef-all-rights-reserved'],
  ['Images © Agency. All rights reserved. © 2024 Example, CC BY 4.0.', 'CC-BY-4.0'],
  ['Photographs by A. B. | © Example. All rights reserved.', 'LicenseRef-all-rights-reserved'],
  ['Site design by Studio. © 2024 Example. All rights reserved.', 'LicenseRef-all-rights-reserved'],
])('in a footer: %s', (notice, id) => {
  expect(detectLicence(`<main><p>A text.</p></main><footer>${notice}</footer>`, 'https://ex.org/').id).toBe(id);
});

test.each([
  'some rights reserved',
  'Algunos derechos reservados',
  'alcuni diritti riservati',
  'Ciertos derechos reservados',
  'Algúns dereitos reservados',
  'Alguns dos direitos reservados',
  'Certos direitos reservados',
  'No hay derechos reservados. CC0 1.0',
  'Certi diritti riservati',
  'Alcuni dei diritti riservati',
  '未经许可禁止商业使用',
  'reservations are welcome',
  'права человека',
  '保留',
])('%s: reserves nothing', (words) => expect(reservation(words)).toBe(-1));

const bans = [
  'Prohibida la reproducción total o parcial',
  'Queda prohibida su reproducción total o parcial',
  'Reproducción prohibida',
  'This material may not be published, broadcast, rewritten or redistributed',
  'The content may not be reproduced, distributed, transmitted or otherwise used',
  'No part of this website may be reproduced without prior written permission',
  'Reproduction in whole or in part without permission is prohibited',
  'Unauthorized reproduction prohibited',
  'Nachdruck, auch auszugsweise, nur mit Genehmigung',
  'Nachdruck verboten',
  'Jede Vervielfältigung ist ohne Zustimmung nicht gestattet',
  'Reproduction interdite',
  'Toute reproduction, même partielle, est strictement interdite',
  'Proibida a reprodução total ou parcial',
  'É proibida a cópia',
  'È vietata la riproduzione anche parziale',
  'Riproduzione vietata',
  'Overname van artikelen zonder toestemming is verboden',
  'Niets van deze site mag worden verveelvoudigd',
  'Kopiowanie bez zgody zabronione',
  'Przedruk zabroniony',
  'Перепечатка материалов без разрешения редакции запрещена',
  'Копирование материалов запрещено',
  'Копіювання матеріалів заборонено',
  'Kopiering förbjuden',
  'Kopiering er ikke tillatt',
  'Kopiointi kielletty',
  'Kopírování bez souhlasu je zakázáno',
  'Másolás tilos',
  'Reproducerea este interzisă',
  'İzinsiz kopyalanamaz',
  'Απαγορεύεται η αναπαραγωγή',
  'يمنع نسخ المحتوى',
  'يحظر إعادة نشر المقالات',
  'کپی مطالب ممنوع است',
  'Cấm sao chép dưới mọi hình thức',
  'Dilarang mengutip tanpa izin',
  'Reproduction of any content or parts of this site is prohibited',
  'Toute reproduction de tout ou une partie du site est interdite',
  'Nachdruck des Inhalts oder Teile davon verboten',
];

test.each(bans)('a ban to copy: %s', (text) => {
  expect(reservation(plainText(text))).toBeGreaterThanOrEqual(0);
  expect(stemsOfRights.isIn(text)).toBe(true);
});

test.each([
  'Die Übernahme der Firma wurde verboten',
  'De overname van het bedrijf is verboden',
  'Reproduction permitted with attribution',
  'Reproduction interdite à des fins commerciales',
  'Перепечатка без ссылки на источник запрещена',
  'Prohibida la reproducción sin citar la fuente',
  'Photos may not be reproduced without permission',
  'Reproduction autorisée',
  'Nachdruck mit Quellenangabe gestattet',
  'Nachdruck erlaubt',
  'Riproduzione consentita',
  'This work may be reproduced',
  'Przedruk dozwolony z podaniem źródła',
  'Копирование материалов разрешено',
  'Die Wiedergabe von Gebrauchsnamen in diesem Werk ohne Kennzeichnung berechtigt nicht zu der Annahme',
  'Kopiering tillåten',
  'This page may not be copied for commercial purposes',
  'Wiedergabe in Videos verboten',
  'Copying is not forbidden',
  'Kopieren ist nicht verboten, Nachdruck ist nicht untersagt',
  'Reproduction without naming the author is prohibited',
  'Nachdruck ohne Nennung des Autors verboten',
  "Reproduction interdite sans nommer l'auteur",
  'Reproduction interdite sans citation',
  "È vietata la riproduzione senza indicare l'autore",
  'Except as permitted under CC BY-SA 4.0, no part of this site may be reproduced',
  'Reproduction is prohibited unless permitted by the CC BY 4.0 licence',
  'Certain articles may not be reproduced',
  'Nachdruck einzelner Artikel verboten',
  'Your password cannot be copied',
  'Reproduction of trademarks is prohibited',
  'No está prohibida la reproducción',
  'La reproduction n’est pas interdite',
  'La riproduzione non è vietata',
  'Kopiering er ikke forbudt',
  'Копирование не запрещено',
  'Kopiowanie nie jest zabronione',
])('no ban for everybody: %s', (text) => {
  expect(reservation(plainText(text))).toBe(-1);
});

test.each([
  ['In mitosis, damaged cells may not be duplicated.', null],
  ['Results could not be reproduced, and cannot be copied to humans.', null],
  ['Copyright law says a work may not be reproduced without permission.', null],
  ['Human reproduction by cloning is forbidden in many countries.', null],
  ['This article may not be reproduced without permission.', 'LicenseRef-all-rights-reserved'],
  ['Toute reproduction de ces textes est interdite.', 'LicenseRef-all-rights-reserved'],
])('beside a notice in running text: %s', (sentence, id) => {
  expect(detectLicence(`<body><p>© 2024 Clinic. ${sentence}</p></body>`, 'https://ex.org/a').id).toBe(id);
});

test.each([
  ['Except as permitted under CC BY-SA 4.0, no part of this site may be reproduced.', 'CC-BY-SA-4.0'],
  ['Content under CC BY 4.0. Certain articles may not be reproduced.', 'CC-BY-4.0'],
  ['Contenido bajo CC BY 3.0. Ciertos derechos reservados.', 'CC-BY-3.0'],
  ['© El País Derechos Reservados', 'LicenseRef-all-rights-reserved'],
])('in a footer: %s', (text, id) => {
  expect(detectLicence(`<body><footer>${text}</footer></body>`, 'https://ex.org/a').id).toBe(id);
});
