import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { manifestFile } from '../corpus/manifest.ts';
import { type Engines, openEngines } from '../run/engines.ts';
import { type Checked, type Denied, hostsOf, recheck, visit } from '../run/recheck/recheck.ts';
import { printable } from '../text/printable.ts';
import { demandContact } from './contact.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { onInterrupt } from './interrupt.ts';
import { counted, figure } from './progress/figures.ts';
import { StatusLine } from './progress/progress.ts';

interface RecheckFlags {
  readonly project: string;
  readonly live?: boolean;
  readonly json?: boolean;
}

export function addRecheck(command: Command): void {
  command
    .argument('<corpus>', 'a corpus that was built')
    .option('--live', 'visit every page once more first: today’s robots.txt, the files that speak for its host, and its own signals')
    .option('--json', 'the list as JSON lines, with the evidence')
    .action(async (corpus: string) => {
      const flags = command.optsWithGlobals<RecheckFlags>();
      const config = loadConfig(flags.project, process.env);
      process.exitCode = await recheckAndTell(config, corpus, flags);
    });
}

async function recheckAndTell(config: Config, corpus: string, { live, json }: RecheckFlags): Promise<ExitCode> {
  const engines = await openEngines(config, 'recheck');
  const status = new StatusLine(process.stderr);
  const interrupt = onInterrupt((text) => status.say(text));
  const { signal } = interrupt;
  let checked: Checked = { documents: 0, denied: 0, unknown: 0 };
  try {
    if (!existsSync(manifestFile(join(config.storage, 'corpora', corpus))))
      throw new CommandError(`no corpus is called ${corpus}: \`garner build ${corpus}\` makes one`, ExitCode.usage);
    if (live === true) await visitHosts(config, engines, { corpus, status, signal });
    status.set(() => checkedText(checked));
    const progress = (now: Checked): void => void (checked = now);
    for await (const denied of recheck(config, engines, { corpus, signal, progress }))
      process.stdout.write(`${lineOf(denied, json === true)}\n`);
    status.end();
    status.say(checkedText(checked));
    if (checked.denied > 0)
      status.say('To remove them: garner forget --list FILE with these lines in it; --erase takes them out of the archive, too.');
    return ExitCode.ok;
  } catch (error) {
    if (signal.aborted) throw new CommandError('interrupted: the same command goes on', ExitCode.interrupted);
    throw error;
  } finally {
    status.end();
    interrupt.dispose();
    await engines.close();
  }
}

interface Visiting {
  readonly corpus: string;
  readonly status: StatusLine;
  readonly signal: AbortSignal;
}

async function visitHosts(config: Config, engines: Engines, { corpus, status, signal }: Visiting): Promise<void> {
  await demandContact(config, await hostsOf(config, engines, corpus));
  let visited = 0;
  status.set(() => `${figure(visited)} pages asked for`);
  const recorded = (): void => void (visited += 1);
  const { finished, shortage } = await visit(config, engines, { corpus, signal, recorded });
  signal.throwIfAborted();
  if (finished) return;
  throw new CommandError(
    `not every page was asked for: ${shortage?.because ?? 'it was stopped'}. Make room, then give the same command again`,
    ExitCode.storage,
  );
}

const lineOf = ({ url, id, drop: { stage, rule, because, evidence } }: Denied, json: boolean): string =>
  json
    ? JSON.stringify({ url, id, rule: `${stage}/${rule}`, because, evidence: evidence ?? [] })
    : printable(`${url} ${stage}/${rule}: ${because}`);

function checkedText({ documents, denied, unknown }: Checked): string {
  const unsaid = unknown === 0 ? '' : `; ${figure(unknown)} cannot be judged, for what crawled them is not configured any longer`;
  return `${counted(documents, 'document')}, ${figure(denied)} may not stay${unsaid}`;
}
