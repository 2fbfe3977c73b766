import { Command, CommanderError } from 'commander';
import { version } from '../version.ts';
import { ExitCode } from './exit-codes.ts';
import { report } from './failure.ts';

const EXIT_CODES = `
Exit codes:
  0 done   1 a bug in Garner   2 command line not understood   4 configuration has errors
  5 storage cannot be used, or has too little room   6 nothing could be reached   7 not allowed by robots.txt or rights
  8 nothing was gathered   9 verify found damage   130 interrupted: the same command goes on

Start with:  garner fetch https://example.org/   or   garner init my-corpus`;

/** One file per command, in the order in which help lists them. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  init: async () => (await import('./init.ts')).addInit,
  fetch: async () => (await import('./fetch.ts')).addFetch,
  plan: async () => (await import('./plan.ts')).addPlan,
  crawl: async () => (await import('./crawl.ts')).addCrawl,
  work: async () => (await import('./work.ts')).addWork,
  import: async () => (await import('./import.ts')).addImport,
  build: async () => (await import('./build.ts')).addBuild,
  check: async () => (await import('./check.ts')).addCheck,
  rights: async () => (await import('./rights.ts')).addRights,
  explain: async () => (await import('./explain.ts')).addExplain,
  schedule: async () => (await import('./schedule.ts')).addSchedule,
  status: async () => (await import('./status.ts')).addStatus,
  runs: async () => (await import('./runs.ts')).addRuns,
  report: async () => (await import('./report.ts')).addReport,
  inspect: async () => (await import('./inspect.ts')).addInspect,
  export: async () => (await import('./export.ts')).addExport,
  verify: async () => (await import('./verify.ts')).addVerify,
  recheck: async () => (await import('./recheck.ts')).addRecheck,
  recover: async () => (await import('./recover.ts')).addRecover,
  quarantine: async () => (await import('./quarantine.ts')).addQuarantine,
  forget: async () => (await import('./forget.ts')).addForget,
  gc: async () => (await import('./gc.ts')).addGc,
  extract: async () => (await import('./extract.ts')).addExtract,
  'train-filter': async () => (await import('./train-filter.ts')).addTrainFilter,
  board: async () => (await import('./board.ts')).addBoard,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  completion: async () => (await import('./completion.ts')).addCompletion,
};

const program = new Command('garner')
  .description('Gathers a clean, rights-checked, deduplicated text corpus from the web.')
  .version(version)
  .option('--project <folder>', 'folder with crawlers/, config/ and storage/', '.')
  .addHelpText('after', EXIT_CODES)
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });

// Only what was asked for is loaded: a page should be on the screen before a crawler's libraries are. Help and completion need all, the version none.
const [first = ''] = process.argv.slice(2);
const mentioned = first === 'completion' ? [] : process.argv.slice(2).filter((argument) => Object.hasOwn(commands, argument));
const isWanted = (name: string): boolean => (mentioned.length === 0 ? !['-V', '--version'].includes(first) : mentioned.includes(name));
for (const [name, load] of Object.entries(commands)) if (isWanted(name)) (await load())(program);
for (const command of program.commands) command.exitOverride();

// A reader that has enough (`| head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? ExitCode.ok : ExitCode.internal));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  else process.exitCode = report(error);
}
// Idle connections and timers of libraries must not keep a finished command alive.
setTimeout(() => process.exit(), 500).unref();
