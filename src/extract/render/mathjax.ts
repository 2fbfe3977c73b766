import { type Element, isTag } from 'domhandler';
import { findAll } from 'domutils';
import { mathMl, row, scripts, tabular, token } from './mathml-parts.ts';

/** The MathML element that one of MathJax 3 draws: `mjx-msup` in its CHTML, a group that says so in its SVG. */
const nameOf = ({ name, attribs }: Element): string => attribs['data-mml-node'] ?? (name.startsWith('mjx-') ? name.slice(4) : '');

/** What CHTML puts around a part of an element to set it in its place. */
const PLACES: ReadonlySet<string> = new Set(['num', 'den', 'base', 'over', 'under', 'script', 'root', 'sqrt', 'mtr', 'mtd']);

/** The parts of an element that are set in places of these names, none within another. */
const partsIn = (element: Element, name: string): Element[] =>
  element.children.filter(isTag).flatMap((child) => {
    const own = nameOf(child);
    if (own === name) return [child];
    return PLACES.has(own) || child.attribs['data-mml-node'] !== undefined ? [] : partsIn(child, name);
  });

/** The letters that an element draws: by a class with the number of each in CHTML, by an attribute in SVG. */
function lettersOf(element: Element): string {
  const points = [element, ...findAll(() => true, element.children)].map(
    ({ attribs }) => attribs['data-c'] ?? /(?:^|\s)mjx-c([\dA-F]+)(?:\s|$)/.exec(attribs['class'] ?? '')?.[1],
  );
  return points
    .map((point) => Number.parseInt(point ?? '', 16))
    .filter((point) => point > 0 && point <= 0x10_ff_ff)
    .map((point) => String.fromCodePoint(point))
    .join('')
    .normalize('NFKC');
}

/** How far an SVG group stands over the line; the one that is lower comes first as it would in MathML. */
const heightOf = ({ attribs }: Element): number => Number(/^translate\([^,]*,\s*(-?[\d.]+)/.exec(attribs['transform'] ?? '')?.[1] ?? 0);

function scripted(element: Element, name: string): Element {
  const children = element.children.filter(isTag);
  const script = children.find((child) => nameOf(child) === 'script');
  const [base] = partsIn(element, 'base');
  const isUnder = name === 'msub' || name === 'munder';
  const isOver = name === 'msup' || name === 'mover';
  if (script !== undefined) {
    const set = script.children.filter(isTag).filter((part) => nameOf(part) !== 'spacer');
    const [first, second] = set.map((part) => row(partsOf(part)));
    const read = row(children.filter((child) => child !== script).flatMap(partsOf));
    if (isUnder) return scripts(read, first ?? null, null);
    return scripts(read, second ?? null, first ?? null);
  }
  if (base !== undefined) {
    const [over, under] = ['over', 'under'].map((place) => partsIn(element, place)[0]);
    const placed = [base, under, over].filter((part) => part !== undefined).map((part) => row(contentOf(part)));
    return mathMl(under === undefined ? 'mover' : over === undefined ? 'munder' : 'munderover', placed);
  }
  const [first, ...rest] = children;
  const ordered = rest.toSorted((one, other) => heightOf(one) - heightOf(other)).map((part) => row(partsOf(part)));
  const read = row(first === undefined ? [] : partsOf(first));
  return isUnder || isOver || ordered.length > 1 ? mathMl(name, [read, ...ordered]) : read;
}

function fraction(element: Element): Element {
  const [num, den] = [...partsIn(element, 'num'), ...partsIn(element, 'den')];
  const [above, below] = num === undefined ? element.children.filter(isTag).filter((child) => nameOf(child) !== '') : [num, den];
  return mathMl(
    'mfrac',
    [above, below].map((part) => row(part === undefined ? [] : num === undefined ? partsOf(part) : contentOf(part))),
  );
}

function root(element: Element): Element {
  const [sign] = partsIn(element, 'sqrt');
  // Where no sign stands beside it, it is among what is read below.
  const [index] = sign === undefined ? [] : partsIn(element, 'root');
  const within = sign === undefined ? element.children : sign.children;
  const radicand = row(
    within
      .filter(isTag)
      .filter((part) => nameOf(part) !== 'surd' && !(nameOf(part) === 'mo' && lettersOf(part) === '√'))
      .flatMap(partsOf),
  );
  return index === undefined ? mathMl('msqrt', [radicand]) : mathMl('mroot', [radicand, row(contentOf(index))]);
}

const contentOf = ({ children }: Element): readonly Element[] => children.filter(isTag).flatMap(partsOf);

function partsOf(element: Element): readonly Element[] {
  const name = nameOf(element);
  switch (name) {
    case 'mi':
    case 'mn':
    case 'mo':
    case 'mtext':
      return [token(name, lettersOf(element))];
    case 'msub':
    case 'msup':
    case 'msubsup':
    case 'munder':
    case 'mover':
    case 'munderover':
      return [scripted(element, name)];
    case 'mfrac':
      return [fraction(element)];
    case 'msqrt':
    case 'mroot':
      return [root(element)];
    case 'mtable':
      return [tabular(partsIn(element, 'mtr').map((line) => partsIn(line, 'mtd').map((cell) => row(contentOf(cell)))))];
    default:
      return contentOf(element);
  }
}

/** What MathJax 3 draws without MathML beside it, by the elements that it draws with. */
export const mathOfMathJax = (container: Element): Element => mathMl('math', contentOf(container));
