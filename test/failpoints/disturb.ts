import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Project } from '../cli/project.ts';
import type { Orders } from './armed.ts';
import { type EndState, endStateOf, type RunOptions, runPipeline } from './project-runs.ts';

const AT_ONCE = 2;

/** The places on the disk that a run comes past, each once. */
export async function sitesPassed(project: Project, name: string, options: RunOptions = {}): Promise<readonly string[]> {
  const log = join(project.folder, name);
  expect(await runPipeline(project, { ...options, orders: { log } })).toMatchObject({ code: 0, stderr: '' });
  const lines = (await readFile(log, 'utf8')).trim().split('\n');
  // Threads come and go by themselves; all that they change goes through their files' names.
  return [...new Set(lines.map((line) => line.split('\t')[1] ?? ''))];
}

/** What is done already, or makes room. */
export const CANNOT_FAIL = /^(?:remove|truncate|committed|checkpoint)/;

export type Disturbance = Omit<Orders, 'root'>;

interface Subject {
  readonly newProject: () => Promise<Project>;
  /** Default: crawl and build. */
  readonly phases?: RunOptions['phases'];
  /** How it ends when nobody disturbs it. */
  readonly undisturbed: () => EndState;
}

/** Cuts a pipeline short as ordered, gives the same command again, and says what is not as it should be. */
export async function disturb(
  { newProject, phases, undisturbed }: Subject,
  orders: Disturbance,
  begun?: Project,
): Promise<readonly string[]> {
  const project = begun ?? (await newProject());
  const options = phases === undefined ? {} : { phases };
  const first = await runPipeline(project, { ...options, orders });
  const isTold = first.code === 5 && /^garner: .*(disk|space|writ)/.test(first.stderr) && !/\n\s+at /.test(first.stderr);
  const again = await runPipeline(project, options);
  const left = (await readdir(project.storage, { recursive: true })).filter((path) => /\.tmp$|\.open$|\.build|^importing/.test(path));
  const faults = [
    ...((orders.action === 'kill' ? first.code === null : isTold) ? [] : [`it ended with ${first.code}: ${first.stderr}`]),
    ...(again.code === 0 && again.stderr === '' ? [] : [`the same command ended with ${again.code}: ${again.stderr}`]),
    ...(isDeepStrictEqual(await endStateOf(project), undisturbed()) ? [] : ['it came to another end']),
    ...(left.length === 0 ? [] : [`${left.join(' and ')} were left`]),
  ];
  if (faults.length === 0) await project.dispose();
  return faults.map((fault) => `${orders.action} at "${orders.site}", hit ${orders.hit}: ${fault} (${project.folder})`);
}

/** Some at once, each in a project of its own. */
export async function disturbEach(subject: Subject, all: readonly Disturbance[]): Promise<readonly string[]> {
  const waiting = [...all];
  const faults: string[] = [];
  const work = async (): Promise<void> => {
    for (let orders = waiting.shift(); orders !== undefined; orders = waiting.shift()) faults.push(...(await disturb(subject, orders)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return faults;
}
