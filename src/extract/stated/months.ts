/** Languages whose names of months and days are read. Arabic has three sets of names, by country. */
const LOCALES =
  `en de de-AT fr es it pt nl sv da nb fi et lv lt pl cs sk sl hr hu ro bg uk ru el tr az ar ar-SY ar-DZ ar-MA he hi bn th vi id ms sw ca eu gl`.split(
    /\s+/,
  );
/** What stands for a month though no locale has it so. */
const OTHERS: Readonly<Record<string, number>> = { sept: 9, mrz: 3, מרס: 3, במרס: 3 };

/** The same for the months of Islam, which texts have in another case. */
const OTHERS_OF_ISLAM: Readonly<Record<string, number>> = {
  المحرم: 1,
  'ربيع الثاني': 4,
  'جمادى الثانية': 6,
  'ذي القعدة': 11,
  'ذي الحجة': 12,
};

/** A month by its place in the year, and whose year that is. */
export interface Month {
  readonly calendar: 'gregory' | 'persian' | 'islamic';
  readonly month: number;
}

let names: ReadonlyMap<string, Month> | null = null;

/** Without dots and accents, which capitals and haste leave out. */
const folded = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F\u0653-\u0655.]/g, '')
    .replaceAll('ı', 'i')
    .trim();

const variants: Readonly<Record<Month['calendar'], string>> = { gregory: 'gregory', persian: 'persian', islamic: 'islamic-umalqura' };

/** An instant in a month of a year that began in 2021; in that of Islam, on August 9. */
function withinMonth(calendar: Month['calendar'], month: number): number {
  if (calendar === 'gregory') return Date.UTC(2021, month - 1, 15);
  return calendar === 'persian' ? Date.UTC(2021, month + 1, 30) : Date.UTC(2021, 7, 24 + Math.floor((month - 1) * 29.53));
}

function* namesIn(locale: string, calendar: Month['calendar']): Generator<readonly [name: string, month: number]> {
  for (const options of [{ month: 'long', day: 'numeric' }, { month: 'short', day: 'numeric' }, { month: 'long' }] as const) {
    const format = new Intl.DateTimeFormat(`${locale}-u-ca-${variants[calendar]}`, { ...options, timeZone: 'UTC' });
    for (let month = 1; month <= 12; month += 1) {
      const at = withinMonth(calendar, month);
      const name = format.formatToParts(at).find(({ type }) => type === 'month')?.value ?? '';
      yield [name, month];
      // Hebrew has `in` as a letter before the month.
      if (locale === 'he') yield [`ב${name}`, month];
    }
  }
}

function collect(): ReadonlyMap<string, Month> {
  const found = new Map<string, Month>();
  const add = (name: string, month: Month): void => {
    const key = folded(name);
    if (/^\p{L}[\p{L}\p{M}]+(?: \p{L}+)?$/u.test(key) && !found.has(key)) found.set(key, month);
  };
  for (const locale of LOCALES) for (const [name, month] of namesIn(locale, 'gregory')) add(name, { calendar: 'gregory', month });
  for (const [name, month] of namesIn('fa', 'persian')) add(name, { calendar: 'persian', month });
  for (const [name, month] of namesIn('fa', 'gregory')) add(name, { calendar: 'gregory', month });
  for (const [name, month] of namesIn('ar', 'islamic')) add(name, { calendar: 'islamic', month });
  for (const [name, month] of Object.entries(OTHERS_OF_ISLAM)) add(name, { calendar: 'islamic', month });
  for (const [name, month] of Object.entries(OTHERS)) add(name, { calendar: 'gregory', month });
  return found;
}

function* weekdays(): Generator<string> {
  for (const locale of LOCALES) {
    const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
    for (let day = 1; day <= 7; day += 1) yield folded(format.format(Date.UTC(2021, 1, day)));
  }
}

let days: ReadonlySet<string> | null = null;
let dayWords: ReadonlySet<string> | null = null;

const dayNames = (): ReadonlySet<string> => (days ??= new Set(weekdays()));

/** Whether a text is the name of a day of the week in any of these languages. */
export const isDayName = (text: string): boolean => dayNames().has(folded(text));

/** Whether a word is one of those that name a day of the week in any of these languages: `terça-feira` has two. */
export function isWeekday(word: string): boolean {
  dayWords ??= new Set([...dayNames()].flatMap((name) => name.match(/[\p{L}\p{M}]+/gu) ?? []));
  return dayWords.has(folded(word));
}

/** The month that a word names in any of many languages; null for any other word. */
export function monthNamed(word: string): Month | null {
  names ??= collect();
  return names.get(folded(word)) ?? null;
}

/** The month of the common calendar, 1 to 12, that a word names; null for any other word. */
export function monthOf(word: string): number | null {
  const named = monthNamed(word);
  return named?.calendar === 'gregory' ? named.month : null;
}
