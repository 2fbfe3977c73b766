import { type Document, isScalar, LineCounter, parseDocument, Scalar, visit, type YAMLError, type YAMLMap } from 'yaml';
import { type ConfigProblem, quotable } from './problem.ts';
import { ConfigSource, place } from './source.ts';

/** How often what an anchor names may come up in one file: enough for people, not for a bomb. */
const MOST_ALIASES = 100;

/** After these the rest of the file still means what it says. */
const HARMLESS: ReadonlySet<string> = new Set(['BAD_DQ_ESCAPE', 'BAD_SCALAR_START', 'TAG_RESOLVE_FAILED']);

/** YAML's errors in the words of somebody who writes a config. */
const EXPLAINED: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab indents this line; YAML is indented with spaces only',
  MULTIPLE_DOCS: 'a second document begins here; a config file has one',
  BAD_SCALAR_START: 'a value cannot begin with this character; put the value in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a second "key:" in one value; put the value in quotes, or begin a new line, indented',
  MULTILINE_IMPLICIT_KEY: 'this looks like a key, but goes over several lines; is the indentation right?',
  NON_STRING_KEY: 'a key must be plain text',
  TAG_RESOLVE_FAILED: 'tags (!…) mean nothing here; write plain values',
};

/**
 * Parses YAML 1.2 (core schema: `no` and `on` are texts, a key may stand once, no merge keys). Null when nothing can be said about the
 * contents; else the source, and the problems of its syntax.
 */
export function parseYaml(file: string, text: string): { source: ConfigSource | null; problems: readonly ConfigProblem[] } {
  const lines = new LineCounter();
  const problems: ConfigProblem[] = [];
  const problem = (offset: number, message: string, suggestion?: string): void => {
    problems.push({ ...place(file, text, lines, offset, false), path: '', message, ...(suggestion !== undefined && { suggestion }) });
  };
  try {
    const options = { lineCounter: lines, prettyErrors: false, schema: 'core', stringKeys: true, uniqueKeys: false } as const;
    const document: Document = parseDocument(text, options);
    const seen = new Set<string>();
    for (const error of [...document.errors, ...document.warnings]) {
      const message = explained(error);
      const key = `${error.pos[0]} ${message}`;
      if (!seen.has(key)) problem(error.pos[0], message);
      seen.add(key);
    }
    checkKeys(document, lines, problem);
    const usable = checkAliases(document, problem) && !document.errors.some(({ code }) => !HARMLESS.has(code));
    return { source: usable ? new ConfigSource(file, text, document, lines) : null, problems };
  } catch (error) {
    // The parser recurses: a file of brackets alone ends its stack.
    problem(0, error instanceof RangeError ? 'this is nested too deeply to be read' : `this cannot be read: ${quotable(String(error))}`);
    return { source: null, problems };
  }
}

function explained({ code, message }: YAMLError): string {
  return EXPLAINED[code] ?? message.charAt(0).toLowerCase() + message.slice(1);
}

type Report = (offset: number, message: string, suggestion?: string) => void;

/** A key that stands twice. (The parser's own check compares every key with every other.) */
function checkKeys(document: Document, lines: LineCounter, problem: Report): void {
  visit(document, {
    Map(_key, map: YAMLMap) {
      const first = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key) || typeof key.value !== 'string') continue;
        const offset = key.range?.[0] ?? 0;
        const earlier = first.get(key.value);
        if (earlier === undefined) first.set(key.value, offset);
        else problem(offset, `the key ${quotable(key.value)} stands twice; first in line ${lines.linePos(earlier).line}`);
      }
    },
  });
}

/** Aliases without an anchor, within their own anchor, or standing for too much. False when the contents cannot be used. */
function checkAliases(document: Document, problem: Report): boolean {
  const anchors = new Map<string, readonly [begin: number, end: number]>();
  const aliases: { readonly name: string; readonly offset: number }[] = [];
  visit(document, {
    Node(_key, node) {
      if ('anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, [node.range?.[0] ?? 0, node.range?.[1] ?? 0]);
    },
    Alias(_key, { source, range }) {
      const offset = range?.[0] ?? 0;
      if (anchors.has(source)) {
        aliases.push({ name: source, offset });
        return undefined;
      }
      // Most of these are globs whose quotes were forgotten: read as they were meant, so that the rest is checked too.
      problem(offset, `*${source} refers to no anchor; a text that begins with * needs quotes`, `'*${source}'`);
      const text = new Scalar(`*${source}`);
      text.range = range ?? null;
      return text;
    },
  });
  const [first] = aliases;
  if (first === undefined) return true;
  const circular = aliases.find(({ name, offset }) => within(offset, anchors.get(name)));
  if (circular !== undefined) {
    problem(circular.offset, `*${circular.name} refers to what it is part of`);
    return false;
  }
  if (aliases.length <= MOST_ALIASES && unfolds(document)) return true;
  problem(first.offset, `the aliases (*…) of this file stand for more than ${MOST_ALIASES} copies; write the values out`);
  return false;
}

const within = (offset: number, range: readonly [begin: number, end: number] | undefined): boolean =>
  range !== undefined && offset >= range[0] && offset < range[1];

/** Whether the values of a document, with aliases of aliases resolved, are few enough. */
function unfolds(document: Document): boolean {
  try {
    document.toJS({ maxAliasCount: MOST_ALIASES });
    return true;
  } catch (error) {
    if (error instanceof ReferenceError) return false;
    throw error;
  }
}
