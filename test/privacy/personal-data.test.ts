import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  maskPersonalData,
  type PersonalDataKind,
  personalDataKinds,
  type PersonalDataPolicy,
  personalDataProblem,
} from '../../src/privacy/personal-data.ts';

const policyOf = (use: 'mask' | 'keep' | 'drop'): PersonalDataPolicy => ({
  email: use,
  ipAddress: use,
  iban: use,
  residentId: use,
  paymentCard: use,
  phone: use,
  most: null,
});
const everything = policyOf('mask');
const mask = (text: string): string => maskPersonalData(text, everything).text;

const masked: Readonly<Record<PersonalDataKind, readonly (readonly [text: string, masked: string])[]>> = {
  email: [
    ['Write to anna.berg@example.org today', 'Write to <EMAIL> today'],
    ['anna+news@mail.example.co.uk', '<EMAIL>'],
    ['First: A_B-c@sub.example.com, then call', 'First: <EMAIL>, then call'],
    ['Schreib an jürgen.müller@example.de.', 'Schreib an <EMAIL>.'],
    ['mailto:info@example.org?subject=Hi', 'mailto:<EMAIL>?subject=Hi'],
    ['[Write us](mailto:info@example.org)', '[Write us](mailto:<EMAIL>)'],
    ['[info@example.org](mailto:info@example.org)', '[<EMAIL>](mailto:<EMAIL>)'],
    ['**o.neill@example.ie**', '**<EMAIL>**'],
    ['请联系zhang.wei@example.cn或致电', '请联系<EMAIL>或致电'],
    ['ｉｎｆｏ＠ｅｘａｍｐｌｅ．ｊｐ まで', '<EMAIL> まで'],
    ['a@b.test', '<EMAIL>'],
    ['Ask me@example.com.Please do', 'Ask <EMAIL>.Please do'],
    ['(sales@example.travel)', '(<EMAIL>)'],
    ['почта: иван@пример.рф', 'почта: <EMAIL>'],
    ['x@xn--bcher-kva.example', '<EMAIL>'],
    ['john [at] example [dot] org', '<EMAIL>'],
    ['john(at)example.org', '<EMAIL>'],
    ['john {at} example {dot} co {dot} uk', '<EMAIL>'],
    ['jane AT example DOT com', '<EMAIL>'],
    ['anna (ät) beispiel (punkt) de', '<EMAIL>'],
    ['john_doe (@) example.org', '<EMAIL>'],
  ],
  ipAddress: [
    ['Ban 8.8.8.8 now', 'Ban <IP_ADDRESS> now'],
    ['posted from 93.184.216.34.', 'posted from <IP_ADDRESS>.'],
    ['81.2.69.142:8080', '<IP_ADDRESS>:8080'],
    ['http://81.2.69.142/index', 'http://81.2.69.142/index'.replace('81.2.69.142', '<IP_ADDRESS>')],
    ['(1.1.1.1)', '(<IP_ADDRESS>)'],
    ['network 93.184.216.0/24', 'network <IP_ADDRESS>/24'],
    ['2a00:1450:4001:81b::200e', '<IP_ADDRESS>'],
    ['[2606:2800:220:1:248:1893:25c8:1946]:443', '[<IP_ADDRESS>]:443'],
    ['IP地址８.８.４.４', 'IP地址<IP_ADDRESS>'],
  ],
  iban: [
    ['IBAN DE89 3704 0044 0532 0130 00', 'IBAN <IBAN>'],
    ['GB29NWBK60161331926819', '<IBAN>'],
    ['FR14 2004 1010 0505 0001 3M02 606, BIC', '<IBAN>, BIC'],
    ['NL91ABNA0417164300.', '<IBAN>.'],
    ['CH93 0076 2011 6238 5295 7', '<IBAN>'],
    ['NO93 8601 1117 947', '<IBAN>'],
    ['PL61 1090 1014 0000 0712 1981 2874', '<IBAN>'],
    ['SA03 8000 0000 6080 1016 7519', '<IBAN>'],
  ],
  residentId: [
    ['身份证号：11010519491231002X', '身份证号：<ID_NUMBER>'],
    ['身份证440524188001010014', '身份证440524188001010014'],
    ['号码 110105194912310 02X', '号码 110105194912310 02X'],
    ['持有身份证１１０１０５１９４９１２３１００２Ｘ的人', '持有身份证<ID_NUMBER>的人'],
  ],
  paymentCard: [
    ['Card 4111 1111 1111 1111', 'Card <CARD_NUMBER>'],
    ['4111-1111-1111-1111', '<CARD_NUMBER>'],
    ['4012888888881881', '<CARD_NUMBER>'],
    ['5555 5555 5555 4444 until May', '<CARD_NUMBER> until May'],
    ['2223003122003222', '<CARD_NUMBER>'],
    ['378282246310005', '<CARD_NUMBER>'],
    ['3782 822463 10005', '<CARD_NUMBER>'],
    ['6011111111111117', '<CARD_NUMBER>'],
    ['3530111333300000', '<CARD_NUMBER>'],
    ['30569309025904', '<CARD_NUMBER>'],
    ['卡号6200000000000005', '卡号<CARD_NUMBER>'],
  ],
  phone: [
    ['+49 30 1234567', '<PHONE>'],
    ['+49 (0)30 123 45 67', '<PHONE>'],
    ['(+49) 30 1234567', '<PHONE>'],
    ['(+49 30 1234567)', '(<PHONE>)'],
    ['+44 20 7946 0958', '<PHONE>'],
    ['+1 (212) 555-0123', '<PHONE>'],
    ['+1-212-555-0123', '<PHONE>'],
    ['+12125550123', '<PHONE>'],
    ['+33 1 23 45 67 89', '<PHONE>'],
    ['+34 612 345 678', '<PHONE>'],
    ['+39 06 1234 5678', '<PHONE>'],
    ['+420 601 123 456', '<PHONE>'],
    ['+7 (495) 123-45-67', '<PHONE>'],
    ['+380 44 123 4567', '<PHONE>'],
    ['+86 138 1234 5678', '<PHONE>'],
    ['+81-3-1234-5678', '<PHONE>'],
    ['+82 2-312-3456', '<PHONE>'],
    ['+91 98765 43210', '<PHONE>'],
    ['+971 4 123 4567', '<PHONE>'],
    ['+55 11 91234-5678', '<PHONE>'],
    ['+61 2 9876 5432', '<PHONE>'],
    ['+358 40 1234567', '<PHONE>'],
    ['0049 30 1234567', '<PHONE>'],
    ['00 33 1 23 45 67 89', '<PHONE>'],
    ['[Call](tel:+49301234567)', '[Call](tel:<PHONE>)'],
    ['<tel:+49301234567>', '<tel:<PHONE>>'],
    ['(212) 555-0123', '<PHONE>'],
    ['212-555-0123', '<PHONE>'],
    ['212.555.0123', '<PHONE>'],
    ['1-800-555-0199', '<PHONE>'],
    ['030/1234567', '<PHONE>'],
    ['(030) 123 45 67', '<PHONE>'],
    ['0171 2345678', '<PHONE>'],
    ['01 23 45 67 89', '<PHONE>'],
    ['01.23.45.67.89', '<PHONE>'],
    ['020 7946 0958', '<PHONE>'],
    ['07700 900123', '<PHONE>'],
    ['06-12345678', '<PHONE>'],
    ['08-123 456 78', '<PHONE>'],
    ['03-1234-5678', '<PHONE>'],
    ['090-1234-5678', '<PHONE>'],
    ['010-1234-5678', '<PHONE>'],
    ['(0571) 8765-4321', '<PHONE>'],
    ['0571-87654321', '<PHONE>'],
    ['02 9876 5432', '<PHONE>'],
    ['0812-3456-7890', '<PHONE>'],
    ['手机13812345678，微信同号', '手机<PHONE>，微信同号'],
    ['138 1234 5678', '<PHONE>'],
    ['139-1234-5678', '<PHONE>'],
    ['１３８１２３４５６７８', '<PHONE>'],
    ['هاتف: ٠١٢٣٤٥٦٧٨٩', 'هاتف: <PHONE>'],
    ['8 (495) 123-45-67', '<PHONE>'],
    ['8-800-555-35-35', '<PHONE>'],
    ['(11) 91234-5678', '<PHONE>'],
    ['Tel.: 5551234', 'Tel.: <PHONE>'],
    ['Phone: 2125550123', 'Phone: <PHONE>'],
    ['Tel.-Nr.: 12345678', 'Tel.-Nr.: <PHONE>'],
    ['Fax 612 345 678', 'Fax <PHONE>'],
    ['Tel. 030 1234567, Fax 030 1234568', 'Tel. <PHONE>, Fax <PHONE>'],
    ['+49\u00A030\u00A01234567', '<PHONE>'],
    ['+49 30 12345‑67', '<PHONE>'],
    ['**+49 30 1234567**', '**<PHONE>**'],
  ],
};

