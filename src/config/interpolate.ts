import type { ConfigPath } from './problem.ts';
import { digestAs } from './digest.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A reference to an environment variable, or what looks like an attempt at one. */
const REFERENCE = /\$\{([^}]*)\}/g;
const NAME = /^env:([A-Za-z_][A-Za-z0-9_]*)$/;

interface Trouble {
  readonly path: ConfigPath;
  readonly message: string;
  readonly suggestion?: string;
}

export interface Interpolated {
  readonly value: unknown;
  /** The texts that hold values of the environment, as they were written. */
  readonly references: readonly { readonly path: ConfigPath; readonly written: string }[];
  readonly troubles: readonly Trouble[];
}

/**
 * Puts values of the environment in place of `${env:NAME}`, in all texts whose path is allowed to have them. What the values contain is
 * not looked at again.
 */
export function interpolate(value: unknown, environment: Environment, allowed: (path: ConfigPath) => boolean): Interpolated {
  const references: { path: ConfigPath; written: string }[] = [];
  const troubles: Trouble[] = [];
  const text = (written: string, path: ConfigPath): string => {
    let resolved = false;
    const result = written.replaceAll(REFERENCE, (whole, inside: string) => {
      const name = NAME.exec(inside)?.[1];
      if (name === undefined) {
        const bare = inside.split(':').at(-1) ?? '';
        const suggestion = NAME.test(`env:${bare}`) && { suggestion: `\${env:${bare}}` };
        troubles.push({ path, message: 'only ${env:NAME} is replaced', ...suggestion });
      } else if (!allowed(path)) {
        troubles.push({
          path,
          message: '${env:NAME} is replaced in config/garner.yaml, in headers and access of crawlers and in webhooks of schedules only',
        });
      } else if (environment[name] === undefined || environment[name] === '') {
        const state = environment[name] === undefined ? 'not set' : 'empty';
        troubles.push({ path, message: `the environment variable ${name} is ${state}` });
      } else {
        resolved = true;
        return environment[name];
      }
      return whole;
    });
    if (resolved) references.push({ path, written });
    return result;
  };
  const walk = (part: unknown, path: ConfigPath): unknown => {
    if (typeof part === 'string') return text(part, path);
    if (Array.isArray(part)) return part.map((each, at) => walk(each, [...path, at]));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, walk(each, [...path, key])]));
  };
  return { value: walk(value, []), references, troubles };
}

/** Makes digests of the parsed settings see references, not the values that replaced them. */
export function hideFromDigests(settings: object, references: Interpolated['references']): void {
  const forms = new Map<object, Record<string, unknown>>();
  for (const { path, written } of references) {
    const holder = path.slice(0, -1).reduce<unknown>((part, step) => (part as Record<string, unknown>)[String(step)], settings);
    if (typeof holder !== 'object' || holder === null) continue;
    const form = forms.get(holder) ?? { ...holder };
    form[String(path.at(-1))] = written;
    forms.set(holder, form);
  }
  for (const [holder, form] of forms) digestAs(holder, form);
}
