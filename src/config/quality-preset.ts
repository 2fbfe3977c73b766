import { languageOf } from '../text/language-tag.ts';
import type { QualityConfig } from './quality.ts';

export type EditName = 'c4' | 'c4-any-line-end' | 'refinedweb';

/** A measure and what it may be: at least, or at most, a limit. */
export interface Rule {
  /** Names what is wrong with a text that breaks it. */
  readonly name: string;
  readonly measure: string;
  readonly bound: 'atLeast' | 'atMost';
  readonly limit: number;
  /** Texts of fewer words are not judged by it. */
  readonly fromWords: number;
}

/** A preset with everything it extends in it. */
export interface QualityPreset {
  readonly name: string;
  readonly title: string;
  readonly edit: EditName | null;
  /** In the order in which they judge. */
  readonly rules: readonly Rule[];
  /** Limits by language and rule where they differ; null where the rule does not hold. */
  readonly languages: ReadonlyMap<string, ReadonlyMap<string, number | null>>;
  /** Path of the model whose score is the measure `filter_score`. */
  readonly filter: string | null;
}

/** What is wrong with a preset, and the path in its file. */
export class PresetFault extends Error {
  override readonly name = 'PresetFault';
  readonly path: readonly (string | number)[];
  readonly word: string;

  constructor(message: string, path: readonly (string | number)[], word = '') {
    super(message);
    this.path = path;
    this.word = word;
  }
}

type Limits = Map<string, Map<string, number | null>>;

const limitOf = (value: number | 'off'): number | null => (value === 'off' ? null : value);

/** The rules of a preset over those that it extends. @throws PresetFault */
function rulesOf(config: QualityConfig, inherited: ReadonlyMap<string, Rule>): ReadonlyMap<string, Rule> {
  const rules = new Map(inherited);
  const name = 'low_filter_score';
  if (config.filter !== undefined)
    rules.set(name, { name, measure: 'filter_score', bound: 'atLeast', limit: config.filter.minimum, fromWords: 0 });
  for (const [name, value] of Object.entries(config.rules)) {
    if (typeof value === 'object') {
      const { measure, atLeast, atMost = 0, fromWords = 0 } = value;
      rules.set(name, { name, measure, bound: atLeast === undefined ? 'atMost' : 'atLeast', limit: atLeast ?? atMost, fromWords });
      continue;
    }
    const known = rules.get(name);
    if (known === undefined)
      throw new PresetFault('no preset that this one extends has this rule; give it a measure and a limit', ['rules', name], name);
    if (value === 'off') rules.delete(name);
    else rules.set(name, { ...known, limit: value });
  }
  return rules;
}

/** A limit that a preset sets for all languages holds for those too that had their own in what it extends. */
function limitsOf(config: QualityConfig, inherited: Limits, rules: ReadonlyMap<string, Rule>): Limits {
  const limits: Limits = new Map([...inherited].map(([tag, byRule]) => [tag, new Map(byRule)]));
  for (const byRule of limits.values()) for (const name of Object.keys(config.rules)) byRule.delete(name);
  for (const [tag, byRule] of Object.entries(config.languages)) {
    const language = languageOf(tag);
    const own = limits.get(language) ?? new Map<string, number | null>();
    for (const [name, value] of Object.entries(byRule)) {
      if (!rules.has(name)) throw new PresetFault('this preset has no rule of this name', ['languages', tag, name], name);
      own.set(name, limitOf(value));
    }
    limits.set(language, own);
  }
  return limits;
}

/** A preset by name, as one that extends it means it; null when there is none. */
export type FindPreset = (name: string, from: QualityConfig) => QualityConfig | null;

/**
 * A preset with everything that it extends.
 * @throws PresetFault where it extends what is not there, or itself, or names a rule that it has not.
 */
export function resolvePreset(config: QualityConfig, find: FindPreset, above: readonly QualityConfig[] = []): QualityPreset {
  const parents = config.extends.map((name, at) => {
    const parent = find(name, config);
    if (parent === null) throw new PresetFault(`there is no preset ${name}`, ['extends', at], name);
    if (parent === config || above.includes(parent))
      throw new PresetFault('a preset cannot extend itself, not even by way of others', ['extends', at]);
    return resolvePreset(parent, find, [...above, config]);
  });
  const rules = rulesOf(config, new Map(parents.flatMap((parent) => parent.rules.map((rule) => [rule.name, rule] as const))));
  const inherited: Limits = new Map();
  for (const { languages } of parents)
    for (const [tag, byRule] of languages) inherited.set(tag, new Map([...(inherited.get(tag) ?? []), ...byRule]));
  const edit = config.edit ?? parents.findLast((parent) => parent.edit !== null)?.edit ?? null;
  return {
    name: config.name,
    title: config.title ?? config.name,
    edit: edit === 'off' ? null : edit,
    rules: [...rules.values()],
    languages: limitsOf(config, inherited, rules),
    filter: config.filter?.model ?? parents.findLast((parent) => parent.filter !== null)?.filter ?? null,
  };
}
