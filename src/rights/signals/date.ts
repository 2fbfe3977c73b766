const time = String.raw`(?:,?[ T](?<time>\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?)(?:\.\d+)?)?`;
const zone = String.raw`(?: ?(?:(?<zone>Z|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d\d)?|UTC?|GMT|[ECMP][SD]T)|[a-z]{2,5}))?`;
const weekday = String.raw`(?:[a-z]{3,9}\.?,? )?`;
const month = String.raw`(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?`;
const day = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`;

/** ISO 8601, also without its zeros; RFC 822, 850 and 1123; as `ctime` and ECMAScript write it, and as people do in English, or with dots. */
const forms: readonly RegExp[] = [
  String.raw`(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)${time}${zone}`,
  String.raw`(?<year>\d{4})([-/.])(?<month>\d{1,2})\2(?<day>\d{1,2})${time}${zone}`,
  String.raw`(?<month>0?[1-9]|1[0-2])([-/])(?<day>\d{1,2})\2(?<year>\d{4})${time}${zone}`,
  // What can be no month comes first only where days do.
  String.raw`(?<day>\d{1,2})([-/.])(?<month>\d{1,2})\2(?<year>\d{4})${time}${zone}`,
  String.raw`${weekday}${day}[ -]${month},?[ -](?<year>\d{4}|\d\d)${time}${zone}`,
  String.raw`${weekday}${month} ${day},? (?<year>\d{4})${time}${zone}`,
  String.raw`${weekday}${month} ${day}${time}${zone} (?<year>\d{4})`,
  String.raw`${month},? (?<year>\d{4})`,
  String.raw`(?<year>[1-9]\d{3})-(?<month>\d\d)`,
].map((form) => new RegExp(`^${form}$`, 'i'));

/** Milliseconds since 1970 of a date, or of the first day of a month, in UTC where it names no zone that is known (RFC 5322 §4.3); NaN for everything else. */
export function parseDate(text: string): number {
  const written = text
    .trim()
    .replaceAll(/\s+/g, ' ')
    // The name of a zone whose offset stands before it.
    .replace(/ ?\([^()]*\)$/, '')
    .replace(/^"(.*)"$/, '$1')
    // ISO 8601 without separators: `20261231T235959Z`.
    .replace(/(?<=^\d{8}T(?:\d\d)?)\d\d(?=\d\d)/gi, '$&:');
  for (const form of forms) {
    const parts = form.exec(written)?.groups;
    if (parts !== undefined) {
      const { year, month, day = '1', time = '00:00', zone = 'UTC' } = parts;
      return Date.parse(`${month}/${day}/${year} ${time} ${zone.toUpperCase()}`);
    }
  }
  return Number.NaN;
}
