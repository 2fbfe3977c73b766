const time = String.raw`(?:,?[ T](?<time>\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?)(?:\.\d+)?)?`;
const zone = String.raw`(?: ?(?:(?<zone>Z|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d\d)?|UTC?|GMT|[ECMP][SD]T)|[a-z]{2,5}))?`;
const weekday = String.raw`(?:[a-z]{3,9}\.?,? )?`;
const month = String.raw`(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`;

/** ISO 8601, also without its zeros; RFC 822, 850 and 1123; as `ctime` and ECMAScript write it, and as people do in English. */
const forms: readonly RegExp[] = [
  String.raw`(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)${time}${zone}`,
  String.raw`(?<year>\d{4})([-/.])(?<month>\d{1,2})\2(?<day>\d{1,2})${time}${zone}`,
  String.raw`(?<month>\d{1,2})([-/])(?<day>\d{1,2})\2(?<year>\d{4})${time}${zone}`,
  String.raw`${weekday}(?<day>\d{1,2})[ -]${month},?[ -](?<year>\d{4}|\d\d)${time}${zone}`,
  String.raw`${weekday}${month} (?<day>\d{1,2}),? (?<year>\d{4})${time}${zone}`,
  String.raw`${weekday}${month} (?<day>\d{1,2})${time}${zone} (?<year>\d{4})`,
].map((form) => new RegExp(`^${form}$`, 'i'));

/** Milliseconds since 1970 of a date, in UTC where it names no zone that is known (RFC 5322 §4.3); NaN for everything else. */
export function parseDate(text: string): number {
  const written = text
    .trim()
    .replaceAll(/\s+/g, ' ')
    // The name of a zone whose offset stands before it.
    .replace(/ ?\([^()]*\)$/, '')
    .replace(/^"(.*)"$/, '$1');
  for (const form of forms) {
    const parts = form.exec(written)?.groups;
    if (parts !== undefined) {
      const { year, month, day, time = '00:00', zone = 'UTC' } = parts;
      return Date.parse(`${month}/${day}/${year} ${time} ${zone.toUpperCase()}`);
    }
  }
  return Number.NaN;
}