describe.each(Object.entries(masked))('%s', (kind, rows) => {
  test.each(rows)('%s', (text, wanted) => {
    const found = maskPersonalData(text, everything);
    expect(found.text).toBe(wanted);
    expect(Object.keys(found.counts)).toEqual(text === wanted ? [] : [kind]);
  });
});

test.each([
  // Not addresses.
  ['@anna on the forum'],
  ['@anna@social.example'],
  ['logo@2x.png'],
  ['npm install left-pad@1.3.0'],
  ['git@github.com:org/repo.git'],
  ['meet me at example dot org'],
  ['Look at this (at least)'],
  ['five @ 3.50 each'],
  ['https://www.example.org/maps/@52.52,13.405,12z'],
  ['user@localhost'],
  ['@media (min-width: 600px)'],
  ['f(x) = x@y.T'],
  // Not addresses of the internet.
  ['192.168.0.1 and 10.0.0.1 and 172.16.4.4'],
  ['127.0.0.1, 0.0.0.0, 255.255.255.255'],
  ['203.0.113.5 and 198.51.100.7 are for documentation'],
  ['169.254.1.1 is link-local, 100.64.0.1 a carrier’s'],
  ['version 4.12.1.8'],
  ['v1.2.3.4'],
  ['Chrome/120.0.6099.71'],
  ['Server: openresty/1.9.7.1'],
  ['300.1.2.3'],
  ['1.2.3.4.5'],
  ['## 1.2.3.4 How to begin'],
  ['Section 3.4.5.6'],
  ['::1, fe80::1, fd00::12'],
  ['2001:db8::1'],
  ['std::vector and 12:30:45'],
  ['08.08.08.08'],
  // Not bank accounts.
  ['DE89 3704 0044 0532 0130 01'],
  ['ZZ89370400440532013000'],
  ['Model DE89'],
  ['GB29NWBK6016133192681'],
  // Not identity numbers.
  ['110105194912310021'],
  ['110105194913310028'],
  ['990105194912310027'],
  // Not cards.
  ['4111 1111 1111 1112'],
  ['1234567812345670'],
  ['order 79927398713'],
  ['https://example.org/item/4111111111111111'],
  // Not telephone numbers.
  ['ISBN 978-3-16-148410-0'],
  ['ISBN 0-306-40615-2'],
  ['ISBN-13: 9780306406157'],
  ['ISSN 0317-8471'],
  ['doi:10.1000/182'],
  ['2026-11-28, 28.11.2026, 11/28/2026'],
  ['2026-11-28 10:24:00'],
  ['01.02.2024 12:30'],
  ['05/12/2024'],
  ['1999-2004'],
  ['$1,234,567.89 and 1 234 567 €'],
  ['+25 000 000 people'],
  ['+1 000 000'],
  ['12 345 678 inhabitants'],
  ['52.520008, 13.404954'],
  ['+51.5074219'],
  ['N 52° 31.1234 E 013° 24.5678'],
  ['3.14159265358979'],
  ['0.12345678901'],
  ['id 2125550123'],
  ['#0301234567'],
  ['1700000000 and 1700000000000'],
  ['13812345678901'],
  ['0.13812345678'],
  ['https://example.cn/p/13812345678.html'],
  ['order-0571-87654321'],
  ['sha 0123456789abcdef'],
  ['part 12-34567-890'],
  ['1 2 3 4 5 6 7 8 9 10'],
  ['01 02 03 04 05'],
  ['01 02 03 04 05 06 07 08'],
  ['Call 911 or 112'],
  ['123-45-6789'],
  ['2021-2022-2023'],
  ['6-12 months, 250-300 g'],
  ['3:45.678 and 1:02:03.456'],
  ['UTC+01:00 and GMT+8'],
  ['2125550123'],
  ['RFC 2616, RFC 9110'],
  ['10.1234567'],
])('stays: %s', (text) => {
  expect(maskPersonalData(text, everything)).toEqual({ text, counts: {} });
});

