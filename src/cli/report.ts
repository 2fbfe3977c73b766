import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { readManifest } from '../corpus/manifest.ts';
import { openReading } from '../run/reading.ts';
import { writeCorpusReport, writeRunReport } from '../run/reports.ts';
import { openShared } from '../run/shared-storage.ts';
import { faultOf } from './corpus.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';

interface ReportFlags {
  readonly project: string;
  readonly json?: boolean;
}

export function addReport(command: Command): void {
  command
    .argument('[name]', 'a corpus, or a run')
    .option('--json', 'where it is as JSON on stdout')
    .action(async (name: string | undefined) => {
      const flags = command.optsWithGlobals<ReportFlags>();
      const config = loadConfig(flags.project, process.env);
      const file = (name === undefined ? null : await ofCorpus(config, name)) ?? (await ofRun(config, name));
      if (file === null) {
        const why =
          name === undefined
            ? 'there is no run yet: `garner crawl` begins one'
            : `no corpus or run is called ${name}; \`garner status\` and \`garner runs\` list them`;
        throw new CommandError(why, ExitCode.usage);
      }
      process.stdout.write(flags.json === true ? `${JSON.stringify({ file })}\n` : `${file}\n`);
    });
}

async function ofCorpus(config: Config, name: string): Promise<string | null> {
  const shared = await openShared(config, faultOf(name));
  try {
    const folder = join(config.storage, 'corpora', name);
    const manifest = await readManifest(folder);
    return manifest === null ? null : (await writeCorpusReport(folder, manifest)).file;
  } finally {
    await shared?.close();
  }
}

async function ofRun(config: Config, name: string | undefined): Promise<string | null> {
  const reading = await openReading(config);
  try {
    const runs = (await reading.ledger?.runs()) ?? [];
    const found = name === undefined ? runs[0] : runs.find(({ run }) => run.startsWith(name));
    const { ledger, staging } = reading;
    return found === undefined || ledger === null ? null : await writeRunReport(config, { ledger, staging }, found.run);
  } finally {
    await reading.close();
  }
}
