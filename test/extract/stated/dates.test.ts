import { expect, test } from 'vitest';
import { dateInPath, shownDate, statedDate } from '../../../src/extract/stated/dates.ts';
import { changeDate, dateInLines, labelledDate, ownDate } from '../../../src/extract/stated/labelled.ts';

test.each([
  ['Published on March 14, 2025 by us', '2025-03-14'],
  ['14 Mar 2025', '2025-03-14'],
  ['14th of March, 2025', '2025-03-14'],
  ['am 4. Februar 2024', '2024-02-04'],
  ['3 de mayo de 2024', '2024-05-03'],
  ['le 1er août 2023', '2023-08-01'],
  ['17 октября 2023', '2023-10-17'],
  ['9 يونيو 2023', '2023-06-09'],
  ['21 กันยายน 2566', '2023-09-21'],
  ['2024年5月12日', '2024-05-12'],
  ['2024년 3월 8일', '2024-03-08'],
  ['25.12.2024', '2024-12-25'],
  ['25/12/2024', '2024-12-25'],
  ['٥ مارس ٢٠٢٤', '2024-03-05'],
  ['5 آذار 2024', '2024-03-05'],
  ['5 تشرين الأول 2024', '2024-10-05'],
  ['۱۵ اسفند ۱۴۰۲', '2024-03-05'],
  ['۱۴۰۳/۱۲/۳۰', '2025-03-20'],
  ['30 اسفند 1402', null],
  ['05 मार्च 2024', '2024-03-05'],
  ['०५ मार्च २०२४', '2024-03-05'],
  ['5 มี.ค. 2567', '2024-03-05'],
  ['๕ มีนาคม ๒๕๖๗', '2024-03-05'],
  ['ngày 5 tháng 3 năm 2024', '2024-03-05'],
  ['5 Tháng Ba, 2024', '2024-03-05'],
  ['5 Tháng Mười Một, 2024', '2024-11-05'],
  ['5 במרץ 2024', '2024-03-05'],
  ['5 במרס 2024', '2024-03-05'],
  ['5 Jän. 2024', '2024-01-05'],
  ['5 Mrz 2024', '2024-03-05'],
  ['5 KASIM 2024', '2024-11-05'],
  ['5 ΜΑΡΤΙΟΥ 2024', '2024-03-05'],
  ['令和6年3月5日', '2024-03-05'],
  ['令和元年5月1日', '2019-05-01'],
  ['民國113年3月5日', '2024-03-05'],
  ['２０２４年３月５日', '2024-03-05'],
  ['May 5 comments 2024 views', null],
  ['3 comments May 2024', null],
  ['ISBN 978-3-2024-05-06', null],
  ['January 1, 1970', null],
  ['March 5 (Tuesday), 2024', '2024-03-05'],
  ['5 May, Wednesday, 2024', '2024-05-05'],
  ['5 марта (вторник) 2024', '2024-03-05'],
  ['5 de março (terça-feira) de 2024', '2024-03-05'],
  ['5 Mart Çarşamba 2024', '2024-03-05'],
  ['1445/08/25', null],
  ['نشر في ١٤٤٥/٠٨/٢٥ هـ', '2024-03-06'],
  ['27/8/1445هـ', '2024-03-08'],
  ['27 شعبان 1445 هـ', '2024-03-08'],
  ['5 ذي الحجة 1444', '2023-06-23'],
  ['5 ربيع الثاني 1446', '2024-10-08'],
  ['28 شعبان 1445 هـ الموافق 8 مارس 2024', '2024-03-08'],
  ['30 شعبان 1445', null],
  ['8 มี.ค. 67', '2024-03-08'],
  ['8 มีนาคม 67 เวลา 18:04', '2024-03-08'],
  ['二〇二四年三月八日', '2024-03-08'],
  ['二零二四年十二月二十一日', '2024-12-21'],
  ['令和六年十月十日', '2024-10-10'],
  ['民國一一三年三月八日', '2024-03-08'],
  ['2024年（令和6年）3月8日', '2024-03-08'],
  ['令和6年（2024年）3月8日', '2024-03-08'],
  ['113-03-08', null],
  ['08.03.24', null],
  ['1445-08-25 هـ الموافق 2024-03-06', '2024-03-06'],
  ['05/06/2024', null],
  ['25/12/2567', '2024-12-25'],
  ['Section 1. 5. 2010', null],
  ['1. 2. 2500', null],
  ['May be 3 of 2024 things', null],
  ['2024', null],
  ['no date', null],
])('shown: %s', (text, date) => {
  expect(shownDate(text)).toBe(date);
});

test.each(['Veröffentlicht: 08.03.24', 'Stand: 09.03.24 Veröffentlicht: 08.03.24', '08.03.24 | Anna Vogel'])(
  'in few figures after a label: %s',
  (text) => {
    expect(ownDate(text, 'de')).toBe('2024-03-08');
  },
);

