import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { accents, endsInCommand, texOfLetters, texOfWords } from './tex-letters.ts';

/** Names of functions, which stand upright. */
const functions = /^(?:arc(?:cos|sin|tan)|cosh?|cot|csc|deg|det|dim|exp|gcd|hom|inf|ker|lg|lim|ln|log|max|min|Pr|sec|sinh?|sup|tanh?)$/;

const textIn = (nodes: readonly ChildNode[]): string =>
  nodes.map((node) => (isText(node) ? node.data : isTag(node) ? textIn(node.children) : '')).join('');

const braced = (tex: string): string => (/^(?:[^\\{}]|\\[a-z]+)$/i.test(tex) ? tex : `{${tex}}`);
const grouped = (tex: string): string => `{${tex}}`;

function join(parts: readonly string[]): string {
  let out = '';
  let before = '';
  for (const part of parts) {
    out += endsInCommand(before) && /^[a-z\d]/i.test(part) ? ` ${part}` : part;
    if (part !== '') before = part;
  }
  return out;
}

const many = (nodes: readonly ChildNode[]): string => join(nodes.filter(isTag).map(one));

function over(base: string, mark: string): string {
  const accent = Object.hasOwn(accents, mark) ? accents[mark] : undefined;
  if (accent !== undefined) return accent + grouped(base);
  return /^\\(?:sum|prod|int|lim|max|min|sup|inf)\b/.test(base) ? `${base}^${grouped(mark)}` : `\\overset${grouped(mark)}${grouped(base)}`;
}

const under = (base: string, mark: string): string =>
  /^\\(?:sum|prod|int|oint|lim|max|min|sup|inf|det|gcd|Pr)\b/.test(base)
    ? `${base}_${grouped(mark)}`
    : `\\underset${grouped(mark)}${grouped(base)}`;

function table(element: Element): string {
  const rows = element.children.filter(isTag).map((row) =>
    row.children
      .filter(isTag)
      .map((cell) => many(cell.children))
      .join(' & '),
  );
  return `\\begin{matrix} ${rows.join(' \\\\ ')} \\end{matrix}`;
}

/** Scripts around a base: pairs of lower and upper ones that follow it, and after `mprescripts` those that precede it. */
function scripted([base, ...scripts]: readonly Element[]): string {
  const turn = scripts.findIndex(({ name }) => name === 'mprescripts');
  const pairs = (parts: readonly Element[]): string =>
    parts
      .map((part, i) => (part.name === 'none' || part.children.length === 0 ? '' : `${i % 2 === 0 ? '_' : '^'}${braced(one(part))}`))
      .join('');
  const before = turn < 0 ? '' : pairs(scripts.slice(turn + 1));
  return (
    (before === '' ? '' : `{}${before}`) +
    (base === undefined ? '' : braced(one(base))) +
    pairs(turn < 0 ? scripts : scripts.slice(0, turn))
  );
}

/** A bracket at one side; one that shows nothing is a dot (`\left\{ … \right.`), and a command takes no letter along. */
const bracketOf = (sign: string): string => {
  const tex = texOfLetters(sign.trim());
  return tex === '' ? '.' : endsInCommand(tex) ? `${tex} ` : tex;
};

/** Alphabets that a variable may be set in (MathML Core §2.1.6), as commands. */
const alphabets: Readonly<Record<string, string>> = {
  bold: '\\mathbf',
  'double-struck': '\\mathbb',
  script: '\\mathcal',
  fraktur: '\\mathfrak',
  'sans-serif': '\\mathsf',
  monospace: '\\mathtt',
};

function one(element: Element): string {
  const parts = element.children.filter(isTag);
  const [a = '', b = '', c = ''] = /^m(?:frac|su[bp]|subsup|root|over|under|underover)$/.test(element.name) ? parts.map(one) : [];
  switch (element.name) {
    case 'mi': {
      const text = textIn(element.children).trim();
      if (functions.test(text)) return `\\${text}`;
      const variant = element.attribs['mathvariant'] ?? '';
      if (Object.hasOwn(alphabets, variant)) return `${alphabets[variant]}{${texOfLetters(text)}}`;
      return text.length > 1 && /^[a-z]+$/i.test(text) ? `\\mathrm{${text}}` : texOfLetters(text);
    }
    case 'mn':
    case 'mo':
      return texOfLetters(textIn(element.children).trim());
    case 'mtext':
    case 'ms':
      return texOfWords(textIn(element.children));
    case 'mspace':
      return '\\,';
    case 'mfrac':
      // Without its line it is what binomials are made of.
      if (/^0(?:\D|$)/.test(element.attribs['linethickness'] ?? '')) return `{${a} \\atop ${b}}`;
      return `\\frac${grouped(a)}${grouped(b)}`;
    case 'msup':
      return `${braced(a)}^${braced(b)}`;
    case 'msub':
      return `${braced(a)}_${braced(b)}`;
    case 'msubsup':
      return `${braced(a)}_${braced(b)}^${braced(c)}`;
    case 'msqrt':
      return `\\sqrt${grouped(many(element.children))}`;
    case 'mroot':
      return `\\sqrt[${b}]${grouped(a)}`;
    case 'mover':
      return over(a, textIn(parts[1]?.children ?? []).trim() in accents ? textIn(parts[1]?.children ?? []).trim() : b);
    case 'munder':
      return under(a, b);
    case 'munderover':
      return `${under(a, b)}^${grouped(c)}`;
    case 'mfenced': {
      const { open = '(', close = ')', separators = ',' } = element.attribs;
      return `\\left${bracketOf(open)}${parts.map(one).join(separators)}\\right${bracketOf(close)}`;
    }
    case 'mmultiscripts':
      return scripted(parts);
    case 'mtable':
      return table(element);
    case 'semantics':
      return parts[0] === undefined ? '' : one(parts[0]);
    case 'annotation':
    case 'annotation-xml':
    case 'mphantom':
      return '';
    default:
      return many(element.children);
  }
}

/** A MathML element as LaTeX: presentation markup, as converters and MathJax write it. */
export const texOfMathMl = (math: Element): string => many(math.children).replace(/\s+/g, ' ').trim();
