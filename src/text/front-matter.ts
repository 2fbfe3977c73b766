import { parseDocument } from 'yaml';

/** What a Markdown file says about itself before its text begins, as static site generators read it. */
export interface FrontMatter {
  /** By lower-case name, in order; values as YAML 1.2 has them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The text behind it. */
  readonly body: string;
}

/** YAML between lines of three hyphens, or TOML between lines of three plus signs, at the very beginning. */
const BLOCK = /^\uFEFF?(---|\+\+\+)[ \t]*\r?\n([\s\S]*?)\r?\n\1[ \t]*(?:\r?\n|$)/;
/** Longer blocks are no front matter, and aliases in them stand for nothing. */
const LONGEST = 64 * 1024;
const LINE = /^([A-Za-z][\w-]*)[ \t]*[:=][ \t]*(.*)$/;

/** Null when a text has none: a rule and some words before another rule are none. */
export function frontMatterOf(text: string): FrontMatter | null {
  const [block = '', fence, inner = ''] = BLOCK.exec(text.slice(0, LONGEST)) ?? [];
  if (block === '') return null;
  const fields = (fence === '---' ? yamlFields(inner) : null) ?? lineFields(inner);
  return fields === null ? null : { fields, body: text.slice(block.length) };
}

function yamlFields(inner: string): Readonly<Record<string, unknown>> | null {
  try {
    const document = parseDocument(inner, { schema: 'core', stringKeys: true, logLevel: 'silent' });
    if (document.errors.length > 0) return null;
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return byLowerCase(Object.entries(value));
  } catch {
    // Too deep for the parser, or built from aliases.
    return null;
  }
}

/** Fields that have a line to themselves, as people write them whatever the grammar says: `title: Bins: a guide`. */
function lineFields(inner: string): Readonly<Record<string, unknown>> | null {
  const entries = inner.split(/\r?\n/).flatMap((line) => {
    const [, name, value = ''] = LINE.exec(line) ?? [];
    return name === undefined ? [] : [[name, valueOf(value.trim())] as const];
  });
  return entries.length === 0 || !LINE.test(inner.split(/\r?\n/, 1)[0] ?? '') ? null : byLowerCase(entries);
}

const unquoted = (value: string): string => value.replace(/^(["'])(.*)\1$/, '$2');

const LIST = /^\[\s*(?:(?:"[^"]*"|'[^']*')\s*(?:,\s*)?)*\]$/;

/** A list of texts on one line, as TOML has it, or what stands there. */
const valueOf = (value: string): unknown => (LIST.test(value) ? (value.match(/"[^"]*"|'[^']*'/g) ?? []).map(unquoted) : unquoted(value));

function byLowerCase(entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> {
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of entries) fields[name.toLowerCase()] ??= value;
  return fields;
}

/** The first of these fields that holds a text or a number, as text. */
export function fieldText({ fields }: FrontMatter, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields[name];
    if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number') return String(value);
  }
  return null;
}
