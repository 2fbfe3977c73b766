import { describe, expect, test } from 'vitest';
import { decodeBody } from '../../src/text/charset.ts';
import { encode } from './encode.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

/** Sentences of the kind a town's waste office publishes, one per encoding. */
const samples: Readonly<Record<string, string>> = {
  shift_jis: 'ごみの分け方と出し方について。燃えるごみは毎週月曜日と木曜日に収集します。資源ごみは洗ってから出してください。',
  'euc-jp': 'ごみの分け方と出し方について。燃えるごみは毎週月曜日と木曜日に収集します。資源ごみは洗ってから出してください。',
  'euc-kr': '재활용 쓰레기는 요일에 맞추어 배출하여 주시기 바랍니다. 음식물 쓰레기는 전용 봉투에 담아 주십시오.',
  gb18030: '生活垃圾分为可回收物、有害垃圾、厨余垃圾和其他垃圾四类。请居民按照规定的时间和地点投放垃圾，不要混装混运。',
  big5: '資源回收物請於指定時間交給清潔隊回收車，廚餘請瀝乾水分後再投入廚餘桶，不可與一般垃圾混合。',
  'windows-874': 'การคัดแยกขยะมูลฝอยก่อนทิ้งเป็นหน้าที่ของทุกคน ขยะรีไซเคิลควรล้างให้สะอาดก่อนนำไปขาย',
  'windows-1251': 'Раздельный сбор отходов помогает сохранить природу. Стекло, бумагу и пластик нужно складывать в разные контейнеры.',
  'koi8-r': 'Раздельный сбор отходов помогает сохранить природу. Стекло, бумагу и пластик нужно складывать в разные контейнеры.',
  'windows-1253': 'Τα ανακυκλώσιμα υλικά τοποθετούνται στους μπλε κάδους και τα υπόλοιπα απορρίμματα στους πράσινους κάδους της γειτονιάς.',
  'windows-1252':
    'Die Restmülltonne wird alle zwei Wochen geleert. Für Grünabfälle stehen größere Behälter zur Verfügung – „bitte nicht überfüllen“.',
  'windows-1256': 'يجب فرز النفايات في المنزل قبل وضعها في الحاويات المخصصة لها، فالورق والزجاج والبلاستيك مواد قابلة لإعادة التدوير.',
};

/** Cut within a letter, as samples of long pages are. */
test.each(['gb18030', 'shift_jis', 'euc-jp', 'euc-kr'])('long text in %s that declares nothing', (encoding) => {
  for (const start of ['', 'a'])
    expect(decodeBody(joined(utf8(start), encode(samples[encoding]!.repeat(400), encoding)), 'text/plain')).toMatchObject({
      encoding,
      source: 'guess',
    });
  expect(decodeBody(encode(samples[encoding]!, encoding), 'text/plain')).toMatchObject({ encoding, source: 'guess' });
});

describe('what declares the encoding', () => {
  test('a byte order mark wins over the header', () => {
    const body = joined(bytes(0xff, 0xfe), Uint8Array.from(Array.from('päge').flatMap((letter) => [letter.charCodeAt(0), 0])));
    expect(decodeBody(body, 'text/html; charset=utf-8')).toEqual({ text: 'päge', encoding: 'utf-16le', source: 'bom' });
  });
  test('the header wins over the meta element', () => {
    const body = joined(utf8('<meta charset=shift_jis>'), encode('Привет', 'windows-1251'));
    expect(decodeBody(body, 'text/html;charset="Windows-1251"')).toMatchObject({ encoding: 'windows-1251', source: 'header' });
    expect(decodeBody(body, 'text/html;charset="Windows-1251"').text).toContain('Привет');
  });
  test('an unknown label in the header is passed over', () => {
    const body = joined(utf8('<meta charset=euc-kr>'), encode('재활용', 'euc-kr'));
    expect(decodeBody(body, 'text/html; charset=none')).toMatchObject({ encoding: 'euc-kr', source: 'meta' });
  });
  test('the first of two meta elements counts', () => {
    const body = joined(utf8('<meta charset=windows-1251><meta charset=windows-1253>'), encode('Привет', 'windows-1251'));
    expect(decodeBody(body, undefined)).toMatchObject({ encoding: 'windows-1251', source: 'meta' });
  });
  test('a meta element after 1,024 bytes is still found', () => {
    const body = joined(utf8(`<!-- ${'x'.repeat(2000)} --><meta charset=big5>`), encode('資源', 'big5'));
    expect(decodeBody(body, 'text/html')).toMatchObject({ encoding: 'big5', source: 'meta' });
    expect(decodeBody(body, 'text/html').text).toContain('資源');
  });
  test('UTF-8 that is sent as ISO-8859-1 is read as UTF-8', () => {
    expect(decodeBody(utf8('<p>Grüße, größer'), 'text/html; charset=ISO-8859-1')).toMatchObject({ encoding: 'utf-8', source: 'utf-8' });
  });
  test.each(['windows-1251', 'gb2312', 'euc-kr'])('UTF-8 of many letters that a template declares as %s is read as UTF-8', (label) => {
    const body = utf8(`<meta charset=${label}><p>${samples['windows-1251']}`);
    expect(decodeBody(body, 'text/html')).toMatchObject({ encoding: 'utf-8', source: 'utf-8' });
    expect(decodeBody(body, `text/html; charset=${label}`)).toMatchObject({ encoding: 'utf-8', source: 'utf-8' });
  });
  test('UTF-8 that declares nothing and has a damaged letter is UTF-8', () => {
    const body = joined(utf8('<p>Grüße, größer, '.repeat(5)), bytes(0xff), utf8('süß'));
    expect(decodeBody(body, 'text/html')).toMatchObject({ encoding: 'utf-8', source: 'utf-8' });
  });
  test.each(['utf-16le', 'utf-16be'] as const)('markup in %s needs no byte order mark', (encoding) => {
    const body = Buffer.from('<p>päge', 'utf16le');
    expect(decodeBody(encoding === 'utf-16le' ? body : body.swap16(), 'text/html')).toMatchObject({ text: '<p>päge', encoding });
  });
  test.each(['utf-16le', 'utf-16be'] as const)('nor does plain text in %s, by its letters of ASCII', (encoding) => {
    const body = Buffer.from('Jars go into the green bin. 玻璃', 'utf16le');
    expect(decodeBody(encoding === 'utf-16le' ? body : body.swap16(), 'text/plain')).toMatchObject({
      text: 'Jars go into the green bin. 玻璃',
      encoding,
    });
  });
  test('a declared UTF-8 that the bytes refute is not believed', () => {
    const body = joined(utf8('<meta charset=utf-8><p>'), encode(samples['windows-1251']!, 'windows-1251'));
    expect(decodeBody(body, 'text/html; charset=utf-8')).toMatchObject({ encoding: 'windows-1251', source: 'guess' });
  });
  test('a declared UTF-8 with the escapes of JIS is not believed', () => {
    const body = Buffer.from('<meta charset=iso-2022-jp><p>\x1b$B:#F|\x1b(B', 'latin1');
    expect(decodeBody(body, 'text/html; charset=utf-8')).toMatchObject({ encoding: 'iso-2022-jp', source: 'meta' });
    expect(decodeBody(body, 'text/html; charset=utf-8').text).toContain('今日');
  });
  test('one broken letter does not refute UTF-8', () => {
    const body = joined(utf8('<p>Grüße '.repeat(60)), bytes(0xe4));
    expect(decodeBody(body, 'text/html; charset=utf-8')).toMatchObject({ encoding: 'utf-8', source: 'header' });
  });
  test('letters that only the extended tables have', () => {
    expect(decodeBody(bytes(0x8c, 0x63), 'text/html; charset=euc-kr').text).toBe('똠');
    expect(decodeBody(bytes(0x87, 0x40), 'text/html; charset=big5').text).toBe('\u43F0');
    expect(decodeBody(bytes(0x81, 0x30, 0x81, 0x30), 'text/html; charset=gb2312').text).toBe('\u0080');
  });
});

