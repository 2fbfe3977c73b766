import type { NumberRun } from './numbers.ts';

/** Country calling codes (ITU-T E.164). */
const COUNTRY =
  /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|2[1-69]\d|3[578]\d|42[013]|5[09]\d|6[7-9]\d|80[08]|85[02356]|87[08]|88[0-368]|96\d|97[0-79]|99[2-68])/;

/** Words that are written before telephone numbers, and what may stand between. */
const LABEL =
  /(?<!\p{L})(?:tel|telephone|téléphone|telef[oó]n[oe]?|teléfono|telefax|tlf|tfn|puh|phone|fax|mobile?|handy|whatsapp|тел|телефон|факс)(?:[\s.-]{0,2}(?:number|nr|no|nummer|номер))?[\s.:=)(]{0,4}$|(?:電話|电话|手机|手機|传真|傳真|联系方式|電話番号|携帯|전화|휴대폰|โทร|هاتف|تلفن|फ़ोन|फोन)(?:号码|號碼|番号|번호)?[\s.:=)(]{0,4}$/iu;
/** Words that are written before other numbers. */
const NAMED =
  /(?:(?<!\p{L})(?:isbn|issn|ismn|doi|pmid|ean|gtin|upc|asin|sku|oclc|order|invoice|ticket|tracking|serial|patent|id|nr|no)|№)[-\s.:]{0,3}(?:1[03][\s:]{0,2})?$/iu;

const DATE = /^(?:\d{1,2}\D\d{1,2}\D(?:19|20)\d{2}|(?:19|20)\d{2}\D\d{1,2}\D\d{1,2}|(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d)(?:\D\d+)?$/;

/** Forms that are unmistakable within a country. */
const NATIONAL = [
  /^(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[.-])[2-9]\d{2}[.-]\d{4}$/, // North America
  /^1[3-9]\d(?:\d{8}|([ -])\d{4}\1\d{4})$/, // Chinese mobiles
  /^8[ -]?\(?\d{3}\)?[ -]?\d{3}-\d{2}-\d{2}$/, // Russia
  /^\(\d{2}\) ?9?\d{4}-\d{4}$/, // Brazil
];

/** Telephone numbers in international form, in common national forms, or with a label in front. Doubtful ones are none. */
export function isPhone(run: NumberRun): boolean {
  const { written, digits, groups } = run;
  if (digits.length < 7 || digits.length > 15 || /[Xx]$/.test(written) || DATE.test(written)) return false;
  const isLabelled = LABEL.test(run.before);
  if (!isLabelled && NAMED.test(run.before)) return false;
  if (written.includes('+')) return isInternational(digits, run);
  if (digits.startsWith('00')) return (groups.length > 1 || isLabelled) && isInternational(digits.slice(2), run);
  if (NATIONAL.some((form) => form.test(written)) || hasTrunkPrefix(run)) return true;
  return isLabelled && !isAmount(run) && !isDecimal(run);
}

function isInternational(digits: string, run: NumberRun): boolean {
  if (!COUNTRY.test(digits) || digits.length < 8 || isDecimal(run)) return false;
  return digits.startsWith('1') ? digits.length === 11 : !isAmount(run);
}

/** `51.5074000`. */
const isDecimal = ({ separators }: NumberRun): boolean => separators.length === 1 && separators[0] === '.';

/** `25 000 000`: digits in threes. */
const isAmount = ({ groups, digits }: NumberRun): boolean =>
  groups.length > 1 && groups.slice(1).every(({ length }) => length === 3) && (digits.length < 9 || groups.at(-1) === '000');

/** A zero, the area and the rest, as in much of Europe, Asia, Africa and Oceania: `030 1234567`, `01 23 45 67 89`, `(0571) 8765-4321`. */
function hasTrunkPrefix({ digits, groups, separators }: NumberRun): boolean {
  const [area = '', ...rest] = groups;
  const [first = '', ...others] = separators.map((each) => each.trim());
  if (!/^0[1-9]\d{0,4}$/.test(area) || digits.length < 9 || digits.length > 12 || rest.length > 4) return false;
  if (rest.length === 0 || rest.some(({ length }) => length < 2) || new Set(others).size > 1) return false;
  if (others.includes('/') || (first === '/' && area.length < 3)) return false;
  if (first === '.' || others.includes('.')) return groups.length === 5 && digits.length === 10;
  // 01 02 03 04 05 are numbers in a row.
  return !groups.every((group, at) => Number(group) === Number(area) + at);
}
