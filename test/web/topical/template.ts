import type { Chance } from '../chance.ts';
import type { Language } from './lexicon.ts';

export type Link = readonly [href: string, label: string];

export interface Template {
  article(menu: readonly Link[], title: string, paragraphs: readonly string[], links: readonly Link[]): string;
  list(menu: readonly Link[], title: string, links: readonly Link[]): string;
}

const anchor = ([href, label]: Link): string => `<a href="${href}">${label}</a>`;
const items = (links: readonly Link[]): string => links.map((link) => `<li>${anchor(link)}</li>`).join('\n');

/** How one host lays its pages out: where its menu stands, what its boxes are called, where links stand in an article. */
export function templateOf(chance: Chance, language: Language): Template {
  const [main, side] = [chance.pick(['content', 'article', 'entry', 'post']), chance.pick(['menu', 'nav', 'sidebar', 'topics'])];
  const frame = chance.pick(['main', 'div', 'section']);
  const menuFirst = chance.next() < 0.6;
  const inText = chance.next() < 0.7;
  const page = (menu: readonly Link[], title: string, body: string): string => {
    const box = `<nav class="${side}"><ul>${items(menu)}</ul></nav>`;
    return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${title}</title></head><body>
${menuFirst ? box : ''}<${frame} class="${main}"><h1>${title}</h1>
${body}
</${frame}>${menuFirst ? '' : box}
</body></html>`;
  };
  return {
    article(menu, title, paragraphs, links) {
      const woven = paragraphs.map(
        (text, n) =>
          `<p>${text}${
            inText
              ? ` ${links
                  .filter((_, at) => at % paragraphs.length === n)
                  .map(anchor)
                  .join(' ')}`
              : ''
          }</p>`,
      );
      return page(menu, title, `${woven.join('\n')}${inText ? '' : `<ul class="related">${items(links)}</ul>`}`);
    },
    list: (menu, title, links) => page(menu, title, `<ul class="list">\n${items(links)}\n</ul>`),
  };
}