describe('a policy', () => {
  const text = 'anna@example.org, +49 30 1234567, 8.8.8.8';

  test('keeps what it says', () => {
    expect(maskPersonalData(text, policyOf('keep'))).toEqual({ text, counts: {} });
    expect(mask(text)).toBe('<EMAIL>, <PHONE>, <IP_ADDRESS>');
    expect(maskPersonalData(text, { ...everything, email: 'keep' })).toEqual({
      text: 'anna@example.org, <PHONE>, <IP_ADDRESS>',
      counts: { phone: 1, ipAddress: 1 },
    });
  });

  test('drops pages with what it forbids, or with more than it allows', () => {
    const { counts } = maskPersonalData(text, everything);
    expect(counts).toEqual({ email: 1, phone: 1, ipAddress: 1 });
    expect(personalDataProblem(counts, everything)).toBeNull();
    expect(personalDataProblem(counts, { ...everything, most: 3 })).toBeNull();
    expect(personalDataProblem(counts, { ...everything, most: 2 })).toMatchObject({ rule: 'too-much-personal-data' });
    expect(personalDataProblem(counts, { ...everything, phone: 'drop' })).toEqual({
      rule: 'personal-data',
      because: 'it holds personal data: phone',
    });
    expect(personalDataProblem(counts, { ...everything, paymentCard: 'drop' })).toBeNull();
  });
});

test('what stands around is left as it is, and masking again changes nothing', () => {
  const data = Object.values(masked).flatMap((rows) => rows.map(([text]) => text));
  const noise = ['Tel', ' ', '', ',', '.', '+', '(', ')', '0', '12', '@', '-', '/', '\n', 'no', ' AT ', '[at]', '<', '电', 'é', '：', '::'];
  const piece = fc.oneof(fc.constantFrom(...data), fc.constantFrom(...noise), fc.string({ unit: 'binary', maxLength: 4 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const { text, counts } = maskPersonalData(pieces.join(''), everything);
      expect(maskPersonalData(text, everything)).toEqual({ text, counts: {} });
      const left = text.split(/<(?:EMAIL|IP_ADDRESS|IBAN|ID_NUMBER|CARD_NUMBER|PHONE)>/).join('');
      expect(left.length).toBeLessThanOrEqual(pieces.join('').length);
      expect(personalDataKinds.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0) > 0).toBe(text !== pieces.join(''));
    }),
    { numRuns: 2000 },
  );
});