describe('what nothing declares', () => {
  for (const [encoding, text] of Object.entries(samples)) {
    test(`${encoding} is told from its bytes`, () => {
      const body = joined(
        utf8('<html><head><title>'),
        encode(text, encoding),
        utf8('</title></head><body class="a b c"><p>'),
        encode(text, encoding),
      );
      const decoded = decodeBody(body, 'text/html');
      expect(decoded.text).toContain(text);
      expect(decoded.source).toBe('guess');
    });
  }
  test('UTF-8 comes before any statistics, even when the last letter is cut off', () => {
    const body = utf8('<p>資源回收');
    expect(decodeBody(body, undefined)).toMatchObject({ encoding: 'utf-8', source: 'utf-8' });
    expect(decodeBody(body.subarray(0, body.length - 1), undefined)).toMatchObject({ encoding: 'utf-8', source: 'utf-8' });
  });
  test('plain ASCII and nothing at all are UTF-8', () => {
    expect(decodeBody(utf8('<p>plain'), undefined)).toMatchObject({ encoding: 'utf-8', source: 'none', text: '<p>plain' });
    expect(decodeBody(bytes(), undefined)).toMatchObject({ encoding: 'utf-8', text: '' });
  });
  test('ISO-2022-JP names itself by its escapes', () => {
    const body = joined(utf8('<p>'), bytes(0x1b, 0x24, 0x42, 0x24, 0x22, 0x24, 0x24, 0x1b, 0x28, 0x42));
    expect(decodeBody(body, undefined)).toMatchObject({ encoding: 'iso-2022-jp', text: '<p>あい' });
  });
});

describe('what is never decoded', () => {
  const markup = '<script>';
  test.each([
    [
      'UTF-32 little-endian',
      joined(bytes(0xff, 0xfe, 0, 0), Uint8Array.from(Array.from(markup).flatMap((c) => [c.charCodeAt(0), 0, 0, 0]))),
      undefined,
    ],
    [
      'UTF-32 big-endian',
      joined(bytes(0, 0, 0xfe, 0xff), Uint8Array.from(Array.from(markup).flatMap((c) => [0, 0, 0, c.charCodeAt(0)]))),
      undefined,
    ],
    ['HZ', utf8('~{<script>~}'), 'text/html; charset=hz-gb-2312'],
    ['ISO-2022-CN', joined(bytes(0x1b, 0x24, 0x29, 0x41, 0x0e), utf8(markup)), 'text/html; charset=iso-2022-cn'],
    ['ISO-2022-CN without a header', joined(bytes(0x1b, 0x24, 0x29, 0x41, 0x0e), utf8(markup)), undefined],
    ['ISO-2022-KR', joined(bytes(0x1b, 0x24, 0x29, 0x43, 0x0e), utf8(markup)), 'text/html; charset=iso-2022-kr'],
  ])('%s', (_name, body, contentType) => {
    expect(decodeBody(body, contentType)).toMatchObject({ text: '\uFFFD', encoding: 'replacement' });
  });
  test('UTF-7 stays the ASCII it is written in', () => {
    expect(decodeBody(utf8('+ADw-script+AD4-'), 'text/html; charset=utf-7').text).toBe('+ADw-script+AD4-');
  });
});
