import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { type Manifest, readManifest } from '../corpus/manifest.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';

/** The newest generation of a corpus of this name. Throws `CommandError` when there is none. */
export async function corpusNamed(config: Config, name: string): Promise<{ readonly folder: string; readonly manifest: Manifest }> {
  const folder = join(config.storage, 'corpora', name);
  const manifest = /^[\w.-]+$/.test(name) ? await readManifest(folder) : null;
  if (manifest !== null) return { folder, manifest };
  throw new CommandError(`no corpus is called ${name}: \`garner build ${name}\` makes one, \`garner status\` lists them`, ExitCode.usage);
}
