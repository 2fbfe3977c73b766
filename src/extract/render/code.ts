import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { findAll, findOne, textContent } from 'domutils';
import { blocks, isHidden } from '../elements.ts';
import { mendCode } from '../mend.ts';
import { powerOf } from './raised.ts';

export const classOf = (element: Element): string => element.attribs['class'] ?? '';

/** Line numbers that stand beside code. */
export const GUTTER =
  /(?:^|[\s_-])(?:line-?numbers?(?:-rows)?|line-?nos?|linenr|lnt|ln-num|lines-num|gutter|hljs-ln-numbers|blob-num|crayon-nums?|pre-numbering|tag_listingline)(?:$|[\s_])|(?:^|\s)ln(?:$|\s)/i;
/** Buttons, bars and what opens over code when it is pointed at. */
const CONTROL =
  /(?:^|[\s_-])(?:popup-container|copy(?:-?code)?(?:-?(?:btn|button))?|clipboard|btn-clipboard|copybtn|toolbar|code-header)(?:$|[\s_])/i;
/** Numbers that nobody can mark with the pointer. */
const UNSELECTABLE = /(?:^|[;\s-])user-select\s*:\s*none/i;
const silent: ReadonlySet<string> = new Set(['button', 'svg', 'script', 'style', 'template', 'input', 'select', 'textarea', 'img', 'th']);

const isFigures = (nodes: readonly ChildNode[]): boolean =>
  nodes.every((node) => (isText(node) ? /^[\s\d]*$/.test(node.data) : !isTag(node) || isFigures(node.children)));

function figuresIn(nodes: readonly ChildNode[], figures: number[]): number[] {
  for (const node of nodes) {
    if (isText(node)) for (const [figure] of node.data.matchAll(/\d+/g)) figures.push(Number(figure));
    else if (isTag(node)) figuresIn(node.children, figures);
  }
  return figures;
}

/** The numbers that an element says; none when it says anything else. */
export const numbersOf = ({ children }: Element): readonly number[] => (isFigures(children) ? figuresIn(children, []) : []);

/** Whether an element counts, one by one, and says nothing else. */
export function countsLines(element: Element): boolean {
  const [first, ...more] = numbersOf(element);
  return first !== undefined && more.every((figure, i) => figure === first + i + 1);
}

/** Whether an element says the number of a line and nothing else. */
export const isNumber = (element: Element): boolean => element.attribs['data-line-number'] !== undefined && isFigures(element.children);

/** What is within code and not typed: line numbers, prompts, buttons, heads. */
export function isAside(element: Element): boolean {
  if (silent.has(element.name) || isHidden(element)) return true;
  // `line-numbers` on the code itself only asks Prism to draw them.
  if (element.name === 'pre' || element.name === 'code') return false;
  const named = classOf(element);
  if ((GUTTER.test(named) || CONTROL.test(named)) && !/(?:^|\s)(?:highlight|language-)/.test(named)) return true;
  return (
    isNumber(element) ||
    element.attribs['data-nosnippet'] !== undefined ||
    (UNSELECTABLE.test(element.attribs['style'] ?? '') && isFigures(element.children))
  );
}

/** Elements within code that are lines of it. */
const lineNames: ReadonlySet<string> = new Set(['div', 'li', 'tr', 'p']);
const isLine = ({ name, attribs }: Element): boolean => lineNames.has(name) || attribs['data-selectable-paragraph'] !== undefined;
const isLineOf = ({ name, attribs, parent }: Element): boolean =>
  (name === 'code' && parent !== null && isTag(parent) && parent.name === 'pre') ||
  (name === 'span' && /(?:^|\s)(?:[a-z]+-)?line(?:\s|$)/.test(attribs['class'] ?? ''));
/** Whether an element is a line after another that nothing but a style sheet parts from it. */
const followsLine = (node: Element): boolean => isLineOf(node) && node.prev !== null && isTag(node.prev) && isLineOf(node.prev);
/** Elements between whose children white space shows nothing. */
const grids: ReadonlySet<string> = new Set(['table', 'thead', 'tbody', 'tr', 'ol', 'ul']);

/** The lines of code without what is beside it. In a `pre` that holds a `code`, blocks next to that are bars and line numbers. */
function letters(around: Element): string {
  let out = '';
  const hasCode = around.name === 'pre' && around.children.some((child) => isTag(child) && child.name === 'code');
  const isGrid = grids.has(around.name);
  for (const node of around.children) {
    if (isText(node)) out += isGrid && node.data.trim() === '' ? '' : node.data;
    else if (isTag(node) && node.name === 'sup') out += powerOf(node) ?? letters(node);
    else if (!isTag(node) || isAside(node) || (hasCode && blocks.has(node.name) && classOf(node) !== '')) continue;
    else if (node.name === 'br') out += '\n';
    else {
      const startsLine = isLine(node);
      if (followsLine(node) && !out.endsWith('\n')) out += '\n';
      if (startsLine && out !== '' && !out.endsWith('\n')) out += '\n';
      const inner = letters(node);
      out += inner;
      if (startsLine && (inner === '' || !out.endsWith('\n'))) out += '\n';
    }
  }
  return out;
}

