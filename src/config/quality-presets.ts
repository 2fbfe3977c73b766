import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseFile } from './parse-file.ts';
import { type ConfigProblem, problemText } from './problem.ts';
import { type QualityConfig, qualitySchema } from './quality.ts';
import { nearest } from '../text/nearest.ts';
import { type QualityPreset, resolvePreset } from './quality-preset.ts';

/** What comes with Garner: from `src/` in a checkout, from `dist/` in the package, the same two folders up. */
const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = 'config/quality';

/** The name as files have it: ids with `_` mean the same. */
const spelt = (name: string): string => name.toLowerCase().replaceAll('_', '-');

export const builtInNames = (): readonly string[] =>
  readdirSync(join(ROOT, FOLDER))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();

const configs = new Map<string, QualityConfig | null>();

/** A preset of Garner's as its file has it; null when there is none of this name. Read once. */
export function builtInConfig(name: string): QualityConfig | null {
  const known = configs.get(name);
  if (known !== undefined) return known;
  const config = builtInNames().includes(name) ? readConfig(name) : null;
  configs.set(name, config);
  return config;
}

function readConfig(name: string): QualityConfig {
  const problems: ConfigProblem[] = [];
  const parsed = parseFile(ROOT, `${FOLDER}/${name}.yaml`, qualitySchema, { environment: {}, mayRefer: () => false }, problems);
  if (parsed === null || parsed.settings === null) throw new Error(problems.map(problemText).join('\n'));
  return { name, ...parsed.settings };
}

const resolved = new Map<string, QualityPreset>();

/**
 * A preset by name, with `-` or `_`: one of a project's own, else Garner's.
 * @throws Error that says which there are.
 */
export function presetOf(name: string, own: ReadonlyMap<string, QualityPreset> = new Map()): QualityPreset {
  return own.get(spelt(name)) ?? builtInPreset(name, own);
}

function builtInPreset(name: string, own: ReadonlyMap<string, QualityPreset>): QualityPreset {
  const file = spelt(name);
  const known = resolved.get(file);
  if (known !== undefined) return known;
  const config = builtInConfig(file);
  if (config === null) {
    const names = [...new Set([...own.keys(), ...builtInNames()])].sort();
    const meant = nearest(file, names);
    throw new Error(`there is no quality preset ${name}; ${meant === null ? `there are ${names.join(', ')}` : `did you mean ${meant}?`}`);
  }
  const preset = resolvePreset(config, builtInConfig);
  resolved.set(file, preset);
  return preset;
}