test.each([
  ['113-03-08', 'zh-TW', '2024-03-08'],
  ['113/3/8 18:04', 'zh-Hant-TW', '2024-03-08'],
  ['95年3月8日', 'zh-TW', '2006-03-08'],
  ['113-03-08', 'zh-CN', null],
  ['電話 113-03-0812', 'zh-TW', null],
  ['08.03.24', 'de', '2024-03-08'],
  ['פורסם: 08.03.24, 18:04', 'he', '2024-03-08'],
  ['Anna 08.03.24, 18:04', 'de', '2024-03-08'],
  ['24.03.08 18:04', 'ko', '2024-03-08'],
  ['24/03/08', 'ja', '2024-03-08'],
  ['08/03/24', 'en', null],
  ['02/12/18', 'fa', null],
  [': 08.03.24', 'de', '2024-03-08'],
  ['03/08/24', 'en-CA', null],
  ['03/08/24', 'fr-CA', null],
  ['08.03.24', 'sv', null],
  ['12/05/46', 'ar-SA', null],
  ['هاتف 050-12-12-1455', 'ar', null],
  ['Version: 12.04.21', 'de', null],
  ['Version 12.04.21', 'de', null],
  ['12.04.21.3', 'de', null],
  ['1.2.24', 'de', null],
])('in few figures: %s in %s', (text, language, date) => {
  expect(shownDate(text, language)).toBe(date);
});

test.each([
  ['fr', '2024-06-05'],
  ['vi', '2024-06-05'],
  ['pt-BR', '2024-06-05'],
  ['ar', '2024-06-05'],
  ['en-GB', '2024-06-05'],
  ['en', null],
  ['en-US', null],
  ['ja', null],
  ['hu', null],
  ['la', null],
  ['tlh', null],
])('the language may say whether the day is first: %s', (language, date) => {
  expect(shownDate('05/06/2024', language)).toBe(date);
  expect(shownDate('05-06-2024', language)).toBe(date);
  expect(shownDate('06/13/2024', language)).toBe('2024-06-13');
  expect(shownDate('5. 6. 2024 10:30', language)).toBe(date);
});

test('figures that may be those of a version, a number or a time are no day', () => {
  expect(shownDate('Ausgabe 10.11.12 vom 3. Mai 2024', 'de')).toBe('2024-05-03');
  expect(shownDate('Version 12.04.10', 'de')).toBeNull();
  expect(shownDate('Tel. 01.02.03', 'fr')).toBeNull();
});

test.each([
  ['2024-05-27 09:00:00 +0700', '2024-05-27T09:00:00+07:00'],
  ['2024-06-11 11:06:04+00:00', '2024-06-11T11:06:04+00:00'],
  ['2023-09-30 19:49:39', '2023-09-30'],
  ['2024-05-27T09:00:00Z', '2024-05-27T09:00:00Z'],
  ['Jun 24, 2025', '2025-06-24'],
  ['Tue, 05 Mar 2024 10:00:00 +0100', '2024-03-05T10:00:00+01:00'],
  ['2024-03-05T10:00:00 GMT', '2024-03-05T10:00:00Z'],
  ['20240305', '2024-03-05'],
  ['20240305T10:30:00', '2024-03-05'],
  ['1709632800', '2024-03-05T10:00:00Z'],
  ['1709632800000', '2024-03-05T10:00:00Z'],
  ['2567-03-05T10:30:00+07:00', '2024-03-05T10:30:00+07:00'],
  ['1402-12-15T18:04:00+03:30', '2024-03-05T18:04:00+03:30'],
  ['1402-12-15', '2024-03-05'],
  ['1402-12-35', null],
  ['1455-02-23', '1455-02-23'],
  ['-0001-11-30T00:00:00+00:00', null],
  ['0001-01-01T00:00:00Z', null],
  ['1970-01-01T00:00:00+00:00', null],
  ['1969-12-31T19:00:00-05:00', null],
  [20240527, null],
  ['soon', null],
])('stated: %s', (value, date) => {
  expect(statedDate(value)).toBe(date);
});

test('in an address', () => {
  expect(dateInPath('https://example.org/2024/05/01/title')).toBe('2024-05-01');
  expect(dateInPath('https://example.org/2024/May/01/title')).toBe('2024-05-01');
  expect(dateInPath('https://example.org/2024/13/01/title')).toBeNull();
  expect(dateInPath('https://example.org/2024/news/01/title')).toBeNull();
  expect(dateInPath('')).toBeNull();
});

