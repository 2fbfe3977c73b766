import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { findOne, textContent } from 'domutils';
import { mathMl, row, scripts, tabular, token } from './mathml-parts.ts';

const has = ({ attribs }: Element, named: string): boolean => ` ${attribs['class'] ?? ''} `.includes(` ${named} `);

/** The parts of a large bracket are drawn one above the other; the first tells which it is. */
const brackets: Readonly<Record<string, string>> = { '⎛': '(', '⎞': ')', '⎡': '[', '⎤': ']', '⎧': '{', '⎫': '}' };
/** Alphabets by class, as MathML names them. */
const alphabets: Readonly<Record<string, string>> = {
  mathbf: 'bold',
  mathbb: 'double-struck',
  mathcal: 'script',
  mathfrak: 'fraktur',
  mathsf: 'sans-serif',
  mathtt: 'monospace',
};

const TOP = /(?:^|[;\s])top\s*:\s*(-?[\d.]+)em/;
const HEIGHT = /(?:^|[;\s])height\s*:\s*(-?[\d.]+)em/;

const emIn = (element: Element | undefined, length: RegExp): number => Number(length.exec(element?.attribs['style'] ?? '')?.[1] ?? 0);

const saysSomething = ({ children }: Element): boolean =>
  children.some((node) => (isText(node) ? /[^\s\u200B]/.test(node.data) : isTag(node) && saysSomething(node)));

/** What is stacked, from the top down, each with its height over the line in em. */
function stackOf(element: Element): { readonly part: Element; readonly height: number }[] {
  const stack = findOne((child) => has(child, 'vlist'), element.children);
  return (stack?.children ?? [])
    .filter(isTag)
    .filter(saysSomething)
    .map((part) => ({ part, height: -emIn(part, TOP) - emIn(part.children.find(isTag), HEIGHT) }))
    .sort((one, other) => other.height - one.height);
}

function tokensOf(text: string, around: Element): readonly Element[] {
  const shown = text.replace(/[\s\u200B]+/g, '');
  if (shown === '') return [];
  const alphabet = Object.keys(alphabets).find((named) => has(around, named));
  if (alphabet !== undefined) return [mathMl('mi', token('mi', shown).children, { mathvariant: alphabets[alphabet] ?? '' })];
  if (/^[\d.,]+$/.test(shown)) return [token('mn', shown)];
  return [token(/^\p{L}+$/u.test(shown) ? 'mi' : 'mo', shown)];
}

/** A sign with bounds: the largest of what is stacked is the sign, as it alone is an operator. */
function bounded(element: Element): Element {
  const stack = stackOf(element);
  const at = stack.findIndex(({ part }) => findOne((child) => has(child, 'mop') || has(child, 'op-symbol'), [part]) !== null);
  if (at < 0) return row(stack.flatMap(({ part }) => read(part.children)));
  const partAt = (i: number): Element | null => {
    const part = stack[i]?.part;
    return part === undefined ? null : row(read(part.children));
  };
  return scripts(partAt(at) ?? row([]), partAt(at + 1), at > 0 ? partAt(0) : null);
}

function fraction(element: Element): Element {
  const [above, below] = stackOf(element).map(({ part }) => row(read(part.children)));
  const hasLine = findOne((child) => has(child, 'frac-line'), element.children) !== null;
  return mathMl('mfrac', [above ?? row([]), below ?? row([])], hasLine ? {} : { linethickness: '0' });
}

function root(element: Element): Element {
  const index = element.children.filter(isTag).find((child) => has(child, 'root'));
  const radicand = row(read(element.children.filter((child) => child !== index)));
  return index === undefined ? mathMl('msqrt', [radicand]) : mathMl('mroot', [radicand, row(read(index.children))]);
}

function accented(element: Element): Element {
  const parts = stackOf(element).map(({ part }) => part);
  const mark = parts.find((part) => findOne((child) => has(child, 'accent-body'), part.children) !== null);
  const base = row(parts.filter((part) => part !== mark).flatMap((part) => read(part.children)));
  return mark === undefined ? base : mathMl('mover', [base, token('mo', textContent(mark).replace(/[\s\u200B]+/g, ''))]);
}

/** An array is not wider. */
const MAX_COLUMNS = 64;

/** Arrays are drawn column by column. */
function array(element: Element): Element {
  const columns = element.children
    .filter(isTag)
    .filter(({ attribs }) => (attribs['class'] ?? '').startsWith('col-align'))
    .map(stackOf)
    .filter(({ length }) => length > 0)
    .slice(0, MAX_COLUMNS)
    .map((stack) => stack.map(({ part }) => row(read(part.children))));
  const height = columns.reduce((most, { length }) => Math.max(most, length), 0);
  return tabular(Array.from({ length: height }, (_, i) => columns.map((column) => column[i] ?? row([]))));
}

function raise(element: Element, base: Element): Element {
  const stack = stackOf(element);
  const sup = stack.find(({ height }) => height > 0);
  const sub = stack.find(({ height }) => height <= 0);
  const partOf = (found: typeof sup): Element | null => (found === undefined ? null : row(read(found.part.children)));
  return scripts(base, partOf(sub), partOf(sup));
}

function partsOf(element: Element): readonly Element[] {
  if (has(element, 'mfrac')) return [fraction(element)];
  if (has(element, 'sqrt')) return [root(element)];
  if (has(element, 'op-limits')) return [bounded(element)];
  if (has(element, 'accent')) return [accented(element)];
  if (has(element, 'mtable')) return [array(element)];
  if (has(element, 'text')) return [token('mtext', textContent(element).replaceAll('\u00A0', ' '))];
  if (has(element, 'mult')) {
    const [first = ''] = textContent(element).trim();
    return [token('mo', brackets[first] ?? first)];
  }
  if (has(element, 'vlist-t')) return stackOf(element).flatMap(({ part }) => read(part.children));
  return [row(read(element.children))];
}

function read(nodes: readonly ChildNode[]): Element[] {
  const parts: Element[] = [];
  for (const node of nodes) {
    if (isText(node)) parts.push(...(node.parent !== null && isTag(node.parent) ? tokensOf(node.data, node.parent) : []));
    else if (isTag(node)) {
      if (has(node, 'msupsub')) parts.push(raise(node, parts.pop() ?? row([])));
      else if (saysSomething(node)) parts.push(...partsOf(node));
    }
  }
  return parts;
}

/** What KaTeX draws without saying it in MathML, by how it is set. */
export const mathOfKatex = (drawn: Element): Element => mathMl('math', read(drawn.children));
