import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { nearest } from '../text/nearest.ts';
import type { Config } from './config.ts';
import { accessOf } from './access.ts';
import { accessProblems, proxySecretProblems, secretProblems } from './access-rules.ts';
import { crawlerNameProblem, type LoadedCrawler, seedProblems } from './crawler-rules.ts';
import { crawlerSchema } from './crawler.ts';
import { digestOf } from './digest.ts';
import { listYaml } from './find-files.ts';
import { deepFreeze, frozenMap } from './freeze.ts';
import { importNameProblem, importSchema } from './import.ts';
import { type LoadedImport, importProblems } from './import-rules.ts';
import type { Environment } from './interpolate.ts';
import { parseFile } from './parse-file.ts';
import { mannersProblems } from './manners-rules.ts';
import { type ConfigPath, type ConfigProblem, problemText } from './problem.ts';
import { presetNameProblem, qualitySchema } from './quality.ts';
import { digestedPresets, type LoadedPreset, presetProblem, resolvePresets } from './quality-rules.ts';
import { projectSchema, type ProjectSettings } from './project.ts';
import { type RightsSettings, rightsSchema } from './rights.ts';
import { listProblems } from './list-rules.ts';
import { isOf } from './selection.ts';
import { scheduleProblems } from './schedule-rules.ts';
import { type ScheduleConfig, schedulesSchema } from './schedule.ts';
import { territoryProblems } from './territory.ts';
import { type LoadedTopic, topicNameProblem, topicProblems } from './topic-rules.ts';
import { topicSchema } from './topic.ts';

const PROJECT_FILE = 'config/garner.yaml';
const SCHEDULES_FILE = 'config/schedules.yaml';
const RIGHTS_FILE = 'config/rights.yaml';
/** More lines than this do not help a person; `garner check` shows them all. */
const MOST_LINES = 30;

/** The configuration cannot be used. The message lists what is wrong, a line for each problem. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const more = problems.length > MOST_LINES ? [`… and ${problems.length - MOST_LINES} more`] : [];
    const title = problems.length === 1 ? 'the configuration has an error' : `the configuration has ${problems.length} errors`;
    super([`${title} (garner check shows more):`, ...problems.slice(0, MOST_LINES).map(problemText), ...more].join('\n  '));
    this.problems = problems;
  }
}

/**
 * Loads the project in a folder: `config/garner.yaml` (defaults without it), `crawlers/*.yaml`, `config/imports/*.yaml`,
 * `config/topics/*.yaml`, `config/quality/*.yaml`, `config/rights.yaml`, `config/schedules.yaml`.
 * `${env:NAME}` is looked up in `environment`.
 * @throws ConfigError with every problem of every file.
 */
export function loadConfig(root: string, environment: Environment = {}): Config {
  const { config, problems } = checkConfig(root, environment);
  if (config === null) throw new ConfigError(problems);
  return config;
}

/** Like `loadConfig`, with the problems as values, in order of files and lines. The config is null when there is any. */
export function checkConfig(root: string, environment: Environment = {}): { config: Config | null; problems: readonly ConfigProblem[] } {
  const folder = resolve(root);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return { config: null, problems: [fileProblem('.', { message: `there is no folder ${folder}` })] };
  }
  const problems: ConfigProblem[] = [];
  const presets = loadPresets(folder, problems);
  const presetNames = presets.map(({ config }) => config.name);
  const project = loadProject(folder, environment, presetNames, problems);
  const rights = loadRights(folder, problems);
  const crawlers = loadCrawlers(folder, environment, problems);
  const imports = loadImports(folder, problems);
  const topics = loadTopics(folder, { crawlers, imports, presetNames }, problems);
  const schedules = loadSchedules(folder, environment, { crawlers, imports, topics }, problems);
  const quality = resolvePresets(folder, presets, problems);
  const digestedQuality = digestedPresets(folder, presets, problems);
  problems.push(...importProblems(imports.loaded, { crawlers: crawlers.names, topics: topics.loaded.map(({ config }) => config.name) }));
  if (project === null || rights === null || problems.length > 0) return { config: null, problems: inOrder(problems) };
  const parts = {
    crawlers: frozenMap(crawlers.loaded.map(({ config }) => [config.name, config] as const)),
    imports: frozenMap(imports.loaded.map(({ config }) => [config.name, config] as const)),
    topics: frozenMap(topics.loaded.map(({ config }) => [config.name, config] as const)),
  };
  // How, where and when the work is done says nothing about what comes out of it: workers on several machines agree.
  const { engine: _engine, redis: _redis, objects: _objects, storage: _storage, telemetry: _telemetry, ...what } = project;
  const { hostFiles: _asked, ...judged } = rights;
  const digest = digestOf({
    project: what,
    ...parts,
    ...(Object.keys(judged).length > 0 && { rights: judged }),
    ...(presets.length > 0 && { quality: digestedQuality }),
  });
  const timed = { schedules: frozenMap(schedules.map((each) => [each.name, each] as const)) };
  return {
    config: Object.freeze({
      ...deepFreeze(project),
      ...parts,
      ...timed,
      access: frozenMap([...accessOf(parts.crawlers.values())]),
      quality: frozenMap(quality),
      rightsPolicy: deepFreeze(rights),
      root: folder,
      storage: resolve(folder, project.storage),
      digest,
    }),
    problems,
  };
}

