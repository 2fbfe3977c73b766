/** What a page shows, reckoned without building its tree: in bytes, so that a Chinese letter weighs three English ones. */
export interface Measure {
  /** Of text that is neither link nor menu. */
  readonly prose: number;
  readonly links: number;
  readonly scripts: number;
}

/** Elements whose content is no text of the page. */
const SILENT: ReadonlySet<string> = new Set('title script style noscript template svg math textarea select iframe object'.split(' '));
/** Elements that lead elsewhere, whatever they say. */
const FURNITURE: ReadonlySet<string> = new Set('a nav header footer aside button label dialog'.split(' '));
const TAG = /<(\/?)([a-z][a-z0-9-]*)/g;
/** Scripts that are data. */
const DATA = /\btype\s*=\s*["']?(?:application\/(?:ld\+)?json|text\/(?:template|x-))/;

/** Reads HTML once from end to end, in time that grows with its length alone. */
export function measurePage(body: Uint8Array): Measure {
  const html = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1').toLowerCase();
  let [prose, links, scripts, furniture, at] = [0, 0, 0, 0, 0];
  TAG.lastIndex = 0;
  for (let tag = TAG.exec(html); tag !== null; tag = TAG.exec(html)) {
    const [whole, slash, name = ''] = tag;
    if (furniture === 0) prose += lettersIn(html, at, tag.index);
    const end = endOfTag(html, tag.index + whole.length);
    at = end;
    if (FURNITURE.has(name)) furniture = Math.max(0, furniture + (slash === '' ? 1 : -1));
    if (slash === '' && name === 'a') links += 1;
    if (slash === '' && name === 'script' && !DATA.test(html.slice(tag.index, end))) scripts += 1;
    if (slash === '' && SILENT.has(name)) at = after(html, name, end);
    TAG.lastIndex = at;
  }
  if (furniture === 0) prose += lettersIn(html, at, html.length);
  return { prose, links, scripts };
}

const endOfTag = (html: string, from: number): number => {
  const end = html.indexOf('>', from);
  return end === -1 ? html.length : end + 1;
};

function after(html: string, name: string, from: number): number {
  const close = html.indexOf(`</${name}`, from);
  return close === -1 ? html.length : endOfTag(html, close);
}

function lettersIn(html: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (html.charCodeAt(at) > 0x20) count += 1;
  return count;
}
