import type { NumberRun } from './numbers.ts';

/** GB 11643-1999: region of the first registration, day of birth, order number, check character. */
const FORM = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)\d{4}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dXx]$/;
const CHECKS = '10X98765432';

/** Identity numbers of residents of China: with a day that exists, and the right check character (ISO 7064 MOD 11-2). */
export function isResidentId({ written }: NumberRun): boolean {
  const [, year = '', month = '', day = ''] = FORM.exec(written) ?? [];
  if (year === '') return false;
  const born = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (born.getUTCMonth() !== Number(month) - 1 || born.getUTCDate() !== Number(day)) return false;
  let sum = 0;
  for (let at = 0; at < 17; at += 1) sum += Number(written[at]) * (2 ** (17 - at) % 11);
  return CHECKS[sum % 11] === written.charAt(17).toUpperCase();
}
