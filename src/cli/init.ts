import { resolve } from 'node:path';
import type { Command } from 'commander';
import { checkConfig } from '../config/load.ts';
import { problemText } from '../config/problem.ts';
import { layOut, type NewFileText, schemaFiles } from '../run/init.ts';
import { printable } from '../text/printable.ts';
import { canonicalize } from '../url/canonical.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { type Answers, ask } from './init/ask.ts';
import { crawlerText, ignoreText, readmeText, settingsText, storageText, topicText } from './init/templates.ts';
import { contactFault, siteOf, topicFault } from './init/values.ts';

interface InitFlags {
  readonly site: readonly string[];
  readonly contact?: string;
  readonly topic?: string;
  readonly json?: boolean;
}

export function addInit(program: Command): void {
  program
    .command('init')
    .description('lay out a new project, or add a site to one; asks for what the options leave open')
    .argument('[folder]', 'where; made when it is not there', '.')
    .option('--site <url>', 'a site to crawl; may be given several times', (url: string, all: readonly string[]) => [...all, url], [])
    .option('--contact <address>', 'how site owners reach you: https://… or mailto:…')
    .option('--topic <name>', 'name of the corpus')
    .option('--json', 'what was written, as JSON on stdout')
    .action(async (folder: string, _flags: unknown, command: Command) => {
      const flags = command.opts<InitFlags>();
      const root = resolve(folder);
      const isAsking = process.stdin.isTTY && process.stderr.isTTY && flags.json !== true;
      const answers = isAsking ? await ask(flags) : { ...flags, topic: flags.topic ?? 'corpus' };
      const { written, kept } = await layOut(root, [...(await filesOf(answers)), ...(await schemaFiles())]);
      const { problems } = checkConfig(root, process.env);
      if (flags.json === true) process.stdout.write(`${JSON.stringify({ folder: root, written, kept, problems })}\n`);
      else process.stderr.write(`${lines(root, folder, answers, written, kept).join('\n')}\n`);
      if (problems.length === 0) return;
      throw new CommandError(`the project has errors:\n${problems.map(problemText).join('\n')}`, ExitCode.config);
    });
}

async function filesOf({ site, contact, topic }: Answers): Promise<readonly NewFileText[]> {
  const fault = (contact === undefined ? null : contactFault(contact)) ?? topicFault(topic);
  if (fault !== null) throw new CommandError(fault, ExitCode.usage);
  const crawlers = site.map((address) => {
    const url = canonicalize(siteOf(address));
    if (url === null)
      throw new CommandError(`${address} is not an address that can be crawled: give one such as https://example.org/`, ExitCode.usage);
    return { path: `crawlers/${new URL(url).hostname}.yaml`, text: crawlerText(url, topic) };
  });
  return [
    ...crawlers,
    { path: 'config/garner.yaml', text: settingsText(contact) },
    // A topic that picks no crawler would be an error.
    ...(site.length === 0 ? [] : [{ path: `config/topics/${topic}.yaml`, text: topicText(topic) }]),
    { path: 'storage/README.md', text: storageText },
    { path: '.gitignore', text: ignoreText },
    { path: 'README.md', text: readmeText(topic) },
  ];
}

function lines(
  root: string,
  folder: string,
  { site, contact, topic }: Answers,
  written: readonly string[],
  kept: readonly string[],
): readonly string[] {
  const go = folder === '.' ? [] : [`  cd ${folder}`];
  return [
    `${root}:`,
    ...written.map((path) => `  ${path}`),
    ...(kept.length === 0 ? [] : [`Left as they were: ${kept.join(', ')}`]),
    '',
    ...(site.length === 0 ? ['No site yet: `garner init --site URL` adds one.'] : []),
    ...(contact === undefined ? ['Set userAgent.contact in config/garner.yaml: no public host is contacted without it.'] : []),
    ...(site.length === 0 ? [] : ['Next:', ...go, `  garner crawl --topic ${topic}`, `  garner build ${topic}`]),
  ].map(printable);
}
