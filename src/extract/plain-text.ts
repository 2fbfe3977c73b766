import { type ChildNode, type Element, hasChildren, isTag, isText } from 'domhandler';
import { blocks, isHidden, silent } from './elements.ts';
import { mend, mendCode } from './mend.ts';
import { isLayoutTable } from './table.ts';

/** How the text around an element is set; the innermost list, table or cell decides. */
type Setting = 'flow' | 'list' | 'table' | 'cell';

/** Newlines that a block owes the text before and after it. */
const gapOf: Readonly<Record<Setting, number>> = { flow: 2, list: 1, table: 1, cell: 0 };

/** Collects text; white space is owed until the next letter, so there is none at either end. */
class Writer {
  out = '';
  #gap = 0;
  #space = false;
  #cell = false;

  breakLine(newlines: number): void {
    this.#gap = Math.max(this.#gap, newlines);
  }

  /** A further `<br>`: two in a row part paragraphs. */
  addLine(): void {
    this.#gap = Math.min(2, this.#gap + 1);
  }

  space(): void {
    this.#space = true;
  }

  nextCell(): void {
    this.#cell = true;
  }

  write(text: string): void {
    if (text === '') return;
    if (this.out !== '' && this.#gap > 0) this.out += '\n'.repeat(this.#gap);
    else if (this.out !== '' && this.#cell) this.out += ' | ';
    else if (this.out !== '' && this.#space) this.out += ' ';
    this.#gap = 0;
    this.#space = false;
    this.#cell = false;
    this.out += text;
  }
}

/** Inline elements whose text is quoted to the letter. */
const literal: ReadonlySet<string> = new Set(['code', 'kbd', 'samp', 'tt']);

function writeProse(data: string, isLiteral: boolean, writer: Writer): void {
  const words = (isLiteral ? mendCode(data) : mend(data)).replace(/[\s\u00A0]+/g, ' ');
  if (words.startsWith(' ')) writer.space();
  writer.write(words.trim());
  if (words.endsWith(' ')) writer.space();
}

/** Code keeps its lines and indents; a `br` is a line, and what floats beside the code is not part of it. */
function codeOf(nodes: readonly ChildNode[]): string {
  return nodes
    .map((node) => {
      if (isText(node)) return mendCode(node.data);
      if (!isTag(node)) return '';
      if (node.name === 'br') return '\n';
      return silent.has(node.name) || isHidden(node) ? '' : codeOf(node.children);
    })
    .join('');
}

const settingWithin = (element: Element, setting: Setting): Setting => {
  switch (element.name) {
    case 'ul':
    case 'ol':
    case 'menu':
    case 'dl':
      return setting === 'cell' ? 'cell' : 'list';
    case 'table':
      return isLayoutTable(element) ? 'flow' : 'table';
    case 'td':
    case 'th':
      return setting === 'table' ? 'cell' : setting;
    default:
      return setting;
  }
};

function writeElement(element: Element, setting: Setting, writer: Writer): void {
  const { name } = element;
  if (silent.has(name) || isHidden(element)) return;
  if (name === 'br') return setting === 'cell' ? writer.space() : writer.addLine();
  if (setting !== 'cell' && (name === 'pre' || name === 'xmp' || name === 'plaintext')) {
    writer.breakLine(2);
    writer.write(
      codeOf(element.children)
        .trimEnd()
        .replace(/^\s*\n/, ''),
    );
    writer.breakLine(2);
    return;
  }
  const isCell = name === 'td' || name === 'th';
  const isBlock = blocks.has(name) || (isCell && setting !== 'table');
  const gap = gapOf[setting];
  if (isCell && setting === 'table') writer.nextCell();
  else if (isBlock && gap > 0) writer.breakLine(gap);
  else if (isBlock) writer.space();
  writeNodes(element.children, settingWithin(element, setting), writer, literal.has(name));
  if (isBlock && gap > 0) writer.breakLine(gap);
  else if (isBlock) writer.space();
}

function writeNodes(nodes: readonly ChildNode[], setting: Setting, writer: Writer, isLiteral = false): void {
  for (const node of nodes) {
    if (isText(node)) writeProse(node.data, isLiteral, writer);
    else if (isTag(node)) writeElement(node, setting, writer);
    else if (hasChildren(node)) writeNodes(node.children, setting, writer, isLiteral);
  }
}

/**
 * The visible text of nodes as plain text: paragraphs split by blank lines, list items and table rows by lines, cells by ` | `; code as it
 * stands. What is hidden, scripted or a control is left out.
 */
export function plainText(nodes: readonly ChildNode[]): string {
  const writer = new Writer();
  writeNodes(nodes, 'flow', writer);
  return writer.out.toWellFormed();
}
