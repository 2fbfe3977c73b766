import { join } from 'node:path';
import type { z } from 'zod';
import { explain, UNSAID } from './explain.ts';
import { type Environment, hideFromDigests, interpolate } from './interpolate.ts';
import { inputSchema } from './json-schema.ts';
import { parseYaml } from './parse-yaml.ts';
import { type ConfigPath, type ConfigProblem, pathText } from './problem.ts';
import { readConfigText } from './read-file.ts';
import type { ConfigSource } from './source.ts';

interface Rules {
  readonly environment: Environment;
  /** Whether `${env:NAME}` is replaced at this path. */
  readonly mayRefer: (path: ConfigPath) => boolean;
  /** A file that is missing counts as an empty one. */
  readonly optional?: boolean;
}

/** Reads, parses, interpolates and checks one file; what is wrong is added to `problems`. Null when not even its syntax can be used. */
export function parseFile<S extends z.ZodType>(
  folder: string,
  file: string,
  schema: S,
  { environment, mayRefer, optional = false }: Rules,
  problems: ConfigProblem[],
): { readonly source: ConfigSource; readonly settings: z.infer<S> | null } | null {
  const read = readConfigText(join(folder, file));
  if ('problem' in read || ('missing' in read && !optional)) {
    const message = 'problem' in read ? read.problem : 'there is no such file';
    problems.push({ file, line: 1, column: 1, path: '', message });
    return null;
  }
  const { source, problems: syntax } = parseYaml(file, 'text' in read ? read.text : '');
  problems.push(...syntax);
  if (source === null) return null;
  const { value, references, troubles } = interpolate(source.value ?? {}, environment, mayRefer);
  for (const { path, ...trouble } of troubles) problems.push(source.problem(path, trouble));
  // What a broken reference stands for is unknown, so nothing more is said about it.
  const unknown = new Set(troubles.map(({ path }) => pathText(path)));
  const parsed = schema.safeParse(value, { error: () => UNSAID });
  if (parsed.success) {
    if (references.length > 0) hideFromDigests(parsed.data as object, references);
    return { source, settings: parsed.data };
  }
  const issues = parsed.error.issues.filter(
    (issue) => !unknown.has(pathText(issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step)))),
  );
  problems.push(...explain(issues, source, inputSchema(schema)));
  return { source, settings: null };
}
