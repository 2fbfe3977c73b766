import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Digest } from '../records.ts';
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

/** A preset that is named somewhere is one of the project's, or Garner's. `own` are the names of the project's. */
export function presetProblem(
  name: string,
  own: readonly string[],
): { readonly message: string; readonly suggestion: string | undefined } | null {
  const names = [...new Set([...own, ...builtInNames()])].sort();
  if (names.includes(name.replaceAll('_', '-'))) return null;
  const suggestion = nearest(name, names) ?? undefined;
  return { message: `there is no quality preset ${name}${suggestion === undefined ? `; there are: ${names.join(', ')}` : ''}`, suggestion };
}

/**
 * A project's presets by name, each with everything that it extends; one that extends its own name means Garner's of that name. What is
 * wrong is added to `problems`.
 */
export function resolvePresets(
  folder: string,
  loaded: readonly LoadedPreset[],
  problems: ConfigProblem[],
): ReadonlyMap<string, QualityPreset> {
  const own = new Map(loaded.map(({ config }) => [config.name, config] as const));
  const find: FindPreset = (name, from) => (name === from.name ? builtInConfig(name) : (own.get(name) ?? builtInConfig(name)));
  const presets = new Map<string, QualityPreset>();
  for (const { source, config } of loaded) {
    try {
      const preset = resolvePreset(config, find);
      presets.set(config.name, { ...preset, filter: preset.filter === null ? null : resolve(folder, preset.filter) });
    } catch (error) {
      if (!(error instanceof PresetFault)) throw error;
      const { message, path, word } = error;
      const names = [...builtInNames(), ...own.keys()].filter((name) => name !== config.name);
      problems.push(source.problem(path, { message, suggestion: (path[0] === 'extends' ? nearest(word, names) : null) ?? undefined }));
    }
  }
  return presets;
}

/** Presets as they count in the digest of a project: with the contents of their filters. A filter that is not there is a problem. */
export function digestedPresets(folder: string, loaded: readonly LoadedPreset[], problems: ConfigProblem[]): readonly unknown[] {
  return loaded.map(({ source, config }) => {
    if (config.filter === undefined) return config;
    try {
      const bytes = readFileSync(resolve(folder, config.filter.model));
      return { ...config, model: `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const why = code === 'ENOENT' ? 'there is no such file; garner train-filter writes one' : `this file cannot be read: ${code}`;
      problems.push(source.problem(['filter', 'model'], { message: why, quote: true }));
      return config;
    }
  });
}
