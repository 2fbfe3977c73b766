/** Markup that is safe to put into a page: only `html` and `raw` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | null | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };
/** Controls, and the characters that reorder text around them: a page's title must not turn ours about. */
const INVISIBLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(INVISIBLE, '\uFFFD')
    .replace(/[&<>"'`]/g, (letter) => ENTITIES[letter] ?? letter);

function rendered(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return escaped(part);
  return typeof part === 'number' ? String(part) : part.map(rendered).join('');
}

/** A template whose values are escaped, for text and for attributes in double quotes alike; markup made in the same way goes in as it is. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, string, n) => text + rendered(parts[n - 1] ?? null) + string));
}

/** Markup that we made ourselves, such as a plot. */
export const raw = (text: string): Markup => new Markup(text);

/** A link that tells nobody where it was followed; only to the web, else the text alone. */
export function link(url: string, text: string = url): Markup {
  const safe = /^https?:\/\//i.test(url) ? URL.parse(url) : null;
  return safe === null ? html`${text}` : html`<a href="${safe.href}" rel="noreferrer noopener nofollow">${text}</a>`;
}
