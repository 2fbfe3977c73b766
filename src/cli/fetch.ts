import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Config } from '../config/config.ts';
import type { CrawlerConfig } from '../config/crawler.ts';
import { loadConfig } from '../config/load.ts';
import type { PageUrl, Refined } from '../records.ts';
import { crawlerFor, withCrawler } from '../run/ad-hoc-crawler.ts';
import { fetchPage } from '../run/fetch-page.ts';
import { printable } from '../text/printable.ts';
import { canonicalize } from '../url/canonical.ts';
import { demandContact } from './contact.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';

interface FetchFlags {
  readonly project: string;
  readonly format: 'text' | 'markdown' | 'json';
  readonly site?: boolean;
  readonly contact?: string;
  readonly pages?: number;
  readonly fresh?: boolean;
  readonly json?: boolean;
  readonly render?: CrawlerConfig['render'];
}

export function addFetch(command: Command): void {
  command
    .argument('<url>', 'an http(s) address')
    .addOption(new Option('--format <form>', 'what to print').choices(['text', 'markdown', 'json']).default('text'))
    .addOption(
      new Option('--render <when>', 'whether a browser makes the text; default: as its crawler says, else auto').choices([
        'never',
        'auto',
        'always',
      ]),
    )
    .option('--site', 'crawl the site of the address and build a corpus of it')
    .option('--pages <count>', 'with --site: fetch at most so many pages', pageCount)
    .option('--fresh', 'with --site: start anew instead of resuming')
    .option('--json', 'with --site: events as JSON lines on stdout, a summary of crawl and build last')
    .option('--contact <address>', 'how site owners reach you: https://… or mailto:…; also GARNER_CONTACT or userAgent.contact')
    .action(async (address: string) => {
      const flags = command.optsWithGlobals<FetchFlags>();
      for (const option of ['pages', 'fresh', 'json'] as const)
        if (flags[option] !== undefined && flags.site !== true) {
          const instead = option === 'json' ? '; one page is printed as JSON by --format json' : '';
          throw new CommandError(`--${option} goes with --site${instead}`, ExitCode.usage);
        }
      const config = withContact(loadConfig(flags.project, process.env), flags.contact ?? process.env['GARNER_CONTACT']);
      const url = canonicalize(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`);
      if (url === null)
        throw new CommandError(`${address} is not an address that can be fetched: give one such as https://example.org/`, ExitCode.usage);
      await demandContact(config, [url]);
      process.exitCode = flags.site === true ? await fetchSite(config, url, flags) : await fetchOne(config, url, flags);
    });
}

function pageCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Give a whole number from 1.');
  return count;
}

function withContact(config: Config, contact: string | undefined): Config {
  if (contact === undefined) return config;
  if (!/^(?:https?:\/\/|mailto:)\S+$/.test(contact)) {
    throw new CommandError(`${contact} is no contact: give an https: page about your crawl or a mailto: address`, ExitCode.usage);
  }
  return { ...config, userAgent: { ...config.userAgent, contact } };
}

async function fetchOne(config: Config, url: PageUrl, { format, render }: FetchFlags): Promise<ExitCode> {
  const result = await fetchPage(config, url, render);
  if (result.unrendered !== undefined) process.stderr.write(`garner: ${printable(`${url}: ${result.unrendered}`)}\n`);
  if (result.kind === 'failed')
    throw new CommandError(`${result.url} could not be fetched (${result.reason}): ${result.because}`, ExitCode.network);
  if (result.kind === 'dropped') {
    const { stage, rule, because } = result.drop;
    const refused = stage === 'robots' || stage === 'rights';
    throw new CommandError(`${result.url} is not taken (${stage}/${rule}): ${because}`, refused ? ExitCode.refused : ExitCode.empty);
  }
  process.stdout.write(`${print(result.record, format)}\n`);
  return ExitCode.ok;
}

function print(record: Refined, format: FetchFlags['format']): string {
  if (format === 'json') {
    const { headers: _headers, at, ...page } = record;
    return JSON.stringify({ ...page, at: new Date(at).toISOString() }, null, 2);
  }
  const heading = record.title === null ? '' : format === 'markdown' ? `# ${record.title}\n\n` : `${record.title}\n\n`;
  const body = format === 'markdown' ? record.markdown : record.text;
  return body.startsWith(heading.trim()) ? body : heading + body;
}

async function fetchSite(config: Config, url: PageUrl, flags: FetchFlags): Promise<ExitCode> {
  const [{ crawlAndReport }, { buildAndReport }] = await Promise.all([import('./crawl.ts'), import('./build.ts')]);
  const found = crawlerFor(config, url);
  const crawler = {
    ...found,
    ...(flags.pages !== undefined && { limits: { ...found.limits, pages: flags.pages } }),
    ...(flags.render !== undefined && { render: flags.render }),
  };
  const site = withCrawler(config, crawler);
  const crawled = await crawlAndReport(site, [crawler.name], { fresh: flags.fresh ?? false, json: flags.json ?? false });
  if (crawled !== ExitCode.ok) return crawled;
  return buildAndReport(site, crawler.name, { json: flags.json ?? false });
}
