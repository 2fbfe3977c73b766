import { loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/config.ts';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { build, corpusNamed } from '../../src/run/build.ts';
import { type Engines, openEngines, openPool } from '../../src/run/engines.ts';
import { explain } from '../../src/run/explain/explain.ts';
import type { Explanation } from '../../src/run/explain/explanation.ts';
import { collectGarbage, compactResults, type Garbage, type GcOptions } from '../../src/run/gc.ts';
import { openReading } from '../../src/run/reading.ts';
import { type Fault, verify } from '../../src/run/verify.ts';
import type { Project } from './project.ts';

/** What commands do, in the process of the test: to start one takes a second of a processor, which tests of the command line alone are to pay. */

export async function withEngines<Result>(
  { folder }: Project,
  use: (config: Config, engines: Engines) => Promise<Result>,
): Promise<Result> {
  const config = loadConfig(folder, {});
  const engines = await openEngines(config, 'test');
  try {
    return await use(config, engines);
  } finally {
    await engines.close();
  }
}

export const verifyHere = (project: Project): Promise<readonly Fault[]> =>
  withEngines(project, (config, engines) => Array.fromAsync(verify(config, engines)));

export const buildHere = (project: Project, name: string): Promise<Manifest> =>
  withEngines(project, async (config, engines) => (await build(config, engines, { name, ...corpusNamed(config, name)! })).manifest);

export async function gcHere(project: Project, options: GcOptions): Promise<readonly Garbage[]> {
  const gone = await withEngines(project, (config, engines) => Array.fromAsync(collectGarbage(config, engines, options)));
  compactResults(loadConfig(project.folder, {}));
  return gone;
}

export async function explainHere({ folder }: Project, url: string): Promise<Explanation> {
  const config = loadConfig(folder, {});
  const reading = await openReading(config);
  const pool = openPool(config);
  try {
    return await explain({ config, reading, pool, fetch: false }, url);
  } finally {
    await pool.close();
    await reading.close();
  }
}
