/** What a line of a CDXJ index says about a capture, in whatever tool's form: names and values as they stand there. */
export interface IndexedCapture {
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly filename: string;
  /** Bytes from the start of that file, and bytes of the record there. */
  readonly offset: number;
  readonly length: number;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Reads a line such as `com,example)/ 20240101000000 {"url": …}`, as CDXJ files and Common Crawl's have it, or all as JSON with `timestamp`, as index
 * servers answer. Null for a line that names no capture: a comment, a header.
 */
export function parseIndexLine(line: string): IndexedCapture | null {
  const brace = line.indexOf('{');
  if (brace === -1 || line.startsWith('!')) return null;
  let said: unknown;
  try {
    said = JSON.parse(line.slice(brace));
  } catch {
    return null;
  }
  const fields = Object.fromEntries(Object.entries(said as object).map(([name, value]) => [name, textOf(value)]));
  const { url, filename, offset, length, timestamp = line.slice(0, brace).trim().split(' ').at(-1) ?? '' } = fields;
  const at = instantOf(timestamp);
  const place = { offset: numberOf(offset), length: numberOf(length) };
  if (url === undefined || filename === undefined || at === null || place.offset === null || place.length === null) return null;
  return { url, at, filename, offset: place.offset, length: place.length, fields };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const numberOf = (text: string | undefined): number | null => (text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null);

/** `20240101000000`, with as many digits as there are; null when it is none. */
function instantOf(stamp: string): number | null {
  const [, year = '', month = '01', day = '01', hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\d*$/.exec(stamp) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? null : at;
}

/** Which captures of an archive are wanted: by the names of an index's fields, and `host` besides. Of several values for one name, one must fit. */
export type CaptureFilter = Readonly<Record<string, readonly string[]>>;

/** `mime=text/html`; null when it says something else. */
export function parseCaptureFilter(text: string): readonly [name: string, value: string] | null {
  const [, name, value] = /^([a-z][a-z-]*)=(.+)$/.exec(text) ?? [];
  return name === undefined || value === undefined ? null : [name, value];
}

/**
 * Whether a capture with these fields is wanted. `url` is the beginning of an address, `host=example.org` means the hosts below it too, `languages` is one
 * of several; all else must be as it stands. What the fields do not say fits nothing.
 */
export function isWantedCapture(filter: CaptureFilter, url: string, fields: Readonly<Record<string, string>>): boolean {
  return Object.entries(filter).every(([name, values]) => values.some((value) => fits(name, value, url, fields[name])));
}

function fits(name: string, value: string, url: string, said: string | undefined): boolean {
  if (name === 'url') return url.startsWith(value);
  if (name === 'host') {
    const host = URL.parse(url)?.hostname ?? '';
    return host === value || host.endsWith(`.${value}`);
  }
  return name === 'languages' ? said?.split(',').includes(value) === true : said === value;
}
