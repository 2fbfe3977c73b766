import { Buffer } from 'node:buffer';
import { TextDecoder } from '@exodus/bytes/encoding.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeWithoutMojibake, withoutMojibake } from '../../src/text/mojibake.ts';

const misread = (text: string, encoding: 'windows-1252' | 'latin1'): string => {
  const bytes = Buffer.from(text, 'utf8');
  return encoding === 'latin1' ? bytes.toString('latin1') : new TextDecoder('windows-1252').decode(bytes);
};

const texts = [
  'I don’t know – “maybe” they’re late… It costs 10 €, or £8.',
  'NestlÃ©'.replace('Ã©', 'é'),
  'El niño comió piñas en la caña; ¿dónde está Martín?',
  'Österreich, Übermut und Ähren: Größe, Maß und Fuß',
  'Être à l’œuvre, déjà là où l’été s’étire',
  'A criança não comeu maçã; ações são avós',
  'Żółć, gęślą jaźń, Łódź i Wisła',
  'Việt Nam đẹp lắm, rất vui được gặp bạn',
  'Şişli ve Üsküdar’da güneş doğdu, İzmir’de',
  'Привет, мир! Это проверка в городе и на селе.',
  'مرحبا بالعالم، هذا نص عربي',
  'שלום עולם, זה טקסט',
  '今日は天気がいいので、公園へ行きました。',
  '我们今天去公园散步，天气很好。',
  '안녕하세요, 오늘은 날씨가 좋습니다.',
  'สวัสดีชาวโลก วันนี้อากาศดี',
  'नमस्ते दुनिया, आज मौसम अच्छा है',
  'Sunny 😀 and 5 × 3 = 15, at 20 °C → fine ✓',
];

describe.each(['windows-1252', 'latin1'] as const)('read as %s', (encoding) => {
  test.each(texts)('%s', (text) => {
    expect(withoutMojibake(misread(text, encoding))).toBe(text);
  });

  test('twice, and with what was read rightly beside it', () => {
    const text = 'They don’t. Привет, мир. ';
    expect(withoutMojibake(misread(misread(text, encoding), encoding))).toBe(text);
    expect(withoutMojibake(`「それは」 ${misread(text, encoding)} „Spaß“`)).toBe(`「それは」 ${text} „Spaß“`);
  });
});

const inCyrillic = (text: string): string => new TextDecoder('windows-1251').decode(Buffer.from(text, 'utf8'));

test.each(['Привет, мир! Это проверка в городе и на селе, и в лесу.', 'Он сказал: «Нет» — и ушёл… Дом № 5', 'Слово “Да”'])(
  'Russian read as windows-1251: %s',
  (text) => {
    expect(withoutMojibake(inCyrillic(text))).toBe(text);
  },
);

test.each([
  'Рёбра и Сёмга',
  'Рівень РІСІ, Сірко',
  'В городе «Ресторан» — №5',
  'РС® и СССР',
  'він був в „Домі“',
  'він був в„інтернеті“',
  'Ређо и Срђан',
])('what is meant in Cyrillic stays: %s', (text) => {
  expect(withoutMojibake(text)).toBe(text);
});

test.each([
  ['They don‚Äôt ‚Äî ‚Äúmaybe‚Äù', 'They don’t — “maybe”'],
  ['la canci√≥n del ni√±o', 'la canción del niño'],
])('read as on a Mac: %s', (shown, meant) => {
  expect(withoutMojibake(shown)).toBe(meant);
});

test.each([
  ['Â© 2024, 20 Â°C, 5 mÂ², NÂº 5', '© 2024, 20 °C, 5 m², Nº 5'],
  ['First.Â\u00A0 Second', 'First.\u00A0 Second'],
  ['1,800 –Â\u00A0of them', '1,800 –\u00A0of them'],
  ['Â\u00A0', '\u00A0'],
  ['20 Ã— 30 cm', '20 × 30 cm'],
  ['RÃ‰SUMÃ‰', 'RÉSUMÉ'],
  ['ï»¿Begin', '\uFEFFBegin'],
  ['donâ\u0080\u0099t', 'don’t'],
])('a few that stand alone: %s', (shown, meant) => {
  expect(withoutMojibake(shown)).toBe(meant);
});

test.each([
  '„Spaß“ und „Fuß“ – „GRÖßE“',
  'Le CAFÉ®, un CAFÉ… « CAFÉ » et «CAFÉ»',
  'RÉSUMÉ¶',
  '«Ya está»—dijo él. El blasé”…',
  'IRMÃ… MAÇÃ® “MAÇÔ AVELÃ\u00A0DOCE',
  'la lettre « Â » et «Â»',
  'Úžasné, kříž… též“ KŘÍŽ…',
  'HÄMÄ” och «Å»',
  'it’s £5 – “fine” … 20 °C, ½, ©, NESCAFÉ™',
  'ÄÖÜ äöü ß, ÀÉÎÕÚ àéîõú',
  'If you see â€™ instead of an apostrophe, UTF-8 was read as another encoding.',
  '3×“4”',
  'cells of 1234.5 Å³, B factors of 30 Å²',
  'de €3 à\u00A0€5, à\u00A0½ tasse, l’été\u00A0€',
  'É…É… mais',
  'r√πh',
  'die ‚Ärzte‘, √π and 2√∑ of ¬†',
])('what may be meant stays: %s', (text) => {
  expect(withoutMojibake(text)).toBe(text);
});

test('code is read anew where what nobody sees shows that it was misread', () => {
  expect(codeWithoutMojibake('<meta charset="utf-8"> // Contentâ\u0080¦')).toBe('<meta charset="utf-8"> // Content…');
  expect(codeWithoutMojibake("fix('donâ€™t')")).toBe("fix('donâ€™t')");
});

test('letters that no text has are not made', () => {
  expect(withoutMojibake('aÂ\u0085b aÂ\u0080b')).toBe('aÂ\u0085b aÂ\u0080b');
});

test('text of one alphabet in its own encoding stays', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~À-ÿ]{0,40}$/), (text) => {
      expect(withoutMojibake(text)).toBe(text);
    }),
  );
});
