import { Command, CommanderError, Help, type Option } from 'commander';
import { version } from '../version.ts';
import { ExitCode } from './exit-codes.ts';
import { report } from './failure.ts';

const EXIT_CODES = `
Exit codes:
  0    done
  1    a bug in Garner
  2    command line not understood
  4    configuration has errors
  5    storage cannot be used, or has too little room
  6    nothing could be reached
  7    not allowed by robots.txt or rights
  8    nothing was gathered
  9    verify found damage
  130  interrupted: the same command goes on

Start with:  garner fetch https://example.org/   or   garner init my-corpus`;

/** One file per command, in the order in which help lists them. */
const commands: Readonly<Record<string, readonly [description: string, load: () => Promise<(command: Command) => void>]>> = {
  init: [
    'lay out a new project, or add a site to one; asks for what the options leave open',
    async () => (await import('./init.ts')).addInit,
  ],
  fetch: [
    'fetch one page now and print its text; with --site, gather its whole site into a corpus',
    async () => (await import('./fetch.ts')).addFetch,
  ],
  plan: [
    'look ahead: what a crawl would find, how much and how long, and what may be taken; stores nothing',
    async () => (await import('./plan.ts')).addPlan,
  ],
  crawl: [
    'fetch what the crawlers want into the archive; an interrupted crawl is resumed',
    async () => (await import('./crawl.ts')).addCrawl,
  ],
  work: ['work for the crawls of a fleet, over Redis, until told to stop', async () => (await import('./work.ts')).addWork],
  import: [
    'put documents of your own into the archive, or pages of web archives: WARC and WACZ',
    async () => (await import('./import.ts')).addImport,
  ],
  build: ['build a corpus from what was crawled; fetches nothing', async () => (await import('./build.ts')).addBuild],
  check: ['show every error of every config file, or what is configured', async () => (await import('./check.ts')).addCheck],
  rights: [
    'say what may be done with a page: every signal of its host and its own, with the evidence, and the decision',
    async () => (await import('./rights.ts')).addRights,
  ],
  explain: [
    'say why a URL is in the corpora, or is not: one decision after the other, with the evidence',
    async () => (await import('./explain.ts')).addExplain,
  ],
  schedule: [
    'crawl and build when config/schedules.yaml says so; goes on until it is stopped',
    async () => (await import('./schedule.ts')).addSchedule,
  ],
  status: [
    'what is going on in the storage folder, and what is there; also while another command works',
    async () => (await import('./status.ts')).addStatus,
  ],
  runs: ['the runs so far, newest first, and the calendar; or one run in figures', async () => (await import('./runs.ts')).addRuns],
  report: [
    'write the report of a corpus or of a run anew, and say where it is; without a name, of the newest run',
    async () => (await import('./report.ts')).addReport,
  ],
  inspect: [
    'look at a corpus: its numbers, some documents, what is found in them, one with all that is known of it',
    async () => (await import('./inspect.ts')).addInspect,
  ],
  export: [
    'write the newest generation of a corpus, or its captures, in a form that others expect',
    async () => (await import('./export.ts')).addExport,
  ],
  verify: [
    'read all that is stored, and say what is damaged or missing; changes nothing',
    async () => (await import('./verify.ts')).addVerify,
  ],
  recheck: [
    "judge a corpus's documents again, under today's policy, and list those that may not stay: see `forget --list`",
    async () => (await import('./recheck.ts')).addRecheck,
  ],
  recover: [
    'put back into a Redis that was lost what the storage folder has on record; for fleets',
    async () => (await import('./recover.ts')).addRecover,
  ],
  quarantine: [
    'look at what crawls leave alone as traps, and let it in again',
    async () => (await import('./quarantine.ts')).addQuarantine,
  ],
  forget: [
    'take pages out of every corpus, so that they never come back; without --yes, say what would go',
    async () => (await import('./forget.ts')).addForget,
  ],
  gc: [
    'remove what nothing needs any longer: old generations, replaced captures, refined results of old versions',
    async () => (await import('./gc.ts')).addGc,
  ],
  extract: ['print the text of a page that you have; with --batch, of many', async () => (await import('./extract.ts')).addExtract],
  'train-filter': [
    'learn to tell good texts from bad ones, for a quality preset to filter by',
    async () => (await import('./train-filter.ts')).addTrainFilter,
  ],
  board: ['serve a page over the queues of a fleet (Bull Board), behind a token', async () => (await import('./board.ts')).addBoard],
  doctor: [
    'look whether this machine has what the project needs: room, a browser, Redis, an object store',
    async () => (await import('./doctor.ts')).addDoctor,
  ],
  completion: [
    'print a script by which your shell completes commands, options and names',
    async () => (await import('./completion.ts')).addCompletion,
  ],
};

/** An empty list that options are added to is no default to tell people of. */
function optionDescription(option: Option): string {
  const isEmpty = ['[]', '{}', '""'].includes(JSON.stringify(option.defaultValue));
  return isEmpty ? option.description : new Help().optionDescription(option);
}

/** What a command of `garner` takes, its own help tells. */
const subcommandTerm = (command: Command): string =>
  Object.hasOwn(commands, command.name()) ? command.name() : new Help().subcommandTerm(command);

const program = new Command('garner')
  .description('Gathers a clean, rights-checked, deduplicated text corpus from the web.')
  .version(version)
  .option('--project <folder>', 'folder with crawlers/, config/ and storage/', '.')
  .addHelpText('after', EXIT_CODES)
  .exitOverride()
  .configureHelp({ showGlobalOptions: true, optionDescription, subcommandTerm });

// Only what was asked for is loaded: a page should be on the screen before a crawler's libraries are. Completion needs all.
const given = process.argv.slice(2);
const isWanted = (name: string): boolean => given.includes('completion') || given.includes(name);
for (const [name, [description, load]] of Object.entries(commands)) {
  const command = program.command(name).description(description).exitOverride();
  if (isWanted(name)) (await load())(command);
}

// A reader that has enough (`| head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? ExitCode.ok : ExitCode.internal));
// Nor is one that hears no longer how a command gets on, or a log on a full disk: the command does.
process.stderr.on('error', () => undefined);

try {
  // Of a command that is not there, `help` gives the list of all, and not the error that the name itself gives.
  const [first, name] = given;
  const isUnknown = first === 'help' && name !== undefined && !Object.hasOwn(commands, name);
  await program.parseAsync(isUnknown ? given.slice(1) : given, { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  else process.exitCode = report(error);
}
// Idle connections and timers of libraries must not keep a finished command alive.
setTimeout(() => process.exit(), 500).unref();
