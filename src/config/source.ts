import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Node, type Pair, type YAMLMap } from 'yaml';
import { type ConfigPath, type ConfigProblem, pathText, quotable } from './problem.ts';

interface Details {
  readonly message: string;
  readonly suggestion?: string | undefined;
  /** Whether the problem is about the key, not about its value. */
  readonly at?: 'key' | 'value' | undefined;
  /** Quote what stands there. */
  readonly quote?: boolean;
  /** Show nothing of what stands there. */
  readonly secret?: boolean | undefined;
}

/** A parsed config file that knows where everything in it stands. */
export class ConfigSource {
  /** Relative to the project folder. */
  readonly file: string;
  /** As written: references to environment variables unresolved. */
  readonly value: unknown;
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #text: string;
  readonly #pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(file: string, text: string, document: Document, lines: LineCounter) {
    this.file = file;
    this.#text = text;
    this.#document = document;
    this.#lines = lines;
    this.value = document.toJS();
  }

  /** A problem with what stands at a path; with its parent when nothing stands there. */
  problem(path: ConfigPath, { message, suggestion, at, quote = false, secret = false }: Details): ConfigProblem {
    const { key, value, found } = this.#locate(path);
    const node = at === 'key' || isEmpty(value) ? (key ?? value) : value;
    const hidden = secret || (path[0] === 'headers' && path.length > 1) || (path[0] === 'access' && path.length > 2);
    return {
      ...this.placeAt(node?.range?.[0] ?? 0, hidden),
      path: pathText(path),
      message,
      ...(quote && found && !hidden && { found: this.#quoted(value) }),
      ...(suggestion !== undefined && { suggestion: quotable(suggestion) }),
    };
  }

  placeAt(offset: number, secret = false): Pick<ConfigProblem, 'file' | 'line' | 'column' | 'excerpt'> {
    return place(this.file, this.#text, this.#lines, offset, secret);
  }

  /** The nodes of a path, or of its longest part that exists. */
  #locate(path: ConfigPath): { key: Node | null; value: Node | null; found: boolean } {
    let key: Node | null = null;
    let value = this.#resolved(this.#document.contents);
    for (const step of path) {
      const pair: Pair | undefined = isMap(value) ? this.#pairsOf(value).get(String(step)) : undefined;
      const item = pair?.value ?? (isSeq(value) ? value.items[Number(step)] : undefined);
      if (pair === undefined && item === undefined) return { key, value: key ?? value, found: false };
      key = isNode(pair?.key) ? pair.key : isNode(item) ? item : key;
      value = isNode(item) ? this.#resolved(item) : null;
    }
    return { key, value, found: true };
  }

  /** By key; of a key that stands twice the last, which is the one that counts. */
  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#pairs.get(map);
    if (known !== undefined) return known;
    const pairs = new Map(map.items.map((pair) => [keyText(pair), pair]));
    this.#pairs.set(map, pairs);
    return pairs;
  }

  #resolved(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.#document) ?? null) : node;
  }

  #quoted(node: Node | null): string {
    if (node === null || isEmpty(node)) return 'nothing';
    if (isMap(node)) return 'a mapping';
    if (isSeq(node)) return node.items.length === 0 ? 'an empty list' : 'a list';
    return isScalar(node)
      ? quotable(typeof node.value === 'string' ? JSON.stringify(node.value) : (node.source ?? String(node.value)))
      : '';
  }
}

const keyText = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '');

const isEmpty = (node: Node | null): boolean => node === null || (isScalar(node) && node.value === null && (node.source ?? '') === '');

/** Longer lines are not shown: they are no help to people. */
const LONGEST_EXCERPT = 400;

/** Where an offset is, and its line. */
export function place(
  file: string,
  text: string,
  lines: LineCounter,
  offset: number,
  secret: boolean,
): Pick<ConfigProblem, 'file' | 'line' | 'column' | 'excerpt'> {
  const { line, col } = lines.linePos(offset);
  const start = lines.lineStarts[line - 1] ?? 0;
  const excerpt = text.slice(start, start + LONGEST_EXCERPT + 1).split(/\r?\n/, 1)[0] ?? '';
  const shown = !secret && excerpt !== '' && excerpt.length <= LONGEST_EXCERPT;
  return { file, line: Math.max(line, 1), column: Math.max(col, 1), ...(shown && { excerpt }) };
}
