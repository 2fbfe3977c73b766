/**
 * A worker of a fleet, or who coordinates a crawl or a build, in a process of its own and as of one instant: so that what comes out can be compared with
 * what one process alone makes of the same web, byte for byte.
 *
 *   node test/fleet/process.ts PROJECT work|crawl|build TOPIC
 */
import { report } from '../../src/cli/failure.ts';
import { loadConfig } from '../../src/config/load.ts';
import { crawlersOfTopic, sourcesOfTopic } from '../../src/config/selection.ts';
import { coordinate } from '../../src/run/fleet/coordinate.ts';
import { openFleetEngines } from '../../src/run/fleet/engines.ts';
import { buildByFleet } from '../../src/run/fleet/slices/build.ts';
import { work } from '../../src/run/fleet/work.ts';
import { runIdOf } from '../../src/run/run-id.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
/** Of builds of an import: whatever was imported a moment ago counts. */
const NEW_YEAR = Date.UTC(2027, 0, 1);

const [folder = '', command = '', topicName = ''] = process.argv.slice(2);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
const said = (text: string): void => void process.stderr.write(`${text}\n`);

try {
  const config = loadConfig(folder, process.env);
  const engines = await openFleetEngines(config, command, { clock: () => NOON });
  process.stdout.write(`${engines.name} is here\n`);
  try {
    if (command === 'work') {
      await work(config, engines, { roles: ['fetch', 'refine'], signal: stop.signal, said });
    } else if (command === 'build') {
      const topic = config.topics.get(topicName);
      const what =
        topic === undefined ? { crawlers: [topicName], asOf: NEW_YEAR } : { title: topic.title, crawlers: sourcesOfTopic(config, topic) };
      await buildByFleet(config, engines, { name: topicName, ...what }, 4);
    } else {
      const topic = config.topics.get(topicName);
      if (topic === undefined) throw new Error(`no topic is called ${topicName}`);
      const crawlers = [...crawlersOfTopic(config, topic)].sort();
      // Named, so that who takes over from one that died at the very end does not begin another.
      const run = runIdOf(NOON, config.digest, crawlers);
      const { finished } = await coordinate(config, engines, { crawlers, run, signal: stop.signal, said });
      process.stdout.write(finished ? 'crawled\n' : 'interrupted\n');
    }
  } finally {
    await engines.close();
  }
} catch (error) {
  process.exitCode = report(error);
}
// As with the command line: what a drain has given up must not keep the process.
setTimeout(() => process.exit(), 500).unref();