function loadProject(
  folder: string,
  environment: Environment,
  presetNames: readonly string[],
  problems: ConfigProblem[],
): ProjectSettings | null {
  for (const name of [
    ...listYaml(join(folder, 'config')).names.map((each) => `${each}.yaml`),
    ...listYaml(join(folder, 'config')).misspelt,
  ]) {
    if (name === 'garner.yaml' || name === 'schedules.yaml' || name === 'rights.yaml') continue;
    const meant = nearest(name.replace(/\.ya?ml$/i, ''), ['garner', 'rights', 'schedules']);
    const suggestion = meant === null ? {} : { suggestion: `config/${meant}.yaml` };
    problems.push(
      fileProblem(`config/${name}`, {
        message: `nothing reads this file; there are ${PROJECT_FILE}, ${RIGHTS_FILE}, ${SCHEDULES_FILE}, config/imports/*.yaml, config/quality/*.yaml and config/topics/*.yaml`,
        ...suggestion,
      }),
    );
  }
  const everywhere = (): boolean => true;
  const parsed = parseFile(folder, PROJECT_FILE, projectSchema, { environment, mayRefer: everywhere, optional: true }, problems);
  if (parsed === null || parsed.settings === null) return null;
  problems.push(...listProblems(folder, parsed.source, parsed.settings), ...proxySecretProblems(parsed.source));
  const unknown = presetProblem(parsed.settings.corpus.quality, presetNames);
  if (unknown !== null) problems.push(parsed.source.problem(['corpus', 'quality'], unknown));
  return parsed.settings;
}

function loadRights(folder: string, problems: ConfigProblem[]): RightsSettings | null {
  return parseFile(folder, RIGHTS_FILE, rightsSchema, { ...noReferences, optional: true }, problems)?.settings ?? null;
}

interface Loaded<Each> {
  readonly names: readonly string[];
  readonly loaded: readonly Each[];
}

function loadCrawlers(folder: string, environment: Environment, problems: ConfigProblem[]): Loaded<LoadedCrawler> {
  const inAccess = ([key]: ConfigPath): boolean => key === 'headers' || key === 'access';
  const { names, files } = loadFolder(folder, 'crawlers', crawlerSchema, { environment, mayRefer: inAccess }, crawlerNameProblem, problems);
  const loaded = files.flatMap(({ name, source, settings }) => (settings === null ? [] : [{ source, config: { name, ...settings } }]));
  problems.push(
    ...files.flatMap(({ source }) => secretProblems(source)),
    ...loaded.flatMap(seedProblems),
    ...territoryProblems(loaded),
    ...mannersProblems(loaded),
    ...accessProblems(loaded),
  );
  return { names, loaded };
}

const noReferences = { environment: {}, mayRefer: (): boolean => false };

function importFileProblem(name: string): ReturnType<NameProblem> {
  const problem = importNameProblem(name);
  return problem?.suggestion === undefined ? problem : { ...problem, suggestion: `${problem.suggestion}.yaml` };
}

function loadImports(folder: string, problems: ConfigProblem[]): Loaded<LoadedImport> {
  const { names, files } = loadFolder(folder, 'config/imports', importSchema, noReferences, importFileProblem, problems);
  return {
    names,
    loaded: files.flatMap(({ name, source, settings }) => (settings === null ? [] : [{ source, config: { name, ...settings } }])),
  };
}

