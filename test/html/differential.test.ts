import { type ChildNode, isTag, isText } from 'domhandler';
import fc from 'fast-check';
import { JSDOM, VirtualConsole } from 'jsdom';
import { expect, test } from 'vitest';
import { parseHtml } from '../../src/html/parse.ts';

/** Of both trees the same: elements with their attributes, and texts, adjacent ones as one. */
type Plain = string | readonly [name: string, attributes: Readonly<Record<string, string>>, inside: readonly Plain[]];

function joined(nodes: readonly (Plain | null)[]): readonly Plain[] {
  const all: Plain[] = [];
  for (const node of nodes) {
    const last = all.at(-1);
    if (node === null || node === '') continue;
    if (typeof node === 'string' && typeof last === 'string') all[all.length - 1] = last + node;
    else all.push(node);
  }
  return all;
}

const ofOurs = (nodes: readonly ChildNode[]): readonly Plain[] =>
  joined(nodes.map((node) => (isText(node) ? node.data : isTag(node) ? [node.name, { ...node.attribs }, ofOurs(node.children)] : null)));

const ofTheirs = (node: Node): readonly Plain[] =>
  joined(
    [...node.childNodes].map((child) => {
      if (child.nodeType === child.TEXT_NODE) return child.nodeValue;
      if (child.nodeType !== child.ELEMENT_NODE) return null;
      const element = child as Element;
      return [element.localName, Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])), ofTheirs(element)];
    }),
  );

const odd = fc.constantFrom(
  '<',
  '>',
  '&',
  '&amp;',
  '&lt',
  '&notit;',
  '&#x41;',
  '&#65',
  '&;',
  '"',
  "'",
  '=',
  '/',
  '--',
  '!',
  '`',
  '中',
  ' ',
  '\n',
  'a',
);
const words = fc.array(fc.oneof(fc.stringMatching(/^[a-z ]{1,6}$/), odd), { maxLength: 6 }).map((parts) => parts.join(''));
/** As text: nothing in it begins a tag or a comment. */
const plain = words.map((each) => `${each}.`.replaceAll(/<(?=[a-z/!?])/gi, '< '));
const value = fc.oneof(
  words.map((each) => ` = "${each.replaceAll('"', '')}"`),
  words.map((each) => `='${each.replaceAll("'", '')}'`),
  fc.stringMatching(/^[a-z0-9/.:?&;=]{1,8}$/).map((each) => `=x${each.replaceAll('/', '')}`),
  fc.constant(''),
);
const attributes = fc
  .array(fc.tuple(fc.stringMatching(/^[a-zA-Z][a-z-]{0,5}$/), value), { maxLength: 4 })
  .map((all) => all.map(([name, said]) => ` ${name}${said}`).join(''));
/** Some end before their end: what is left of those is text. */
const comment = plain.map((each) => `<!--${each}-->`);
const bogus = fc.constantFrom('<!x y>', '<?php z ?>', '</ a>', '</>', '<![CDATA[x]]>', '<!-->', '<!--->', '<!-- a --!>');
const raw = fc
  .tuple(fc.constantFrom('script', 'style', 'textarea', 'title'), words)
  .map(([name, inside]) => `<${name}>x${inside.replaceAll(/<(?=[!/])/g, '')}</${name} >`);
const { page } = fc.letrec<{ page: string; element: string }>((tie) => ({
  page: fc
    .array(fc.oneof({ depthSize: 'small' }, plain, comment, bogus, raw, tie('element')), { maxLength: 6 })
    .map((parts) => parts.join('')),
  element: fc
    .tuple(fc.constantFrom('div', 'SPAN', 'section', 'em', 'x-card'), attributes, fc.constantFrom('', ' ', '\n'), tie('page'))
    .map(([name, said, space, inside]) => `<${name}${said}${space}>${inside}</${name}>`),
}));

test('well-nested pages are read as a browser reads them', () => {
  const { document } = new JSDOM('<body>', { virtualConsole: new VirtualConsole() }).window;
  fc.assert(
    fc.property(page, (html) => {
      document.body.innerHTML = html;
      expect(ofOurs(parseHtml(html).children)).toEqual(ofTheirs(document.body));
    }),
    { numRuns: 3000 },
  );
});
