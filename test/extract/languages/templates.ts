import type { Material } from './material.ts';

/** A page and the text that is its content. */
export interface Made {
  readonly html: string;
  readonly content: string;
}

type Template = (material: Material) => Made;

const links = (texts: readonly string[], each = 'li'): string =>
  texts.map((text, i) => `<${each}><a href="/${i}.html">${text}</a></${each}>`).join('\n');
const whole = ({ lang, dir, title, site }: Material, body: string): string =>
  `<!DOCTYPE html><html lang="${lang}"${dir === undefined ? '' : ` dir="${dir}"`}><head><meta charset="utf-8"><title>${title} - ${site}</title></head><body>${body}</body></html>`;
const pairs = ({ heads, paragraphs }: Material): [head: string, texts: readonly string[]][] =>
  heads.map((head, i) => [head, paragraphs.slice(2 * i, 2 * i + 2)]);
const body = (material: Material): string[] => pairs(material).flatMap(([head, texts]) => [head, ...texts]);

/** Everything the language has to say, for pages that are one long text. */
const long = (material: Material): string[] => [...body(material), ...material.replies];

/** A blog with the elements HTML has for one. */
const blog: Template = (m) => ({
  content: [m.title, ...body(m), ...m.items].join('\n'),
  html: whole(
    m,
    `<header><a href="/">${m.site}</a><nav><ul>${links(m.nav)}</ul></nav></header><main><article><header><h1>${m.title}</h1><p class="meta">${m.byline}</p></header>
${pairs(m)
  .map(([head, texts]) => `<h2>${head}</h2>${texts.map((text) => `<p>${text}</p>`).join('\n')}`)
  .join('\n')}<ul>${m.items.map((item) => `<li>${item}</li>`).join('')}</ul>
<footer><a href="#">${m.share}</a></footer></article></main><aside><h3>${m.relatedHead}</h3><ul>${links(m.related)}</ul></aside><footer>${links(m.footer, 'span')}</footer>`,
  ),
});

/** A portal of nothing but boxes, whose names say nothing. */
const boxes: Template = (m) => ({
  content: [m.title, ...long(m)].join('\n'),
  html: whole(
    m,
    `<div class="k1"><div class="k2">${links(m.nav, 'span')}</div></div><div class="k3"><div class="k4"><div class="k5"><h1>${m.title}</h1><div class="k6">${m.byline}</div>
<div class="k7">${long(m)
      .map((text) => `<div>${text}</div>`)
      .join(
        '\n',
      )}</div><div class="k8"><a href="#">${m.share}</a></div></div><div class="k9"><div class="k10">${m.relatedHead}</div>${links([...m.related, ...m.related], 'div')}</div></div></div><div class="k11">${links(m.footer, 'span')}</div>`,
  ),
});

/** A manual with a tree of chapters beside the text. */
const manual: Template = (m) => ({
  content: [m.title, ...body(m), ...m.items].join('\n'),
  html: whole(
    m,
    `<div class="wy-nav"><nav><ul>${links([...m.nav, ...m.heads, ...m.related])}</ul></nav></div><div role="main" class="document"><h1>${m.title}<a class="headerlink" href="#t">¶</a></h1>
${pairs(m)
  .map(([head, texts]) => `<section><h2>${head}</h2>${texts.map((text) => `<p>${text}</p>`).join('')}</section>`)
  .join(
    '\n',
  )}<table><tbody>${m.items.map((item, i) => `<tr><td>${i + 1}</td><td>${item}</td></tr>`).join('')}</tbody></table></div><footer><div>${links(m.related.slice(0, 2), 'span')}</div><p>${m.footer.join(' · ')}</p></footer>`,
  ),
});

/** A forum: a question and what people said to it. */
const forum: Template = (m) => {
  const posts = [m.paragraphs[0], ...m.replies, m.paragraphs[1], m.paragraphs[4]].filter((post) => post !== undefined);
  return {
    content: posts.join('\n'),
    html: whole(
      m,
      `<div id="top"><ul class="menu">${links(m.nav)}</ul></div><h1 class="thread-title">${m.title}</h1><div class="posts">${posts
        .map(
          (post, i) =>
            `<div class="post" id="p${i}"><div class="post-user"><img src="/u${i}.png" alt=""><a href="/u/${i}">user${i}</a></div><div class="post-body"><div class="post-text">${post}</div></div><div class="post-tools"><a href="#">${m.share}</a></div></div>`,
        )
        .join(
          '\n',
        )}</div><div class="similar"><b>${m.relatedHead}</b><ul>${links(m.related)}</ul></div><div id="foot">${links(m.footer, 'span')}</div>`,
    ),
  };
};

/** A page of the last century: tables, fonts and breaks. */
const tables: Template = (m) => ({
  content: [m.title, ...m.paragraphs, ...m.replies].join('\n'),
  html: whole(
    m,
    `<table width="100%"><tr><td colspan="2" bgcolor="#006600"><font size="5">${m.site}</font></td></tr><tr><td width="150" valign="top">${m.nav.map((text) => `<a href="/x.htm">${text}</a><br>`).join('')}</td>
<td valign="top"><h2>${m.title}</h2><font face="serif">${[...m.paragraphs, ...m.replies].join('<br><br>')}</font></td></tr><tr><td colspan="2" align="center"><small>${m.footer.join(' | ')}</small></td></tr></table>`,
  ),
});

/** What an office or a firm tells its customers: sections with headings, and a call to do something. */
const office: Template = (m) => ({
  content: [m.title, ...body(m), ...m.items].join('\n'),
  html: whole(
    m,
    `<header class="site"><div class="logo">${m.site}</div><ul>${links(m.nav)}</ul></header><main><section class="hero"><h1>${m.title}</h1></section>${pairs(
      m,
    )
      .map(
        ([head, texts]) =>
          `<section class="band"><div class="inner"><h2>${head}</h2>${texts.map((text) => `<p>${text}</p>`).join('')}</div></section>`,
      )
      .join(
        '',
      )}<section class="band"><ul>${m.items.map((item) => `<li>${item}</li>`).join('')}</ul></section></main><footer class="site"><ul>${links(m.footer)}</ul></footer>`,
  ),
});

export const templates: Readonly<Record<string, Template>> = { blog, boxes, manual, forum, tables, office };