function loadTopics(
  folder: string,
  { crawlers, imports, presetNames }: Pick<Nameable, 'crawlers' | 'imports'> & { readonly presetNames: readonly string[] },
  problems: ConfigProblem[],
): Loaded<LoadedTopic> {
  const { names: own, files } = loadFolder(folder, 'config/topics', topicSchema, noReferences, topicNameProblem, problems);
  const loaded = files.flatMap(({ name, source, settings }) => (settings === null ? [] : [{ source, config: { name, ...settings } }]));
  const names = [...crawlers.names, ...imports.names].sort();
  const tags =
    crawlers.names.length + imports.names.length === crawlers.loaded.length + imports.loaded.length
      ? tagsOf([...crawlers.loaded, ...imports.loaded])
      : null;
  problems.push(
    ...loaded.flatMap((topic) => topicProblems(topic, { sources: names, tags, exists: (path) => existsSync(join(folder, path)) })),
    ...loaded.flatMap(({ source, config: { quality } }) => {
      const unknown = quality === undefined ? null : presetProblem(quality, presetNames);
      return unknown === null ? [] : [source.problem(['quality'], unknown)];
    }),
  );
  return { names: own, loaded };
}

function loadPresets(folder: string, problems: ConfigProblem[]): readonly LoadedPreset[] {
  const { files } = loadFolder(folder, 'config/quality', qualitySchema, noReferences, presetNameProblem, problems);
  return files.flatMap(({ name, source, settings }) => (settings === null ? [] : [{ source, config: { name, ...settings } }]));
}

const tagsOf = (loaded: readonly { readonly config: { readonly tags: readonly string[] } }[]): readonly string[] =>
  [...new Set(loaded.flatMap(({ config }) => config.tags))].sort();

interface Nameable {
  readonly crawlers: Loaded<LoadedCrawler>;
  readonly imports: Loaded<LoadedImport>;
  readonly topics: Loaded<LoadedTopic>;
}

function loadSchedules(
  folder: string,
  environment: Environment,
  { crawlers, imports, topics }: Nameable,
  problems: ConfigProblem[],
): readonly ScheduleConfig[] {
  const mayRefer = (path: ConfigPath): boolean => path[1] === 'webhook';
  const parsed = parseFile(folder, SCHEDULES_FILE, schedulesSchema, { environment, mayRefer, optional: true }, problems);
  if (parsed === null || parsed.settings === null) return [];
  const schedules = Object.entries(parsed.settings).map(([name, settings]) => ({ name, ...settings }));
  const tags = crawlers.names.length === crawlers.loaded.length ? tagsOf(crawlers.loaded) : null;
  const crawled = crawlers.loaded.map(({ config }) => config);
  const uncrawled = tags === null ? [] : topics.loaded.filter(({ config }) => !crawled.some((each) => isOf(config, each)));
  const known = {
    crawlers: crawlers.names,
    imports: imports.names,
    topics: topics.names,
    uncrawled: uncrawled.map(({ config }) => config.name),
    tags,
  };
  problems.push(...scheduleProblems({ source: parsed.source, schedules }, known));
  return schedules;
}

type NameProblem = (name: string) => { readonly message: string; readonly suggestion?: string } | null;

function loadFolder<S extends z.ZodType>(
  folder: string,
  below: string,
  schema: S,
  references: { readonly environment: Environment; readonly mayRefer: (path: ConfigPath) => boolean },
  nameProblem: NameProblem,
  problems: ConfigProblem[],
) {
  const { names, misspelt, problem } = listYaml(join(folder, below));
  if (problem !== null) problems.push(fileProblem(below, { message: problem }));
  for (const file of misspelt) {
    problems.push(
      fileProblem(`${below}/${file}`, { message: 'only files that end in .yaml are read', suggestion: file.replace(/\.ya?ml$/i, '.yaml') }),
    );
  }
  const files = names.flatMap((name) => {
    const file = `${below}/${name}.yaml`;
    const wrong = nameProblem(name);
    if (wrong !== null) problems.push(fileProblem(file, wrong));
    const parsed = parseFile(folder, file, schema, references, problems);
    return parsed === null ? [] : [{ name, ...parsed }];
  });
  return { names, files };
}

const fileProblem = (file: string, problem: { readonly message: string; readonly suggestion?: string }): ConfigProblem => ({
  file,
  line: 1,
  column: 1,
  path: '',
  ...problem,
});

/** Sorted by place. One value may break two rules that say the same. */
function inOrder(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const unique = [...new Map(problems.map((problem) => [problemText(problem), problem])).values()];
  return unique.sort((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1));
}
