import { type ChildNode, type Element, isTag } from 'domhandler';
import { findOne, textContent } from 'domutils';
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
const PICTURE = /(?:^|\s)(?:mwe-math-fallback-image-\w+|tex|latex|math)(?:\s|$)/;

export function isFormula(element: Element): boolean {
  const { name } = element;
  if (name === 'math' || name === 'mjx-container') return true;
  if (name === 'script') return isFormulaScript(element);
  if (name === 'img') return PICTURE.test(classOf(element)) && (element.attribs['alt'] ?? '') !== '';
  return (name === 'span' || name === 'div') && element.attribs['class'] !== undefined && RENDERED.test(classOf(element));
}

const isScriptBeside = (node: ChildNode | null): boolean => node !== null && isTag(node) && isFormulaScript(node);

/** Whether an element only draws a formula that a script near it says. */
export const isDrawnFormula = (element: Element): boolean =>
  element.attribs['class'] !== undefined &&
  DRAWN.test(classOf(element)) &&
  [element.next, element.next?.next ?? null, element.next?.next?.next ?? null].some(isScriptBeside);

/** `{\displaystyle x}` is `x` as Wikipedia writes it. */
const bare = (tex: string): string =>
  tex
    .trim()
    .replace(/^\{\\(?:display|text)style\s*([^]*)\}$/, '$1')
    .trim();

const isDisplayed = (element: Element): boolean =>
  /(?:^|\s)katex-display(?:\s|$)/.test(classOf(element)) ||
  element.attribs['display'] === 'block' ||
  element.attribs['display'] === 'true' ||
  (element.attribs['type'] ?? '').includes('mode=display') ||
  /mwe-math-fallback-image-display/.test(classOf(element));

function texOf(element: Element): string {
  if (element.name === 'script') return textContent(element).replace(/^\s*%\s*<!\[CDATA\[|%\s*\]\]>\s*$/g, '');
  if (element.name === 'img') return element.attribs['alt'] ?? '';
  const said = findOne((child) => child.name === 'annotation' && /tex/i.test(child.attribs['encoding'] ?? ''), element.children);
  if (said !== null) return textContent(said);
  const math = element.name === 'math' ? element : findOne((child) => child.name === 'math', element.children);
  if (math === null) {
    const picture = findOne((child) => child.name === 'img' && (child.attribs['alt'] ?? '') !== '', element.children);
    return picture?.attribs['alt'] ?? '';
  }
  return math.attribs['alttext'] ?? texOfMathMl(math);
}

/** The formula an element shows, or null when it says none. */
export function formulaOf(element: Element): Formula | null {
  const tex = bare(texOf(element)).replace(/\s+/g, ' ');
  if (tex === '') return null;
  const inner = findOne(isDisplayed, element.children);
  return { tex, isDisplay: isDisplayed(element) || inner !== null };
}
