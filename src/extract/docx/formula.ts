import { type ChildNode, Element, isTag, Text } from 'domhandler';
import { textContent } from 'domutils';
import { texOfMathMl } from '../render/mathml.ts';

const mathMl = (name: string, children: readonly ChildNode[], attributes: Readonly<Record<string, string>> = {}): Element =>
  new Element(name, { ...attributes }, [...children]);
const token = (name: string, text: string): Element => mathMl(name, [new Text(text)]);

const childrenOf = (element: Element, name: string): readonly Element[] =>
  element.children.filter(isTag).filter((child) => child.name === name);
const childOf = (element: Element | undefined, name: string): Element | undefined =>
  element === undefined ? undefined : childrenOf(element, name)[0];

/** What stands in an element, as one. */
const row = (element: Element | undefined): Element => mathMl('mrow', element?.children.flatMap(mathMlOf) ?? []);
const part = (element: Element, name: string): Element => row(childOf(element, name));
const parts = (element: Element, name: string): readonly Element[] => childrenOf(element, name).map(row);

/** The value of a property: `m:naryPr` has `m:chr`; null when it is not there. */
const property = (element: Element, name: string): string | null =>
  childOf(childOf(element, `${element.name}Pr`), `m:${name}`)?.attribs['m:val'] ?? null;

/** Numbers, letters and signs of a run; words are a text, or the name of a function. */
function tokensOf(run: Element): readonly Element[] {
  const properties = childOf(run, 'm:rPr');
  const text = childrenOf(run, 'm:t')
    .map((child) => textContent(child))
    .join('');
  if (childOf(properties, 'm:nor') !== undefined) return [token('mtext', text)];
  const isUpright = childOf(properties, 'm:sty')?.attribs['m:val'] === 'p';
  const pieces = text.match(isUpright ? /\d+(?:[.,]\d+)*|\p{L}+|\S/gu : /\d+(?:[.,]\d+)*|\S/gu) ?? [];
  return pieces.map((piece) => token(/^\d/.test(piece) ? 'mn' : /^\p{L}/u.test(piece) ? 'mi' : 'mo', piece));
}

/** Marks that combine with a letter, as MathML has them alone. */
const marks: ReadonlyMap<string, string> = new Map([
  ['\u0302', '^'],
  ['\u0303', '~'],
  ['\u0304', '¯'],
  ['\u0305', '‾'],
  ['\u0307', '˙'],
  ['\u0308', '¨'],
]);

const isEmpty = (element: Element | undefined): boolean => element === undefined || textContent(element).trim() === '';

/** An operator with its bounds: a sum, a product, an integral. */
function bounded(element: Element): Element {
  const sign = token('mo', property(element, 'chr') ?? '∫');
  const [sub, sup] = [part(element, 'm:sub'), part(element, 'm:sup')];
  if (isEmpty(sub)) return isEmpty(sup) ? sign : mathMl('msup', [sign, sup]);
  return isEmpty(sup) ? mathMl('msub', [sign, sub]) : mathMl('msubsup', [sign, sub, sup]);
}

/** Terms between brackets, with a sign between them. */
function bracketed(element: Element): readonly Element[] {
  const sign = token('mo', property(element, 'sepChr') ?? '|');
  const terms = parts(element, 'm:e').flatMap((term, at) => (at === 0 ? [term] : [sign, term]));
  return [token('mo', property(element, 'begChr') ?? '('), ...terms, token('mo', property(element, 'endChr') ?? ')')];
}

const rowsOf = (rows: readonly (readonly Element[])[]): Element =>
  mathMl(
    'mtable',
    rows.map((cells) => mathMl('mtr', cells)),
  );

/** Office MathML (ECMA-376 part 1 §22.1) as the MathML that says the same. */
function mathMlOf(node: ChildNode): readonly Element[] {
  if (!isTag(node) || node.name.endsWith('Pr')) return [];
  const of = (name: string, ...names: readonly string[]): readonly Element[] => [
    mathMl(
      name,
      names.map((each) => part(node, each)),
    ),
  ];
  switch (node.name) {
    case 'm:r':
      return tokensOf(node);
    case 'm:f':
      return [
        mathMl('mfrac', [part(node, 'm:num'), part(node, 'm:den')], property(node, 'type') === 'noBar' ? { linethickness: '0' } : {}),
      ];
    case 'm:sSup':
      return of('msup', 'm:e', 'm:sup');
    case 'm:sSub':
      return of('msub', 'm:e', 'm:sub');
    case 'm:sSubSup':
      return of('msubsup', 'm:e', 'm:sub', 'm:sup');
    case 'm:sPre':
      return [mathMl('mmultiscripts', [part(node, 'm:e'), mathMl('mprescripts', []), part(node, 'm:sub'), part(node, 'm:sup')])];
    case 'm:rad':
      return isEmpty(childOf(node, 'm:deg')) ? of('msqrt', 'm:e') : of('mroot', 'm:e', 'm:deg');
    case 'm:nary':
      return [bounded(node), part(node, 'm:e')];
    case 'm:d':
      return bracketed(node);
    case 'm:limLow':
      return of('munder', 'm:e', 'm:lim');
    case 'm:limUpp':
      return of('mover', 'm:e', 'm:lim');
    case 'm:acc': {
      const mark = property(node, 'chr') ?? '\u0302';
      return [mathMl('mover', [part(node, 'm:e'), token('mo', marks.get(mark) ?? mark)])];
    }
    case 'm:bar':
      return [mathMl('mover', [part(node, 'm:e'), token('mo', property(node, 'pos') === 'top' ? '‾' : '_')])];
    case 'm:m':
      return [rowsOf(childrenOf(node, 'm:mr').map((cells) => parts(cells, 'm:e')))];
    case 'm:eqArr':
      return [rowsOf(parts(node, 'm:e').map((cell) => [cell]))];
    default:
      return node.children.flatMap(mathMlOf);
  }
}

/** A formula of a document, an `m:oMath`, as LaTeX. */
export const texOf = (formula: Element): string => texOfMathMl(mathMl('math', formula.children.flatMap(mathMlOf)));
