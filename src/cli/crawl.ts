import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import type { LedgerEntry, OutcomeCounts } from '../ledger/ledger.ts';
import { crawl as crawlAlone, type CrawlOptions, type CrawlSummary } from '../run/crawl.ts';
import type { Shortage } from '../run/disk-watch.ts';
import type { CrawlWatch } from '../run/watch.ts';
import { type Engines, openEngines } from '../run/engines.ts';
import { demandContact } from './contact.ts';
import { engineOption, withEngine } from './engine.ts';
import { crawlLines } from './crawl-summary.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { openTelemetry } from './telemetry.ts';
import { onInterrupt } from './interrupt.ts';
import { openEvents } from './progress/events.ts';
import { crawlView, waitsFor } from './progress/crawl-view.ts';
import { StatusLine } from './progress/progress.ts';
import { CrawlTally } from './progress/tally.ts';
import { selectCrawlers } from './select-crawlers.ts';

interface CrawlFlags {
  readonly project: string;
  readonly topic?: string;
  readonly tag?: string;
  readonly fresh?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly engine?: string;
}

export function addCrawl(command: Command): void {
  command
    .argument('[crawlers...]', 'names of crawlers (files in crawlers/ without .yaml), or tags; all when left out')
    .option('--topic <name>', 'the crawlers of a topic')
    .option('--tag <tag>', 'the crawlers with a tag')
    .option('--fresh', 'start anew instead of resuming')
    .option('--all', 'ask for every page, also for those that are not due (revisit in the crawler)')
    .addOption(engineOption())
    .option('--json', 'events as JSON lines on stdout, the summary last')
    .action(async (names: string[]) => {
      const flags = command.optsWithGlobals<CrawlFlags>();
      const config = withEngine(loadConfig(flags.project, process.env), flags.engine);
      process.exitCode = await crawlAndReport(config, selectCrawlers(config, names, flags), {
        ...flags,
        next: nextCommand(config, names, flags),
      });
    });
}

/** The command that makes a corpus of what such a crawl has fetched. */
function nextCommand(config: Config, names: readonly string[], { topic }: CrawlFlags): string {
  const [only] =
    names.length === 0 && config.topics.size === 1
      ? config.topics.keys()
      : names.length === 1 && config.crawlers.has(names[0] ?? '')
        ? names
        : [];
  return `garner build ${topic ?? only ?? 'TOPIC'}, or garner explain URL`;
}

/** Runs a crawl with progress on stderr and its summary at the end. Shared with `fetch --site`. */
export async function crawlAndReport(
  config: Config,
  crawlers: readonly string[],
  {
    topic,
    fresh = false,
    all = false,
    json = false,
    next = null,
  }: { readonly topic?: string; readonly fresh?: boolean; readonly all?: boolean; readonly json?: boolean; readonly next?: string | null },
): Promise<ExitCode> {
  await demandContact(
    config,
    crawlers.flatMap((name) => config.crawlers.get(name)?.seeds ?? []),
  );
  const { engines, crawl } = await (config.engine === 'redis' ? openFleet(config) : openEmbedded(config));
  const status = new StatusLine(process.stderr);
  const tally = new CrawlTally();
  const interrupt = onInterrupt((text) => status.say(text));
  let watch: Pick<CrawlWatch, 'snapshot'> | null = null;
  const live = (columns: number, rows: number): readonly string[] =>
    watch === null ? [tally.line()] : crawlView(watch.snapshot(), tally, columns, rows);
  status.set({ live, plain: () => [tally.line(), ...(watch === null ? [] : waitsFor(watch.snapshot()))].join(' · ') });
  const events = json ? openEvents(process.stdout) : null;
  const telemetry = await openTelemetry(config);
  const ticking = events?.every(
    1000,
    () => watch && { event: 'progress', counts: tally.counts, bytes: tally.bytes, rates: tally.rates(), ...watch.snapshot() },
  );
  try {
    const order = {
      crawlers,
      ...(topic !== undefined && { topic }),
      fresh,
      all,
      signal: interrupt.signal,
      started: (run: string, resumed: boolean) => {
        status.say(`${resumed ? 'Resuming' : 'Starting'} run ${run}: ${crawlers.join(', ')}`);
        events?.tell({ event: 'started', run, resumed, crawlers });
      },
      watched: (given: Pick<CrawlWatch, 'snapshot'>) => {
        watch = given;
      },
      recorded: (entry: LedgerEntry) => tally.add(entry),
      said: (text: string) => status.say(text),
    };
    const summary = await crawl(order);
    status.end();
    if (events !== null) events.tell({ event: 'summary', ...summary });
    else process.stderr.write(`${crawlLines(summary, { bytes: tally.bytes, pages: tally.pages, next }).join('\n')}\n`);
    if (summary.shortage !== null) throw outOfRoom(summary.shortage);
    if (!summary.finished) return ExitCode.interrupted;
    if ((summary.outcomes['page'] ?? 0) + (summary.outcomes['unchanged'] ?? 0) > 0) return ExitCode.ok;
    throw nothingFetched(summary.outcomes, tally.trouble);
  } finally {
    ticking?.stop();
    status.end();
    interrupt.dispose();
    await telemetry.close();
    await engines.close();
  }
}

/** What does the crawling: this process, or the workers of a fleet. */
interface Crew {
  readonly engines: Engines;
  readonly crawl: (order: CrawlOptions) => Promise<CrawlSummary>;
}

async function openEmbedded(config: Config): Promise<Crew> {
  const engines = await openEngines(config, 'crawl');
  return { engines, crawl: (order) => crawlAlone(config, engines, order) };
}

/** Only who has a fleet loads what it needs. */
async function openFleet(config: Config): Promise<Crew> {
  const [{ openFleetEngines }, { coordinate }] = await Promise.all([
    import('../run/fleet/engines.ts'),
    import('../run/fleet/coordinate.ts'),
  ]);
  const engines = await openFleetEngines(config, 'crawl');
  return { engines, crawl: (order) => coordinate(config, engines, order) };
}

/** The crawl left off so that the disk would not be full. */
function outOfRoom({ kind, because }: Shortage): CommandError {
  const remedy = kind === 'reserve' ? 'Make room there or lower disk.reserve' : 'Free some with `garner gc` or raise disk.archive';
  return new CommandError(
    `stopped fetching: ${because}. All that was fetched is kept. ${remedy} in config/garner.yaml, then give the same command again.`,
    ExitCode.storage,
  );
}

/** No page at all: was it the network, or were we not allowed? */
function nothingFetched(outcomes: OutcomeCounts, trouble: LedgerEntry | null): CommandError {
  const has = (beginning: string): boolean => Object.keys(outcomes).some((name) => name.startsWith(beginning));
  const code = has('failed ') ? ExitCode.network : has('refused robots/') ? ExitCode.refused : ExitCode.empty;
  const [outcome, url] = [trouble?.outcome, trouble?.url ?? ''];
  const because = outcome?.kind === 'failed' ? outcome.because : outcome?.kind === 'refused' ? outcome.drop.because : null;
  return new CommandError(`no page was fetched${because === null ? '' : `; ${url}: ${because}`}`, code);
}
