import type { Article } from './compose.ts';

export type Link = readonly [href: string, label: string];

/** Some of a site's links, as the sidebar of page number `n` shows them. */
export const relatedTo = (links: readonly Link[], n: number, steps: readonly number[]): readonly Link[] =>
  steps.flatMap((step) => {
    const link = links[(n + step) % links.length];
    return link === undefined ? [] : [link];
  });

/** What stands around an article. Every string of it is furniture. */
interface Furniture {
  readonly cookies: string;
  readonly menu: readonly Link[];
  readonly relatedTitle: string;
  readonly newsletter: string;
}

const FURNITURE: Readonly<Record<string, Furniture>> = {
  en: {
    cookies: 'We use cookies to measure visits and to show advertisements that match your interests. Accept all or manage your choices.',
    menu: [
      ['/', 'Home'],
      ['/?utm_source=menu&utm_medium=header', 'Start page'],
    ],
    relatedTitle: 'You may also like',
    newsletter: 'Sign up for our newsletter and receive one handy tip every Friday, free of charge and cancelled with one click.',
  },
  zh: {
    cookies: '本网站使用缓存文件统计访问量并投放您可能感兴趣的广告，点击“全部接受”继续浏览，或者管理您的选择。',
    menu: [
      ['/', '首页'],
      ['/?utm_source=menu&utm_medium=header', '返回首页'],
    ],
    relatedTitle: '猜你喜欢',
    newsletter: '订阅我们的每周简报，每个星期五收到一条实用小窍门，完全免费，随时可以退订。',
  },
};

const furnitureOf = (language: string): Furniture => FURNITURE[language] ?? FURNITURE['en']!;

/** Furniture strings that stand on every page laid out by `layOut`. */
export const furnitureText = (language: string): readonly string[] => [furnitureOf(language).cookies, furnitureOf(language).newsletter];

export const escape = (raw: string): string =>
  raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export interface LayOut {
  readonly site: string;
  readonly article: Article;
  /** Markup of the article after its heading; default: its paragraphs. */
  readonly body?: string;
  readonly related?: readonly Link[];
  /** Raw markup for the head: metas, links, JSON-LD. */
  readonly head?: string;
  /** Raw markup: who owns the page. */
  readonly footer?: string;
  readonly author?: string;
  /** ISO 8601 date. */
  readonly published?: string;
  /** Written into a meta element; null leaves it out. */
  readonly charset?: string | null;
}

export const paragraphsOf = ({ paragraphs }: Article): string => paragraphs.map((each) => `<p>${escape(each)}</p>`).join('\n');

const list = (links: readonly Link[]): string =>
  links.map(([href, label]) => `<li><a href="${escape(href)}">${escape(label)}</a></li>`).join('');

/** A page as sites make them: banner, menu, article, sidebar, newsletter box, footer. */
export function layOut(page: LayOut): string {
  const { article, site, charset = 'utf-8' } = page;
  const furniture = furnitureOf(article.language);
  const byline = [page.author, page.published].filter((each) => each !== undefined);
  return `<!doctype html>
<html lang="${article.language === 'zh' ? 'zh-CN' : article.language}">
<head>
${charset === null ? '' : `<meta charset="${charset}">`}
<title>${escape(article.title)} | ${escape(site)}</title>
${page.author === undefined ? '' : `<meta name="author" content="${escape(page.author)}">`}
${page.published === undefined ? '' : `<meta property="article:published_time" content="${page.published}">`}
${page.head ?? ''}
<style>.cookie-banner{position:fixed;bottom:0}</style>
<script>window.dataLayer=[];function consent(){document.querySelector('.cookie-banner').remove()}</script>
</head>
<body>
<div class="cookie-banner" role="dialog"><p>${escape(furniture.cookies)}</p><button onclick="consent()">OK</button></div>
<header class="site-header"><nav class="menu"><ul>${list(furniture.menu)}</ul></nav></header>
<main>
<article>
<h1>${escape(article.title)}</h1>
${byline.length === 0 ? '' : `<p class="byline">${byline.map((each) => escape(each)).join(' · ')}</p>`}
${page.body ?? paragraphsOf(article)}
</article>
</main>
<aside class="sidebar"><h2>${escape(furniture.relatedTitle)}</h2><ul>${list(page.related ?? [])}</ul></aside>
<div class="newsletter-box"><p>${escape(furniture.newsletter)}</p><form><input name="mail"><button>OK</button></form></div>
<footer class="site-footer">${page.footer ?? ''}</footer>
</body>
</html>
`;
}