/** Numbers that a page counts its lines with, each in an element of its own; they are no part of the code when no line goes without. */
function withoutCount(code: string, element: Element): string {
  if (!/^\s*1(?!\d)/.test(code)) return code;
  const first = findOne((child) => child.children.some(isText), element.children);
  const lines = code.split('\n');
  if (lines.length < 3 || first === null || textContent(first).trim() !== '1') return code;
  const bare = lines.map((line, i) => {
    const number = /^\s*(\d+)(?: |$)/.exec(line);
    return number !== null && Number(number[1]) === i + 1 ? line.slice(number[0].length) : null;
  });
  return bare.includes(null) ? code : bare.join('\n');
}

const asWritten = (code: string): string =>
  mendCode(code.replace(/\r\n?/g, '\n').replaceAll('\u00A0', ' '))
    .replace(/^[ \t]*\n/, '')
    .trimEnd();

/** Whether nothing is said beside the code around an element but the language that the code is marked with. */
const isOnlyCode = (element: Element, languages: readonly string[]): boolean =>
  (element.parent?.children ?? []).every((beside) => {
    if (beside === element) return true;
    if (isText(beside)) return beside.data.trim() === '';
    const said = isTag(beside) && !isAside(beside) ? letters(beside).trim() : '';
    return said === '' || languages.includes(said.toLowerCase());
  });

/** The only `code` in a `pre`, where elements stand around it that lay it out below a bar. */
function laidOut(pre: Element): Element {
  const [code, ...more] = findAll(({ name }) => name === 'code', pre.children);
  if (code === undefined || more.length > 0 || code.parent === pre) return pre;
  const languages = classOf(code)
    .toLowerCase()
    .split(/[\s-]+/);
  let up = code;
  while (isOnlyCode(up, languages) && up.parent !== null && isTag(up.parent)) {
    if (up.parent === pre) return code;
    up = up.parent;
  }
  return pre;
}

/** Code as it was written, line by line. */
export const codeText = (element: Element): string => withoutCount(asWritten(letters(laidOut(element))), element);

/** A `code` whose lines are parted by breaks is a block, although no `pre` says so; so are the examples of W3Schools. */
export const isBrokenCode = (element: Element): boolean =>
  (element.name === 'code' && findOne((child) => child.name === 'br', element.children) !== null) ||
  (element.name === 'div' &&
    /(?:^|\s)w3-code(?:\s|$)/.test(classOf(element)) &&
    findOne(({ name }) => name === 'pre' || name === 'p', element.children) === null);

/** Its lines: only breaks and hard blanks are white space that shows. */
export const brokenCodeText = (element: Element): string => asWritten(flowing(element.children).replace(/ *\n */g, '\n'));

const flowing = (nodes: readonly ChildNode[]): string =>
  nodes
    .map((node) => {
      if (isText(node)) return node.data.replace(/[ \t\r\n]+/g, ' ');
      if (!isTag(node) || isAside(node)) return '';
      return node.name === 'br' ? '\n' : flowing(node.children);
    })
    .join('');

const BOX =
  /(?:^|\s)(?:fragment|blockcode|__se_code_view|ltx_listing|CodeMirror-code|cm-content|view-lines|ace_static_highlight|react-code-lines)(?:\s|$)/;
const BOX_LINE = /(?:^|\s)(?:line|ltx_listingline|CodeMirror-line|cm-line|view-line|ace_line|react-file-line)(?:\s|$)/;

const boxes: ReadonlySet<string> = new Set(['div', 'ol']);

const hasItems = (box: Element): boolean => /(?:^|\s)blockcode(?:\s|$)/.test(classOf(box));

/** Lines may stand in boxes of their own: what can be folded, a line beside its number; in Discuz they are items of a list. */
const linesOf = (box: Element, areItems = hasItems(box)): Element[] =>
  box.children.filter(isTag).flatMap((child) => {
    if ((areItems && child.name === 'li') || BOX_LINE.test(classOf(child))) return [child];
    return boxes.has(child.name) ? linesOf(child, areItems) : [];
  });

/** Whether an element is code whose lines are blocks, without a `pre` around them: Doxygen, LaTeXML, Discuz and editors in a page write it so; or lines of a text, as Naver has them. */
export const isCodeBox = (element: Element): boolean => {
  const named = classOf(element);
  return BOX.test(named) && (linesOf(element).length > 0 || named.includes('__se_code_view'));
};

/** Without the blank that parts each line from its number. */
export function codeOfBox(box: Element): string {
  const lines = linesOf(box);
  if (lines.length === 0) return codeText(box);
  const texts = lines.map((line) => letters(line).trimEnd().replaceAll('\u00A0', ' '));
  const isParted =
    lines.some((line) => findOne(isAside, line.children) !== null) && texts.every((text) => text === '' || text.startsWith(' '));
  return asWritten(texts.map((text) => text.slice(isParted ? 1 : 0)).join('\n'));
}
