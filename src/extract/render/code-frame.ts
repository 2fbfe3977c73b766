import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { findOne, textContent } from 'domutils';
import { isWords } from '../elements.ts';
import { classOf, codeText, countsLines, GUTTER, isAside, isBrokenCode, isNumber, numbersOf } from './code.ts';
import { languageOf } from './code-language.ts';

const CODE_TABLE =
  /(?:^|\s)(?:highlighttable|rouge-table|hljs-ln|lntable|codehilitetable|js-file-line-container|highlight|crayon-table|code)(?:\s|$)/;

/** What SyntaxHighlighter puts around a table of lines, with numbers or without. */
const HIGHLIGHTER = /(?:^|\s)syntaxhighlighter(?:\s|$)/;

const isCell = ({ name }: Element): boolean => name === 'td' || name === 'th';

/** Whether a cell holds the line numbers of the cell beside it: by its name, or a `pre` of figures. */
export function isGutter(cell: Element): boolean {
  const parts = cell.children.filter(isTag);
  if (isNumber(cell) || parts.some(isNumber)) return true;
  if (GUTTER.test(classOf(cell))) return numbersOf(cell).length > 0;
  return parts.length === 1 && parts[0]?.name === 'pre' && countsLines(cell);
}

/** Whether a table lays out code beside its line numbers. */
export function isCodeTable(table: Element): boolean {
  const { parent } = table;
  if (parent !== null && isTag(parent) && HIGHLIGHTER.test(classOf(parent))) return true;
  const first = findOne(isCell, table.children);
  if (first === null) return false;
  const others = (first.parent?.children ?? []).filter((cell) => isTag(cell) && cell !== first && isCell(cell));
  if (others.length > 0 && isGutter(first)) return true;
  return (
    CODE_TABLE.test(classOf(table)) &&
    findOne(
      (cell) => cell.name === 'pre' || /(?:^|\s)(?:blob-code|hljs-ln-code|rouge-code|code|lntd)(?:\s|$)/.test(classOf(cell)),
      table.children,
    ) !== null
  );
}

/** The code of such a table, without what heads it: one cell with all of it, or a row for each line. */
export function codeOfTable(table: Element): string {
  const pres: Element[] = [];
  const collect = (nodes: readonly ChildNode[]): void => {
    for (const node of nodes) {
      if (!isTag(node) || isAside(node) || (isCell(node) && node.next !== null && isGutter(node))) continue;
      if (node.name === 'pre') pres.push(node);
      else collect(node.children);
    }
  };
  collect(table.children);
  return pres.length > 0 ? pres.map(codeText).join('\n') : codeText(table);
}

const BAR = /(?:^|[\s_-])(?:copy|clipboard|toolbar|highlight-tools|codeoperation)/i;
const AROUND_CODE = /code|highlight|snippet|prism|hljs|language-/i;
const isPre = ({ name }: Element): boolean => name === 'pre';

/** Code begins before so many nodes of what is around it. */
const MOST_NODES = 300;

function holdsPre(element: Element, budget = { left: MOST_NODES }): boolean {
  for (const child of element.children) {
    budget.left -= 1;
    if (budget.left < 0) return false;
    if (isTag(child) && (isPre(child) || holdsPre(child, budget))) return true;
  }
  return false;
}

/** A bar says no more than this; what does is a text, whatever it is called. */
const LONGEST_BAR = 100;

const isLabel = (node: ChildNode | null): boolean => node !== null && isText(node) && node.data.trimEnd().endsWith(':');

/** Whether a link leads nowhere, and stands in no sentence: a script does something when it is followed. */
const isSwitch = ({ name, attribs, prev, next }: Element): boolean =>
  name === 'a' && /^(?:#$|javascript:)/.test(attribs['href'] ?? '') && !isWords(next) && (!isWords(prev) || isLabel(prev));

/** Whether code is the next that comes after an element. */
function isBar({ next }: Element): boolean {
  const after = next !== null && isTag(next) ? next : (next?.next ?? null);
  return after !== null && isTag(after) && (isPre(after) || isBrokenCode(after));
}

/** Whether an element is beside code and none of it: a button, line numbers, the name of the language. */
export function isCodeControl(element: Element): boolean {
  const named = classOf(element);
  if (GUTTER.test(named) && countsLines(element)) return true;
  if (isNameOfCode(element)) return true;
  if ((element.name !== 'button' && !isSwitch(element) && !BAR.test(named)) || isPre(element) || holdsPre(element)) return false;
  if (textContent(element).trim().length > LONGEST_BAR) return false;
  let up = element.parent;
  for (let steps = 0; up !== null && isTag(up) && steps < 3; up = up.parent, steps += 1)
    if (isPre(up) || (AROUND_CODE.test(classOf(up)) && (isBar(up) || holdsPre(up)))) return true;
  return false;
}

const LONGEST_NAME = 20;
/** Buttons and titles that may stand between code and the name of its language. */
const MAX_BETWEEN = 3;

/** The code that an element is or begins with, within so many others. */
function codeAt(element: Element, depth = MAX_BETWEEN): Element | null {
  if (isPre(element) || isBrokenCode(element)) return element;
  const first = depth === 0 ? undefined : element.children.find(isTag);
  return first === undefined ? null : codeAt(first, depth - 1);
}

/** The code next to an element, which comes after it as a rule. */
function codeNextTo(element: Element): Element | null {
  const { parent, prev } = element;
  if (parent === null || !isTag(parent) || !(AROUND_CODE.test(classOf(parent)) || AROUND_CODE.test(classOf(element)))) return null;
  let next = element.next;
  for (let i = 0; next !== null && i <= MAX_BETWEEN; next = next.next, i += 1) {
    const code = isTag(next) ? codeAt(next) : null;
    if (code !== null) return code;
  }
  return prev !== null && isTag(prev) && isPre(prev) ? prev : null;
}

/** Nodes of what names code: words, and links to mark it. */
const MOST_PARTS = 3;

/** What an element says, but for links after it that do something; null when that is too much for a name. */
function nameIn({ children }: Element): string | null {
  const [first] = children;
  if (first === undefined || children.length > MOST_PARTS || !isText(first) || first.data.length > LONGEST_NAME || first.data.trim() === '')
    return null;
  const isAlone = children.every(
    (child) => child === first || (isText(child) ? child.data.trim() === '' : !isTag(child) || child.name === 'br' || isSwitch(child)),
  );
  return isAlone ? first.data : null;
}

/** What boards write over code. */
const CODE = /^(?:(?:php )?code|quell(?:code|text)|código|codice|kode?|kód|код|代[码碼]|コード)$/;
const LANGUAGE = /(?:^|[\s_-])lang(?:uage)?(?:-?(?:name|label))?(?:\s|$)/i;

/** Whether all an element says is that code follows (`Code:`), or in which language, which the code is marked with anyway. */
function isNameOfCode(element: Element): boolean {
  const { name: kind, parent } = element;
  const isTerm = kind === 'dt' && !(parent !== null && isTag(parent) && /(?:^|\s)codebox(?:\s|$)/.test(classOf(parent)));
  const said = isTerm ? null : nameIn(element);
  if (said === null) return false;
  const code = codeNextTo(element) ?? (parent !== null && isTag(parent) ? codeNextTo(parent) : null);
  if (code === null) return false;
  const name = said
    .replace(/[:：]?\s*$/, '')
    .trim()
    .toLowerCase();
  const language = languageOf(code);
  return CODE.test(name) || name === language || (language !== '' && LANGUAGE.test(classOf(element)));
}
