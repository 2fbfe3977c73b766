import { expect, test } from 'vitest';
import { reservation } from '../../../src/rights/licence/words/reservations.ts';
import { stemsOfRights } from '../../../src/rights/licence/words/stems.ts';

const formulas = [
  'All Rights Reserved',
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

test.each(['some rights reserved', 'reservations are welcome', 'права человека', '保留'])('%s: reserves nothing', (words) =>
  expect(reservation(words)).toBe(-1),
);
