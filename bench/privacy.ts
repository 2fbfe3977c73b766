/**
 * Personal data: what masking costs on the texts of WCXB, what it finds there, and what hostile text costs.
 * Usage: npm run bench -- privacy [--data DIR]
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { maskPersonalData, personalDataKinds, type PersonalDataPolicy } from '../src/privacy/personal-data.ts';
import { readTruth } from '../train/extract/truth.ts';
import { cpuOf, mean } from './extract/clock.ts';

const { values } = parseArgs({ options: { data: { type: 'string', default: process.env['GARNER_DATA'] ?? '' } } });
const policy: PersonalDataPolicy = {
  email: 'mask',
  ipAddress: 'mask',
  iban: 'mask',
  residentId: 'mask',
  paymentCard: 'mask',
  phone: 'mask',
  most: null,
};

if (existsSync(values.data)) {
  const texts = readTruth(values.data).map(({ main_content: text }) => text ?? '');
  for (const text of texts.slice(0, 300)) maskPersonalData(text, policy);
  const { result, ms } = cpuOf(() => texts.map((text) => maskPersonalData(text, policy)));
  const kB = mean(texts.map(({ length }) => length)) / 1000;
  console.log(`CPU mean of ${texts.length} texts of ${kB.toFixed(1)} kB: ${(ms / texts.length).toFixed(3)} ms`);
  for (const kind of personalDataKinds) {
    const counts = result.map(({ counts: { [kind]: count = 0 } }) => count).filter((count) => count > 0);
    console.log(`${kind.padEnd(12)} ${counts.reduce((sum, count) => sum + count, 0)} on ${counts.length} pages`);
  }
}

const MB = 1_000_000;
const hostile: Readonly<Record<string, string>> = {
  digits: '7'.repeat(MB),
  '@': '@'.repeat(MB),
  'a@': 'a@'.repeat(MB / 2),
  '@a.': '@a.a.a.a.a.a.a.a.a.a'.repeat(MB / 20),
  '1 ': '1 '.repeat(MB / 2),
  '+1(': '+1('.repeat(MB / 3),
  '0a0a': '0a'.repeat(MB / 2),
  '1.1.1.1': '1.'.repeat(MB / 2),
  ':': ':'.repeat(MB),
  '2001:': '2001:'.repeat(MB / 5),
  AA11: 'AA11 '.repeat(MB / 5),
  spaces: ' '.repeat(MB),
  '(at)': ' (at) '.repeat(MB / 6),
  phones: '030 1234567, '.repeat(MB / 13),
};
for (const [name, text] of Object.entries(hostile)) {
  maskPersonalData(text.slice(0, 10_000), policy);
  console.log(
    `1 MB of ${name.padEnd(8)} ${cpuOf(() => maskPersonalData(text, policy))
      .ms.toFixed(0)
      .padStart(4)} ms  (target of digits and @: 50)`,
  );
}
