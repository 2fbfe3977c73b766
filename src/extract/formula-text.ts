import type { Element } from 'domhandler';
import { textContent } from 'domutils';

/** A formula that stands in a text, or the text between two. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'formula'; readonly tex: string; readonly isDisplay: boolean };

export type FormulaReader = (text: string) => readonly TextPart[];

/** Scripts that draw what stands between delimiters anywhere in a page. */
const DRAWS = /mathjax|katex[^?#]*auto-render/i;
const calls = (script: string): boolean => script.includes('Math') && /MathJax|renderMathInElement/.test(script);
/** How their settings say that single dollars delimit formulas, which they do not as a rule. */
const SINGLE_DOLLARS = /\[\s*(['"])\$\1\s*,|\bleft['"]?\s*:\s*(['"])\$\2/;
/** And that three do. */
const TRIPLE_DOLLARS = /(['"])\${3}\1/;
/** A longer script is a program, and no settings. */
const LONGEST_SETTINGS = 20_000;

/** None reaches over the beginning of another, and none is longer than any formula. */
const IN_LINE = String.raw`\\\((?<inline>(?:[^\\]|\\[^()]){1,5000})\\\)`;
/** Codeforces sets formulas in a line between three dollars, and those on lines of their own between six. */
const TRIPLE = [
  String.raw`\${3}(?<triple>(?:[^$\\]|\\[^]){1,5000})\${3}(?!\$)`,
  String.raw`\${6}(?<sixfold>(?:[^$\\]|\\[^]){1,5000})\${6}`,
];
const ON_LINES = [
  String.raw`\\\[(?<bracketed>(?:[^\\]|\\[^[\]]){1,5000})\\\]`,
  String.raw`(?<!(?<!\$)\$)\$\$(?<doubled>(?:[^$\\]|\\[^]){1,5000})\$\$`,
  String.raw`(?<environment>\\begin\{(?<name>(?:equation|align|alignat|gather|multline|eqnarray)\*?)\}(?:[^\\]|\\(?!begin\{\k<name>\}|end\{\k<name>\})){1,5000}\\end\{\k<name>\})`,
];
/** Between the dollars of two prices, there is a blank at an end, and nothing that only a formula has. */
const SINGLE = [
  String.raw`(?<![\\$])\$(?!\s)(?<tight>(?:[^$\\]|\\[^]){1,500})(?<!\s)\$(?![\d$])`,
  String.raw`(?<![\\$])\$(?=[^$\\_^{}=]{0,500}[\\_^{}=])(?<loose>(?:[^$\\]|\\[^]){1,500})\$(?![\d$])`,
];

/** What delimits formulas in a page whose scripts read so many dollars, too. */
const delimiters = (hasSingle: boolean, hasTriple: boolean): RegExp =>
  new RegExp([IN_LINE, ...(hasTriple ? TRIPLE : []), ...ON_LINES, ...(hasSingle ? SINGLE : [])].join('|'), 'g');

function partsOf(text: string, delimited: RegExp): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: whole, index, groups = {} } of text.matchAll(delimited)) {
    const inline = groups['inline'] ?? groups['triple'] ?? groups['tight'] ?? groups['loose'];
    const tex = (inline ?? groups['bracketed'] ?? groups['sixfold'] ?? groups['doubled'] ?? groups['environment'] ?? '')
      .replace(/\s+/g, ' ')
      .trim();
    if (tex === '') continue;
    if (index > end) parts.push({ kind: 'text', text: text.slice(end, index) });
    parts.push({ kind: 'formula', tex, isDisplay: inline === undefined });
    end = index + whole.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

/** Reads the formulas that a page's scripts would draw from its texts; null when none of them does. */
export function formulaReader(scripts: readonly Element[]): FormulaReader | null {
  let draws = false;
  let hasSingle = false;
  let hasTriple = false;
  for (const script of scripts) {
    draws ||= DRAWS.test(script.attribs['src'] ?? '');
    const settings = textContent(script);
    if (settings.length > LONGEST_SETTINGS || !calls(settings)) continue;
    draws = true;
    hasSingle ||= SINGLE_DOLLARS.test(settings);
    hasTriple ||= TRIPLE_DOLLARS.test(settings);
  }
  if (!draws) return null;
  const delimited = delimiters(hasSingle, hasTriple);
  return (text) => (/[\\$]/.test(text) ? partsOf(text, delimited) : [{ kind: 'text', text }]);
}
