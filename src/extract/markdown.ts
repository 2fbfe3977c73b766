import { gfm } from '@joplin/turndown-plugin-gfm';
import { type ChildNode, type Element, isTag } from 'domhandler';
import TurndownService from 'turndown';
import { blocks, isHidden, silent } from './elements.ts';
import { type MarkupRules, markupOf } from './markup.ts';
import { isLayoutTable } from './table.ts';

/** A table wider than this is not one; a hostile colspan would be written out cell by cell. */
const MAX_COLUMNS = 64;
const tableParts: ReadonlySet<string> = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption', 'colgroup', 'col']);

/** What of HTML the converter is shown: data tables with plain cells, absolute links, code with its language. */
function rulesFor(base: string): MarkupRules {
  const layout = new Map<Element, boolean>();
  const inLayout = (table: Element): boolean => {
    const known = layout.get(table) ?? isLayoutTable(table);
    layout.set(table, known);
    return known;
  };
  const around = (element: Element, name: string): Element | null => {
    for (let up = element.parent; up !== null; up = up.parent) {
      if (isTag(up) && up.name === name) return up;
      if (isTag(up) && up.name === 'table') return null;
    }
    return null;
  };
  const absolute = (url: string): string | null => {
    const found = URL.parse(url, base);
    return found !== null && /^(?:https?|mailto|tel):$/.test(found.protocol) ? found.href : null;
  };
  return {
    tagOf(element) {
      const { name } = element;
      if (silent.has(name) || isHidden(element)) return null;
      if (name === 'img')
        return (element.attribs['alt'] ?? '').trim() === '' || absolute(element.attribs['src'] ?? '') === null ? null : name;
      if (name === 'xmp' || name === 'plaintext') return 'pre';
      if (tableParts.has(name)) {
        const table = name === 'table' ? element : around(element, 'table');
        if (table === null || inLayout(table)) return 'div';
        return name;
      }
      // GFM cells are one line: blocks in them become lines that are joined.
      const inCell = (blocks.has(name) || name === 'pre') && (around(element, 'td') ?? around(element, 'th')) !== null;
      return inCell && !inLayout(around(element, 'table') ?? element) ? 'div' : name;
    },
    attributeOf(name, value) {
      if (name === 'href' || name === 'src') return absolute(value);
      if (name === 'colspan') return String(Math.min(MAX_COLUMNS, Math.max(1, Number.parseInt(value, 10) || 1)));
      return name === 'class' || name === 'alt' || name === 'align' || name === 'start' ? value : null;
    },
  };
}

let service: TurndownService | undefined;

function turndown(): TurndownService {
  if (service !== undefined) return service;
  service = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
    emDelimiter: '*',
    hr: '---',
    br: '\\',
  }).use(gfm);
  const escape = service.escape.bind(service);
  // The converter leaves what would be read as a tag.
  service.escape = (text) => escape(text).replace(/<(?=[a-z/!?])/gi, '\\<');
  // The converter fences `pre > code` only.
  service.addRule('bareCode', {
    filter: (node) => node.nodeName === 'PRE' && node.firstChild?.nodeName !== 'CODE',
    replacement: (_content, node) => {
      const code = (node.textContent ?? '').trimEnd().replace(/^\n/, '');
      const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
      const language = /\b(?:lang(?:uage)?|highlight-source)-([\w+#-]+)/.exec(node.className)?.[1] ?? '';
      const fence = '`'.repeat(longest + 1);
      return code === '' ? '' : `\n\n${fence}${language}\n${code}\n${fence}\n\n`;
    },
  });
  const numbers = new WeakMap<object, number>();
  // The converter pads its list markers to four columns.
  service.addRule('item', {
    filter: 'li',
    replacement: (content, node, { bulletListMarker = '-' }) => {
      const list = node.parentNode;
      let marker = `${bulletListMarker} `;
      if (list?.nodeName === 'OL') {
        // Items come in order, so counting them is linear where asking for their index is not.
        const number = numbers.get(list) ?? (Number.parseInt((list as HTMLElement).getAttribute('start') ?? '1', 10) || 1);
        numbers.set(list, number + 1);
        marker = `${number}. `;
      }
      const body = content.trim().replaceAll('\n', `\n${' '.repeat(marker.length)}`);
      return `${marker}${body}${node.nextSibling === null ? '' : '\n'}`;
    },
  });
  // The converter pads cells to three letters and makes two breaks of a paragraph.
  service.addRule('cell', {
    filter: ['td', 'th'],
    replacement: (content, node) => {
      const line = content
        .trim()
        .replace(/(?:\\?\n\s*)+/g, '<br>')
        .replaceAll('|', '\\|');
      const spanned = ' |'.repeat(Math.min(MAX_COLUMNS, Number.parseInt(node.getAttribute('colspan') ?? '1', 10)) - 1);
      return `${node.previousSibling === null ? '|' : ''} ${line} |${spanned}`;
    },
  });
  // LaTeX is written as it stands.
  service.addRule('formula', {
    filter: (node) => node.nodeName.toLowerCase() === 'math' && /^\$.*\$$/.test(node.textContent ?? ''),
    replacement: (_content, node) => node.textContent ?? '',
  });
  service.addRule('emptyLink', {
    filter: (node) => node.nodeName === 'A' && (node.getAttribute('href') === null || (node.textContent ?? '').trim() === ''),
    replacement: (content) => content,
  });
  return service;
}

/** Nodes as CommonMark with GFM tables: ATX headings, fenced code, links made absolute against `base`. */
export function markdownOf(nodes: readonly ChildNode[], base: string): string {
  const markup = markupOf(nodes, rulesFor(base));
  return turndown()
    .turndown(markup)
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .toWellFormed();
}
