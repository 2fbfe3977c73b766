import type { z } from 'zod';
import { nearest } from '../text/nearest.ts';
import { type JsonSchema, pathsOfKey, schemaAt } from './json-schema.ts';
import { type ConfigPath, type ConfigProblem, pathText, quotable } from './problem.ts';
import type { ConfigSource } from './source.ts';

type Issue = z.core.$ZodIssue;

/** Marks messages of zod's own, which are not meant for people who write configs; a schema's own messages have no mark. */
export const UNSAID = '\u0000';

/** What a schema found, as problems of the file. `schema` is what the file should be. */
export function explain(issues: readonly Issue[], source: ConfigSource, schema: JsonSchema): readonly ConfigProblem[] {
  return issues.flatMap((issue) => explainOne(issue, source, schema));
}

function explainOne(issue: Issue, source: ConfigSource, schema: JsonSchema): readonly ConfigProblem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  const expected = (text: string, suggestion?: string | null): ConfigProblem[] => [
    source.problem(path, { message: `expected ${text}`, suggestion: suggestion ?? undefined, quote: true }),
  ];
  const part = schemaAt(schema, path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], source, schema));
  if (issue.code === 'custom') {
    const { suggestion, at, secret } = (issue.params ?? {}) as { suggestion?: string; at?: 'key'; secret?: true };
    return [source.problem(path, { message: issue.message, suggestion, at, secret, quote: at !== 'key' })];
  }
  const actual = valueAt(source.value, path);
  if (actual === undefined && path.length > 0) {
    const description = part?.description === undefined ? '' : ` (${part.description})`;
    return [{ ...source.problem(path, { message: `this key is missing${description}` }), path: pathText(path) }];
  }
  if (issue.code === 'invalid_union')
    return (
      explainUnion(issue, path, source, schema) ??
      expected(said(issue) ?? 'something else', mayBe(part, 'boolean') ? booleanWord(actual) : null)
    );
  if (issue.code === 'invalid_key') {
    const why = issue.issues[0];
    return [
      source.problem(path, { message: why === undefined || why.message === UNSAID ? 'this key is not allowed' : why.message, at: 'key' }),
    ];
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return expected(values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`, nearest(String(actual), values));
  }
  if (issue.code === 'invalid_type' && issue.expected === 'boolean') return expected('true or false', booleanWord(actual));
  const own = said(issue);
  const slip = slipIn(part, actual, path);
  const isEntry = own === null && slip === '' && part?.type === 'array' && isScalar(actual);
  return expected(`${own ?? expectation(part)}${slip}`, isEntry ? `[${String(actual)}]` : null);
}

/** What makes YAML see a text, or a key without a value, where somebody wrote more: marks of full width, and a colon without a space behind it. */
function slipIn(part: JsonSchema | null, actual: unknown, path: ConfigPath): string {
  const isKey =
    actual === null
      ? String(path.at(-1)).includes('：')
      : part?.type === 'object' && typeof actual === 'string' && /^[^\s:：]+(?:：|:(?!\/\/))/.test(actual);
  if (isKey) return ' (a key ends in a plain “:” and a plain space)';
  return part?.type === 'array' && typeof actual === 'string' && actual.startsWith('［') ? ' (in plain “[” and “]”)' : '';
}

/** YAML 1.1 read these as booleans. */
const BOOLEAN_WORDS: ReadonlyMap<string, string> = new Map([
  ...['yes', 'on', 'y', '1'].map((word) => [word, 'true'] as const),
  ...['no', 'off', 'n', '0'].map((word) => [word, 'false'] as const),
]);

const booleanWord = (value: unknown): string | null => BOOLEAN_WORDS.get(String(value).toLowerCase()) ?? null;

/** A schema's own words, null when they are zod's; some are whole sentences that begin with "expected" already. */
function said({ message }: { readonly message: string }): string | null {
  return message === UNSAID ? null : message.replace(/^expected /, '');
}

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const mayBe = (part: JsonSchema | null, type: string): boolean => part?.anyOf?.some((each) => each.type === type) ?? false;

/** A union fails for the reason for which its likeliest branch fails: the one of which the outermost type is right. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, path: ConfigPath, source: ConfigSource, schema: JsonSchema) {
  const likeliest = issue.errors.find((branch) => branch.every((each) => each.path.length > 0 || each.code === 'unrecognized_keys'));
  return likeliest === undefined
    ? null
    : explain(
        likeliest.map((each) => ({ ...each, path: [...path, ...each.path] })),
        source,
        schema,
      );
}

/** What a part of a schema takes, in words. */
function expectation(part: JsonSchema | null): string {
  switch (part?.type) {
    case 'integer':
    case 'number': {
      const { minimum: from, exclusiveMinimum: above, maximum: to = Number.MAX_SAFE_INTEGER } = part;
      const isOpen = to === Number.MAX_SAFE_INTEGER;
      const kind = part.type === 'integer' ? 'a whole number' : 'a number';
      if (above !== undefined) return `${kind} above ${String(above)}${isOpen ? '' : `, at most ${to}`}`;
      if (from === undefined) return `${kind}${isOpen ? '' : `, at most ${to}`}`;
      return `${kind}${isOpen ? `, at least ${from}` : ` from ${from} to ${to}`}`;
    }
    case 'string':
      return (part.minLength ?? 0) > 0 ? 'a text that is not empty' : 'a text';
    case 'array':
      return (part.minItems ?? 0) > 0 ? 'a list with at least one entry' : 'a list';
    case 'object':
      return 'a mapping of keys to values';
    default:
      return 'something else';
  }
}

function unknownKey(path: ConfigPath, source: ConfigSource, schema: JsonSchema): ConfigProblem {
  const key = String(path.at(-1));
  const part = schemaAt(schema, path.slice(0, -1));
  const known = Object.keys(part?.properties ?? part?.anyOf?.find(({ properties }) => properties !== undefined)?.properties ?? {});
  const elsewhere = pathsOfKey(schema, key).map(pathText);
  const suggestion = (elsewhere.length === 1 ? elsewhere[0] : undefined) ?? nearest(key, known) ?? undefined;
  const message = key === '<<' ? 'YAML 1.2 has no merge keys (<<); write the values out' : 'there is no such key';
  const list = suggestion === undefined ? `; there are: ${known.join(', ')}` : '';
  return { ...source.problem(path, { message: message + list, suggestion, at: 'key' }), path: quotable(pathText(path)) };
}

function valueAt(value: unknown, path: ConfigPath): unknown {
  let part = value;
  for (const step of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, step)) return undefined;
    part = (part as Record<string | number, unknown>)[step];
  }
  return part;
}