test.each([
  [['Bins', 'Posted on the 25/12/2024 at 19:00 by Ada'], '2024-12-25'],
  [['Published', 'July 8, 2025'], '2025-07-08'],
  [['Veröffentlicht am 4. Februar 2024'], '2024-02-04'],
  [['发布时间：2024年5月12日'], '2024-05-12'],
  [['Published soon', 'July 8, 2025'], null],
  [['Publisher of the year, July 8, 2025'], null],
  [['Updated on May 6, 2024', 'May 6, 2024'], null],
  [[`Published by people who have much to say about themselves on May 6, 2024`], null],
  [['Published'], null],
])('labelled: %j', (lines, date) => {
  expect(labelledDate(lines)).toBe(date);
});

test.each([
  ['Published March 5, 2024 · Updated March 6, 2024', '2024-03-05', '2024-03-06'],
  ['Updated: March 6, 2024 | Published: March 5, 2024', '2024-03-05', '2024-03-06'],
  ['5 March 2024, updated 2 days ago', '2024-03-05', null],
  ['Last updated: March 6, 2024', null, '2024-03-06'],
  ['Received 3 January 2023; published 12 June 2023', '2023-06-12', '2023-01-03'],
  ['Edited by Ada Lovelace, March 5, 2024', '2024-03-05', null],
  ['Climate change | March 5, 2024', '2024-03-05', null],
  ['Aktualisiert am 6. März 2024', null, '2024-03-06'],
  ['Letzte Änderung: 06.03.2024', null, '2024-03-06'],
  ['Dernière modification le 6 mars 2024', null, '2024-03-06'],
  ['Última atualização: 6 de março de 2024', null, '2024-03-06'],
  ['Aktualizacja: 6 marca 2024', null, '2024-03-06'],
  ['Последнее изменение: 6 марта 2024', null, '2024-03-06'],
  ['Publié le 5 mars 2024 à 10h30, mis à jour le 6 mars 2024', '2024-03-05', '2024-03-06'],
  ['Yayınlanma: 05 Mart 2024 - 10:30 | Güncelleme: 06 Mart 2024', '2024-03-05', '2024-03-06'],
  ['Обновлено 6 марта 2024', null, '2024-03-06'],
  ['آخر تحديث: ٦ مارس ٢٠٢٤', null, '2024-03-06'],
  ['发布于 2024-03-05 更新于 2024-03-06', '2024-03-05', '2024-03-06'],
  ['编辑于 2024-03-06 09:52', null, '2024-03-06'],
  ['2024年3月6日更新', null, '2024-03-06'],
  ['更新日：令和6年3月6日', null, '2024-03-06'],
  ['입력 2024.03.05 10:30 수정 2024.03.06 09:00', '2024-03-05', '2024-03-06'],
  ['최종수정 2024.03.06', null, '2024-03-06'],
  ['일부수정 2024.03.06', null, '2024-03-06'],
  ['최근수정 2024.03.06', null, '2024-03-06'],
  ['입력 2024.03.05 10:30ㅣ수정 2024.03.06', '2024-03-05', '2024-03-06'],
  ['Die Preise stiegen zuletzt stark. 3. Mai 2024', '2024-05-03', null],
  ['La última edición cerró ayer. 3 de mayo de 2024', '2024-05-03', null],
  ['김수정 기자 2024.03.05', '2024-03-05', null],
  ['已于 2024-03-06 09:12:11 修改 阅读量1.2k', null, '2024-03-06'],
  ['于 2024-03-05 18:04:11 首次发布', '2024-03-05', null],
  ['แก้ไขเมื่อ 6 มี.ค. 2567', null, '2024-03-06'],
  ['The fair takes place on June 12, 2024 in the old town', null, null],
  ['Published March 5, 2024. Apply by June 1, 2024.', '2024-03-05', null],
  ['Effective date: June 1, 2024', null, null],
  ['Max Born, 8 March 2024', '2024-03-08', null],
  ['Ada Lovelace, born 10 December 1995', null, null],
  ['March 5, 2024 – The effective bin', '2024-03-05', null],
  ['Das Fest findet am 12. Juni 2024 statt', null, null],
  ['Date limite : 12 juin 2024', null, null],
  ['大会将于2024年6月12日举行', null, null],
  ['報名截止日期：2024年6月12日', null, null],
])('days of publication and of a change: %s', (text, own, change) => {
  expect(ownDate(text)).toBe(own);
  expect(changeDate(text)).toBe(change);
});

test('the word for a change may stand on the line before its day', () => {
  const lines = ['Bins', 'Last updated on:', 'March 6, 2024', 'March 5, 2024'];
  expect(dateInLines(lines, 'own')).toBe('2024-03-05');
  expect(dateInLines(lines, 'change')).toBe('2024-03-06');
  expect(dateInLines(['Reviewed by Ada Lovelace', 'March 5, 2024'], 'own')).toBe('2024-03-05');
});
