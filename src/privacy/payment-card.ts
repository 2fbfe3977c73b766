import type { NumberRun } from './numbers.ts';

/** Issuers by their first digits and the lengths that they issue (ISO/IEC 7812-1). */
const ISSUERS = [
  /^4(?:\d{12}|\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d{2}|7[01]\d|720)\d{12})$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^(?:6011|64[4-9]\d|65\d{2})\d{12,15}$/, // Discover
  /^62\d{14,17}$/, // UnionPay
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/, // JCB
  /^3(?:0[0-5]\d|095|[689]\d{2})\d{10}$/, // Diners Club
];
/** As they are written: whole, in fours, or like American Express and Diners Club. */
const WRITTEN = /^(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{4,5})$/;

/** Numbers of payment cards: of an issuer, in a length it issues, with the right check digit (Luhn; ISO/IEC 7812-1 annex B). */
export const isPaymentCard = ({ written, digits }: NumberRun): boolean =>
  WRITTEN.test(written) && ISSUERS.some((issuer) => issuer.test(digits)) && luhnSum(digits) % 10 === 0;

function luhnSum(digits: string): number {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum;
}
