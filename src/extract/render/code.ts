import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { findAll, findOne } from 'domutils';
import { mendCode } from '../mend.ts';

const classOf = (element: Element): string => element.attribs['class'] ?? '';

/** Line numbers, prompts and buttons that sit beside code: what nobody would type. */
const ASIDE =
  /(?:^|[\s_-])(?:line-?numbers?(?:-rows)?|linenos?|lineno|lnt|ln-num|gutter|hljs-ln-numbers|blob-num|rouge-gutter|copy(?:-?(?:btn|button|code))?|clipboard|btn-clipboard|copybtn|toolbar|code-header)(?:$|[\s_])/i;
const silent: ReadonlySet<string> = new Set(['button', 'svg', 'script', 'style', 'template', 'input', 'select', 'textarea', 'img']);

const isAside = (element: Element): boolean => {
  if (silent.has(element.name)) return true;
  const named = classOf(element);
  // `line-numbers` on the code itself only asks Prism to draw them.
  if (element.name === 'pre' || element.name === 'code') return false;
  return (ASIDE.test(named) || element.attribs['data-line-number'] !== undefined) && !/(?:^|\s)(?:highlight|language-)/.test(named);
};

/** Elements within code that are lines of it. */
const lineNames: ReadonlySet<string> = new Set(['div', 'li', 'tr', 'p']);

function letters(nodes: readonly ChildNode[]): string {
  let out = '';
  for (const node of nodes) {
    if (isText(node)) out += node.data;
    else if (!isTag(node) || isAside(node)) continue;
    else if (node.name === 'br') out += '\n';
    else {
      const isLine = lineNames.has(node.name);
      if (isLine && out !== '' && !out.endsWith('\n')) out += '\n';
      const inner = letters(node.children);
      out += inner;
      if (isLine && inner === '') out += '\n';
      else if (isLine && !out.endsWith('\n')) out += '\n';
    }
  }
  return out;
}

/** Code as it was written, line by line. */
export const codeText = (element: Element): string =>
  mendCode(letters(element.children).replace(/\r\n?/g, '\n').replaceAll('\u00A0', ' '))
    .replace(/^[ \t]*\n/, '')
    .trimEnd();

const LANGUAGE = /(?:^|\s)(?:lang(?:uage)?|highlight(?:-source)?|brush|sourceCode|codehilite|syntax|code|src|hljs)[-:]\s*([\w+#.-]+)/i;
const NO_LANGUAGE =
  /^(?:none|plain|plaintext|text|txt|nohighlight|no-highlight|auto|default|block|toolbar|snippet|wrapper|example|container|highlight|box|area|ln)$/i;
/** Names that stand alone in a class, of the highlighters that write them so. */
const ALONE =
  /(?:^|\s)(bash|c|clojure|cpp|csharp|css|dart|diff|dockerfile|elixir|go|graphql|haskell|html|ini|java|javascript|js|json|jsx|julia|kotlin|lua|makefile|markdown|matlab|nginx|objectivec|perl|php|powershell|python|py|r|ruby|rust|scala|scss|shell|sh|sql|swift|toml|ts|tsx|typescript|vim|xml|yaml|yml)(?:\s|$)/i;

function named(element: Element): string | null {
  for (const name of ['data-lang', 'data-language', 'lang', 'syntax']) {
    const said = element.attribs[name];
    if (said !== undefined && name !== 'lang' && /^[\w+#.-]+$/.test(said)) return said.toLowerCase();
  }
  const classes = classOf(element);
  const language = LANGUAGE.exec(classes)?.[1]?.replace(/^source-/, '');
  if (language !== undefined && !NO_LANGUAGE.test(language)) return language.toLowerCase();
  if (/(?:^|\s)(?:hljs|sourceCode|highlight|prettyprint|code|brush)(?:\s|;|$)/.test(classes) || element.name === 'code')
    return ALONE.exec(classes)?.[1]?.toLowerCase() ?? null;
  return null;
}

/** The language a highlighter says the code is in, on the code or on what it is wrapped in; empty when none does. */
export function languageOf(element: Element): string {
  const inner = findAll((child) => child.name === 'code' || child.name === 'pre', element.children);
  const candidates: Element[] = [...inner.slice(0, 4), element];
  let up = element.parent;
  for (let i = 0; i < 4 && up !== null && isTag(up); i += 1) {
    candidates.push(up);
    up = up.parent;
  }
  for (const candidate of candidates) {
    const language = named(candidate);
    if (language !== null) return language;
  }
  return '';
}

const CODE_TABLE =
  /(?:^|\s)(?:highlighttable|rouge-table|hljs-ln|lntable|codehilitetable|js-file-line-container|highlight|crayon-table|code)(?:\s|$)/;

/** Whether a table lays out code beside its line numbers. */
export const isCodeTable = (table: Element): boolean =>
  CODE_TABLE.test(classOf(table)) &&
  findOne(
    (cell) => cell.name === 'pre' || /(?:^|\s)(?:blob-code|hljs-ln-code|rouge-code|code|lntd)(?:\s|$)/.test(classOf(cell)),
    table.children,
  ) !== null;

/** The code of such a table: one cell with all of it, or a row for each line. */
export function codeOfTable(table: Element): string {
  const pres: Element[] = [];
  const collect = (nodes: readonly ChildNode[]): void => {
    for (const node of nodes) {
      if (!isTag(node) || isAside(node)) continue;
      if (node.name === 'pre') pres.push(node);
      else collect(node.children);
    }
  };
  collect(table.children);
  const numbers = /^[\s\d]*$/;
  const texts = pres.map(codeText).filter((text) => !numbers.test(text));
  return texts.length > 0 ? texts.join('\n') : codeText(table);
}

const CONTROL = /(?:^|[\s_-])(?:copy|clipboard|toolbar|copybtn)/i;
const AROUND_CODE = /code|highlight|snippet|prism|hljs/i;

/** Whether an element is a button or a label beside code: of a wrapper that is there for the code. */
export function isCodeControl(element: Element): boolean {
  if (element.name !== 'button' && !CONTROL.test(classOf(element))) return false;
  let up = element.parent;
  for (let steps = 0; up !== null && isTag(up) && steps < 3; up = up.parent, steps += 1) {
    if (up.name === 'pre') return true;
    if (AROUND_CODE.test(classOf(up)) && findOne((child) => child.name === 'pre', up.children) !== null) return true;
  }
  return false;
}
