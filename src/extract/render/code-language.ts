import { type Element, isTag } from 'domhandler';
import { findAll } from 'domutils';
import { classOf } from './code.ts';

const LANGUAGE =
  /(?:^|\s)(?:(?:mw-highlight-)?lang(?:uage)?|highlight(?:-source| hl)?|brush|sourceCode|codehilite|syntax|hljs|ltx_lst_language)[-:_]\s*([\w+#.-]+)/i;
const NO_LANGUAGE =
  /^(?:none|plain|plaintext|text|txt|nohighlight|no-highlight|auto|default|block|toolbar|snippet|wrapper|example|container|highlight|box|area|ln)$/i;
/** Names that stand alone in a class, of the highlighters that write them so. */
const ALONE =
  /(?:^|\s|code-|src-)(bash|c|clojure|cpp|csharp|css|dart|diff|dockerfile|elixir|emacs-lisp|go|graphql|haskell|html|ini|java|javascript|js|json|jsx|julia|kotlin|lisp|lua|makefile|markdown|matlab|mermaid|nginx|objectivec|perl|php|powershell|python|py|r|ruby|rust|scala|scheme|scss|shell|sh|sql|swift|toml|ts|tsx|typescript|vim|xml|yaml|yml)(?:\s|$)/i;
/** Attributes that name the language; the last holds all that a highlighter is asked for. */
const NAMING = ['data-lang', 'data-language', 'language', 'syntax', 'data-enlighter-language', 'data-syntaxhighlighter-params'] as const;

function named(element: Element): string | null {
  for (const name of NAMING) {
    const said = /^(?:brush:\s*)?([\w+#.-]+)(?:;|$)/.exec(element.attribs[name] ?? '')?.[1];
    if (said !== undefined) return said.toLowerCase();
  }
  const classes = classOf(element);
  // Notebooks name the shell that runs their Python.
  const language = LANGUAGE.exec(classes)?.[1]
    ?.replace(/^source-/, '')
    .replace(/^ipython\d?$/, 'python');
  if (language !== undefined && !NO_LANGUAGE.test(language)) return language.toLowerCase();
  const isCode = element.name === 'code' || element.name === 'pre';
  if (isCode || /(?:^|\s)(?:hljs|sourceCode|highlight|prettyprint|code|brush)(?:\s|;|$)/.test(classes))
    return (ALONE.exec(classes) ?? (isCode ? ALONE.exec(element.attribs['lang'] ?? '') : null))?.[1]?.toLowerCase() ?? null;
  return null;
}

/** By code: much may stand beside it that could be its name. */
const known = new WeakMap<Element, string>();

/** The language a highlighter says the code is in, on the code or on what it is wrapped in; empty when none does. */
export function languageOf(element: Element): string {
  const language = known.get(element) ?? languageAround(element);
  known.set(element, language);
  return language;
}

function languageAround(element: Element): string {
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
