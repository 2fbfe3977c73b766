import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { checkConfig } from '../config/load.ts';
import { problemText } from '../config/problem.ts';
import type { PageUrl } from '../records.ts';
import { type Laid, layOut, type NewFileText, schemaFiles } from '../run/init.ts';
import { printable } from '../text/printable.ts';
import { canonicalize } from '../url/canonical.ts';
import { namesOf } from './completion/names.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { type Answers, ask } from './init/ask.ts';
import { lookAt, type Looked } from './init/look.ts';
import { ignoreText, readmeText, settingsText, storageText, topicText } from './init/templates.ts';
import { contactFault, siteOf, topicFault } from './init/values.ts';
import { countFrom1 } from './numbers.ts';
import { StatusLine } from './progress/progress.ts';

interface InitFlags {
  readonly project: string;
  readonly site: readonly string[];
  readonly contact?: string;
  readonly topic?: string;
  readonly offline?: boolean;
  readonly force?: boolean;
  readonly sample: number;
  readonly json?: boolean;
}

export function addInit(command: Command): void {
  command
    .argument('[folder]', 'where; made when it is not there; default: the folder of --project')
    .option(
      '--site <url>',
      'a site to crawl, which is looked at; may be given several times',
      (url: string, all: readonly string[]) => [...all, url],
      [],
    )
    .option('--contact <address>', 'how site owners reach you: https://… or mailto:…; also GARNER_CONTACT')
    .option('--topic <name>', 'name of the corpus')
    .option('--sample <count>', 'with --site: pages to look at', countFrom1, 10)
    .option('--offline', 'with --site: write a plain config, and contact nobody')
    .option('--force', 'with --site: write its config anew where there is one')
    .option('--json', 'what was written, as JSON on stdout')
    .action(async (named: string | undefined) => {
      const flags = command.optsWithGlobals<InitFlags>();
      const folder = named ?? flags.project;
      const root = resolve(folder);
      const isAsking = process.stdin.isTTY && process.stderr.isTTY && flags.json !== true;
      const topic = flags.topic ?? onlyTopicOf(root);
      const contact = flags.contact ?? process.env['GARNER_CONTACT'];
      const known = { site: flags.site, ...(topic !== null && { topic }), ...(contact !== undefined && { contact }) };
      const answers = isAsking ? await ask(known) : { ...known, topic: topic ?? 'corpus' };
      const sites = sitesOf(answers);
      const base = await layOut(root, [...filesOf(answers), ...(await schemaFiles())]);
      const { laid, looked } = await addSites(root, sites, answers, flags);
      const [written, kept] = [
        [...laid.written, ...base.written],
        [...laid.kept, ...base.kept],
      ];
      const { config, problems } = checkConfig(root, process.env);
      if (flags.json === true)
        process.stdout.write(
          `${JSON.stringify({ folder: root, written, kept, looked: looked.map(({ site, because }) => ({ site, because })), problems })}\n`,
        );
      else process.stderr.write(`${lines(root, folder, answers, { written, kept }, { looked, config }).join('\n')}\n`);
      if (problems.length === 0) return;
      throw new CommandError(`the project has errors:\n${problems.map(problemText).join('\n')}`, ExitCode.config);
    });
}

/** The topic of a project that has one. */
function onlyTopicOf(root: string): string | null {
  const [only, ...others] = namesOf('topics', root);
  return only === undefined || others.length > 0 ? null : only;
}

/** @throws CommandError for an answer that cannot be used: before anything is written. */
function sitesOf({ site, contact, topic }: Answers): readonly PageUrl[] {
  const fault = (contact === undefined ? null : contactFault(contact)) ?? topicFault(topic);
  if (fault !== null) throw new CommandError(fault, ExitCode.usage);
  return site.map((address) => {
    const url = canonicalize(siteOf(address));
    if (url === null)
      throw new CommandError(`${address} is not an address that can be crawled: give one such as https://example.org/`, ExitCode.usage);
    return url;
  });
}

const filesOf = ({ contact, topic }: Answers): readonly NewFileText[] => [
  { path: 'config/garner.yaml', text: settingsText(contact) },
  { path: 'storage/README.md', text: storageText },
  { path: '.gitignore', text: ignoreText },
  { path: 'README.md', text: readmeText(topic) },
];

/** Looks at the sites one after the other, and writes what was seen. */
async function addSites(
  root: string,
  sites: readonly PageUrl[],
  { topic, contact }: Answers,
  { offline = false, force = false, sample }: InitFlags,
): Promise<{ readonly laid: Laid; readonly looked: readonly Looked[] }> {
  if (sites.length === 0) return { laid: { written: [], kept: [] }, looked: [] };
  const status = new StatusLine(process.stderr);
  const said = (text: string): void => status.set(printable(text));
  try {
    const looked: Looked[] = [];
    for (const url of sites) looked.push(await lookAt(url, { root, topic, contact, offline, force, sample, said }));
    // What was not seen takes the place of nothing.
    const [seen, plain] = [looked.filter(({ because }) => because === null), looked.filter(({ because }) => because !== null)];
    const laid = [await layOut(root, filesIn(seen), force), await layOut(root, filesIn(plain))];
    // After them: a topic that picks no crawler would be an error.
    laid.push(await layOut(root, [{ path: `config/topics/${topic}.yaml`, text: topicText(topic) }]));
    return { laid: { written: laid.flatMap(({ written }) => written), kept: laid.flatMap(({ kept }) => kept) }, looked };
  } finally {
    status.end();
  }
}

const filesIn = (looked: readonly Looked[]): readonly NewFileText[] => looked.map(({ file }) => file);

/** In quotes where a shell would take it apart. */
const forShell = (path: string): string => (/^[\p{L}\p{N}./_-]+$/u.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

function lines(
  root: string,
  folder: string,
  { site, topic }: Answers,
  { written, kept }: Laid,
  { looked, config }: { readonly looked: readonly Looked[]; readonly config: Config | null },
): readonly string[] {
  const go = folder === '.' ? [] : [`  cd ${forShell(folder)}`];
  return [
    `${root}:`,
    ...written.map((path) => `  ${path}`),
    ...(kept.length === 0 ? [] : [`Left as they were: ${kept.join(', ')}`]),
    ...looked.filter(({ because }) => because !== null).map(({ site: url, because }) => `${url} was not looked at: ${because}`),
    '',
    ...(site.length === 0 ? ['No site yet: `garner init --site URL` adds one.'] : []),
    ...(config !== null && config.userAgent.contact === undefined
      ? ['Set userAgent.contact in config/garner.yaml: no public host is contacted without it.']
      : []),
    ...(site.length === 0
      ? []
      : ['Next:', ...go, `  garner plan --topic ${topic}`, `  garner crawl --topic ${topic}`, `  garner build ${topic}`]),
  ].map(printable);
}
