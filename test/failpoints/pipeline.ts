/**
 * What `garner crawl`, `garner import` (of the web archives beside the configuration) and `garner build` do, in a process of its own, but that everything goes on record as of one instant: so that a corpus
 * depends on the web alone, and two of them can be compared byte for byte.
 *
 *   node test/failpoints/pipeline.ts PROJECT TOPIC PHASES      where PHASES is some of crawl, import and build
 */
import { report } from '../../src/cli/failure.ts';
import { loadConfig } from '../../src/config/load.ts';
import { crawlersOfTopic, sourcesOfTopic } from '../../src/config/selection.ts';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../../src/run/build.ts';
import { crawl } from '../../src/run/crawl.ts';
import { openEngines } from '../../src/run/engines.ts';
import { importWeb } from '../../src/run/import/web.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

async function run(folder: string, name: string, phases: readonly string[]): Promise<void> {
  const config = loadConfig(folder, process.env);
  const topic = config.topics.get(name);
  if (topic === undefined) throw new Error(`no topic is called ${name}`);
  const engines = await openEngines(config, phases.join(), { clock: () => NOON });
  try {
    if (phases.includes('crawl')) {
      const { finished } = await crawl(config, engines, { crawlers: crawlersOfTopic(config, topic) });
      process.stdout.write('crawled\n');
      if (!finished) throw new Error('the crawl did not finish');
    }
    if (phases.includes('import')) {
      const archives = readdirSync(folder).filter((file) => file.endsWith('.warc.gz'));
      await importWeb(config, engines, {
        name,
        sources: [...config.imports.values()],
        archives: archives.sort().map((file) => join(folder, file)),
        indexes: [],
        filter: {},
        signal: AbortSignal.any([]),
        recorded: () => undefined,
        flawed: () => undefined,
        progress: () => undefined,
      });
    }
    if (phases.includes('build')) await build(config, engines, { name, title: topic.title, crawlers: sourcesOfTopic(config, topic) });
  } finally {
    await engines.close();
  }
}

const [folder = '', topic = '', phases = 'crawl,build'] = process.argv.slice(2);
try {
  await run(folder, topic, phases.split(','));
} catch (error) {
  process.exitCode = report(error);
}
