import { nearest } from '../text/nearest.ts';
import type { ConfigProblem } from './problem.ts';
import type { QualityConfig } from './quality.ts';
import { type FindPreset, PresetFault, type QualityPreset, resolvePreset } from './quality-preset.ts';
import { builtInConfig, builtInNames } from './quality-presets.ts';
import type { ConfigSource } from './source.ts';

export interface LoadedPreset {
  readonly source: ConfigSource;
  readonly config: QualityConfig;
}

/**
 * A project's presets by name, each with everything that it extends; one that extends its own name means Garner's of that name. What is
 * wrong is added to `problems`.
 */
export function resolvePresets(loaded: readonly LoadedPreset[], problems: ConfigProblem[]): ReadonlyMap<string, QualityPreset> {
  const own = new Map(loaded.map(({ config }) => [config.name, config] as const));
  const find: FindPreset = (name, from) => (name === from.name ? builtInConfig(name) : (own.get(name) ?? builtInConfig(name)));
  const presets = new Map<string, QualityPreset>();
  for (const { source, config } of loaded) {
    try {
      presets.set(config.name, resolvePreset(config, find));
    } catch (error) {
      if (!(error instanceof PresetFault)) throw error;
      const { message, path, word } = error;
      const names = [...builtInNames(), ...own.keys()].filter((name) => name !== config.name);
      problems.push(source.problem(path, { message, suggestion: (path[0] === 'extends' ? nearest(word, names) : null) ?? undefined }));
    }
  }
  return presets;
}
