import { type ChildNode, Element, isTag, Text } from 'domhandler';
import { appendChild, getOuterHTML } from 'domutils';
import { SaxesParser } from 'saxes';
import { texOf } from './formula.ts';

/** Style of runs that hold formulas. */
export const FORMULA = 'garner-formula';

/** What the library shows though it is hidden, or leaves out though it is shown (ECMA-376 part 1 §17.3.2.41, §17.3.3.25, §22.1.2.77). */
const UNREADABLE = /<(?:w:vanish|w:ruby|m:oMath)\b/;

function treeOf(xml: string): readonly ChildNode[] {
  const root = new Element('root', {});
  let at = root;
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const element = new Element(name, { ...attributes });
    appendChild(at, element);
    at = element;
  });
  parser.on('closetag', () => {
    at = at.parent instanceof Element ? at.parent : root;
  });
  parser.on('text', (text) => appendChild(at, new Text(text)));
  parser.write(xml).close();
  return root.children;
}

const named = (element: Element, name: string): Element | undefined => element.children.filter(isTag).find((child) => child.name === name);

function isVanished(run: Element): boolean {
  const properties = named(run, 'w:rPr');
  const vanish = properties === undefined ? undefined : named(properties, 'w:vanish');
  return vanish !== undefined && !/^(?:false|0|off)$/.test(vanish.attribs['w:val'] ?? '');
}

function formulaRun(formula: Element, delimiter: string): readonly ChildNode[] {
  const tex = texOf(formula);
  const style = new Element('w:rPr', {}, [new Element('w:rStyle', { 'w:val': FORMULA })]);
  const text = new Element('w:t', {}, [new Text(delimiter + tex + delimiter)]);
  return tex === '' ? [] : [new Element('w:r', {}, [style, text])];
}

/** Nodes without what is hidden, with the words under their readings, and with formulas as runs of LaTeX. */
function readable(node: ChildNode, isDisplay = false): readonly ChildNode[] {
  if (!isTag(node)) return [node];
  if (node.name === 'm:oMath') return formulaRun(node, isDisplay ? '$$' : '$');
  if (node.name === 'm:oMathPara')
    return node.children.flatMap((child) => (isTag(child) && child.name === 'm:oMath' ? readable(child, true) : []));
  if (node.name === 'w:ruby') return named(node, 'w:rubyBase')?.children.flatMap((child) => readable(child)) ?? [];
  if (node.name === 'w:r' && isVanished(node)) return [];
  return [
    new Element(
      node.name,
      node.attribs,
      node.children.flatMap((child) => readable(child)),
    ),
  ];
}

/** A part of a document with what its reader sees. */
export const readableXml = (xml: string): string =>
  UNREADABLE.test(xml)
    ? treeOf(xml)
        .flatMap((node) => readable(node))
        .map((node) => getOuterHTML(node, { xmlMode: true }))
        .join('')
    : xml;
