import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { findAll, findOne, textContent } from 'domutils';
import { mathOfKatex } from './render/katex.ts';
import { mathOfMathJax } from './render/mathjax.ts';
import { withoutPrefix } from './render/mathml-parts.ts';
import { texOfMathMl } from './render/mathml.ts';

export interface Formula {
  /** LaTeX, without delimiters. */
  readonly tex: string;
  /** It stands on a line of its own. */
  readonly isDisplay: boolean;
}

/** Whether a script holds a formula for MathJax 2 (`math/tex`). */
export const isFormulaScript = (element: Element): boolean =>
  element.name === 'script' && (element.attribs['type'] ?? '').startsWith('math/tex');

const classOf = (element: Element): string => element.attribs['class'] ?? '';

/** Elements that show a formula by some renderer: KaTeX, MathJax 3, Wikipedia's, MathML itself, a picture of it. */
const RENDERED = /(?:^|\s)(?:katex(?:-display)?|mwe-math-element)(?:\s|$)/;
/** What MathJax 2 draws beside the script that says it. */
const DRAWN = /(?:^|\s)(?:MathJax(?:_(?:Preview|Display|SVG|SVG_Display|CHTML))?|MJXc-display|mjx-chtml)(?:\s|$)/;
const PICTURE = /(?:^|\s)(?:mwe-math-fallback-image-\w+|ql-img-\w+-\w+|tex|latex(?:center)?|texrender|math)(?:\s|$)/;
/** Addresses of pictures that are drawn from the formula in them: Zhihu, Jianshu, Google's charts, CodeCogs. */
const PICTURED = /^[^?#]*(?:\/(?:equation\?tex|math\?formula|chart\?cht=tx&chl)=([^&]+)(?:&[^]*)?|\/\/latex\.codecogs\.com\/[\w.]*\?(.+))$/;
/** One formula that stands for a picture of it, as LaTeX delimits it, on a line of its own or in one. */
const TOLD = /^\s*(?:(\\\[|\$\$)((?:[^$\\]|\\[^()[\]])+)(?:\\\]|\$\$)|(?:\\\(|\$)((?:[^$\\]|\\[^()[\]])+)(?:\\\)|\$))\s*$/;
/** By its name; or of another vocabulary, as XML tells them apart. */
const MATH = /^(?:m(?:ml)?:)?math$/;
/** Elements that hold a formula as it is written, between delimiters, for a script to draw. */
const WRITTEN = /(?:^|\s)(?:math|math-container|arithmatex|mathjax-tex|js-(?:inline|display)-math)(?:\s|$)/;
/** What delimits it, after its number if it has one. */
const DELIMITED =
  /^\s*(?:\(([\w.]+)\)[¶#]?\s*)?(?:\\\(((?:(?!\\\))[^])*)\\\)|\\\[((?:(?!\\\])[^])*)\\\]|\$\$((?:(?!\$\$)[^])*)\$\$|\$([^$]*)\$)\s*$/;

/** What only a formula has, where it is no more of a class than `math`; and what delimits one within other text. */
const SIGNS = /[\\^_]/;
const DELIMITERS = /\\[([]|\$/;

/** A formula that is written without delimiters: Discourse, and Pandoc for KaTeX. */
function bareIn({ children: [only, ...more], attribs: { class: names = '' } }: Element): string | null {
  if (only === undefined || more.length > 0 || !isText(only) || !/(?:^|\s)math(?:\s|$)/.test(names)) return null;
  const isMath = SIGNS.test(only.data) || /(?:^|\s)math (?:inline|display)(?:\s|$)/.test(names);
  return isMath && !DELIMITERS.test(only.data) ? only.data : null;
}

const isWritten = (element: Element): boolean =>
  WRITTEN.test(classOf(element)) && (DELIMITED.test(textContent(element)) || bareIn(element) !== null);

const isPictured = (image: Element): boolean => {
  const { alt = '', src = '' } = image.attribs;
  return (alt !== '' && (PICTURE.test(classOf(image)) || TOLD.test(alt))) || PICTURED.test(src);
};

export function isFormula(element: Element): boolean {
  const { name, attribs } = element;
  if (name === 'mjx-container' || (name.endsWith('math') && MATH.test(name))) return true;
  if (name === 'script') return isFormulaScript(element);
  if (name === 'img') return isPictured(element);
  // GitLab's own element for what is written in it.
  if (attribs['data-math-style'] !== undefined) return true;
  if (attribs['class'] === undefined || !(name === 'span' || name === 'div' || name === 'math-renderer')) return false;
  return RENDERED.test(classOf(element)) || (attribs['data-tex'] ?? '') !== '' || isWritten(element);
}

const isScriptBeside = (node: ChildNode | null): boolean => node !== null && isTag(node) && isFormulaScript(node);

/** Whether an element only draws a formula that a script near it says. */
export const isDrawnFormula = (element: Element): boolean =>
  element.attribs['class'] !== undefined &&
  DRAWN.test(classOf(element)) &&
  [element.next, element.next?.next ?? null, element.next?.next?.next ?? null].some(isScriptBeside);

/** `{\displaystyle x}` is `x` as Wikipedia writes it, and `\displaystyle x` as LaTeXML does. */
const bare = (tex: string): string =>
  tex
    .trim()
    .replace(/^\{\\(?:display|text)style\s*([^]*)\}$/, '$1')
    .replace(/^\\displaystyle(?![a-z])/i, '')
    .trim();

const isDisplayed = (element: Element): boolean =>
  /(?:^|\s)katex-display(?:\s|$)/.test(classOf(element)) ||
  element.attribs['display'] === 'block' ||
  element.attribs['display'] === 'true' ||
  element.attribs['data-math-style'] === 'display' ||
  (element.attribs['type'] ?? '').includes('mode=display') ||
  /mwe-math-fallback-image-display|ql-img-displayed/.test(classOf(element)) ||
  (element.name === 'img' && TOLD.exec(element.attribs['alt'] ?? '')?.[1] !== undefined);

/** The formula in the address of a picture; what it says of colour and size is none of it. */
function pictured(source: string): string {
  const [, tex, codecogs] = PICTURED.exec(source) ?? [];
  if (codecogs === undefined) return decoded((tex ?? '').replaceAll('+', ' '));
  return decoded(codecogs)
    .replaceAll('&space;', ' ')
    .replace(/^(?:\\(?:inline|(?:bg|fn)_\w+|dpi\{\d+\}|large)\s*)+/i, '');
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** A formula that is written out, with its number as LaTeX writes it. */
function written(element: Element): Formula | null {
  const bare = bareIn(element);
  if (bare !== null) return { tex: bare.trim(), isDisplay: element.name === 'div' || /(?:^|\s)display(?:\s|$)/.test(classOf(element)) };
  const [, number, inline, bracketed, doubled, single] = DELIMITED.exec(textContent(element)) ?? [];
  const tex = inline ?? bracketed ?? doubled ?? single;
  if (tex === undefined) return null;
  const isDisplay = bracketed !== undefined || doubled !== undefined;
  return { tex: tex.trim() + (number === undefined ? '' : ` \\tag{${number}}`), isDisplay };
}

/** What stands for a picture, without delimiters. */
function told(alt: string): string {
  const [, , display, inline] = TOLD.exec(alt) ?? [];
  return display ?? inline ?? alt;
}

function texOf(element: Element): string {
  if (element.name.includes(':')) return texOf(withoutPrefix(element));
  if (element.name === 'script') return textContent(element).replace(/^\s*%\s*<!\[CDATA\[|%\s*\]\]>\s*$/g, '');
  if (element.name === 'img') return pictured(element.attribs['src'] ?? '') || told(element.attribs['alt'] ?? '');
  const data = element.attribs['data-tex'];
  if (data !== undefined && data !== '') return data;
  const said = findOne((child) => child.name === 'annotation' && /tex/i.test(child.attribs['encoding'] ?? ''), element.children);
  if (said !== null) return textContent(said);
  const latex = findOne((child) => (child.attribs['data-latex'] ?? '') !== '', element.children)?.attribs['data-latex'];
  if (latex !== undefined) return latex;
  if (element.attribs['data-math-style'] !== undefined) return textContent(element);
  const math = element.name === 'math' ? element : findOne((child) => MATH.test(child.name), element.children);
  if (math !== null) return math.attribs['alttext'] ?? texOfMathMl(math.name.includes(':') ? withoutPrefix(math) : math);
  const picture = findOne((child) => child.name === 'img' && (child.attribs['alt'] ?? '') !== '', element.children);
  return picture?.attribs['alt'] ?? drawn(element);
}

/** What KaTeX or MathJax draw, where nothing else is left of it. */
function drawn(element: Element): string {
  if (element.name === 'mjx-container') return texOfMathMl(mathOfMathJax(element));
  const [said, shown] = ['katex-mathml', 'katex-html'].map((named) => findOne((child) => classOf(child) === named, element.children));
  // Whoever strips MathML of its elements leaves its texts, the formula after all that it shows.
  const last =
    said === null || said === undefined
      ? ''
      : (textContent(said)
          .trim()
          .split(/\n\s*\n/)
          .at(-1) ?? '');
  return last !== '' || shown === null || shown === undefined ? last : texOfMathMl(mathOfKatex(shown));
}

/** The formula an element shows, or null when it says none. */
export function formulaOf(element: Element): Formula | null {
  const asWritten = isWritten(element) ? written(element) : null;
  const tex = bare(asWritten?.tex ?? texOf(element)).replace(/\s+/g, ' ');
  if (tex === '') return null;
  if (asWritten !== null) return { tex, isDisplay: asWritten.isDisplay };
  const inner = findOne(isDisplayed, element.children);
  return { tex, isDisplay: isDisplayed(element) || inner !== null };
}

const EQUATIONS = /(?:^|\s)ltx_eqn_table(?:\s|$)/;

/** Whether a table only sets formulas in a line with their numbers, as LaTeXML does. */
export const isEquationTable = (table: Element): boolean => EQUATIONS.test(classOf(table));

/** The formula of a row of such a table, with its number; null when there is none. */
export function equationOf(row: Element): string | null {
  const parts = findAll(({ name }) => name === 'math', row.children).map((math) => formulaOf(math)?.tex ?? '');
  if (parts.every((part) => part === '')) return null;
  const number = findOne((child) => /(?:^|\s)ltx_eqn_eqno(?:\s|$)/.test(classOf(child)), row.children);
  const tag = number === null ? '' : ` \\tag{${textContent(number).replace(/[()\s]/g, '')}}`;
  return parts.join(' ').trim() + tag;
}
