import type { DOMWindow } from 'jsdom';

export interface Article {
  /** HTML. */
  readonly content: string;
  readonly title: string | null;
  readonly byline: string | null;
}

let shared: DOMWindow | undefined;

/** One window per thread: making a window costs more than parsing a page, and the documents a parser makes run and load nothing. */
export async function windowForParsing(): Promise<DOMWindow> {
  if (shared !== undefined) return shared;
  const { JSDOM, VirtualConsole } = await import('jsdom');
  const { window } = new JSDOM('', { virtualConsole: new VirtualConsole() });
  // Styles are gone before the DOM is built; without this getter Readability does not make a style object for every element.
  Object.defineProperty(window.HTMLElement.prototype, 'style', { value: undefined });
  shared = window;
  return window;
}

/** What Readability takes for the article of a page, or null. The markup must be guarded: both libraries are superlinear in depth. */
export async function readArticle(markup: string): Promise<Article | null> {
  const { Readability } = await import('@mozilla/readability');
  const window = await windowForParsing();
  const document = new window.DOMParser().parseFromString(markup, 'text/html');
  const article = new Readability(document, { keepClasses: true, disableJSONLD: true }).parse();
  if (article === null) return null;
  return { content: article.content ?? '', title: article.title ?? null, byline: article.byline ?? null };
}
