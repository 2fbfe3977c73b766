import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { type Manifest, readManifest } from '../corpus/manifest.ts';
import { openShared } from '../run/shared-storage.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';

export interface Corpus {
  readonly folder: string;
  /** Of its newest generation. */
  readonly manifest: Manifest;
}

/** Throws what is wrong with this corpus; that of others is no matter. */
export const faultOf =
  (name: string) =>
  (corpus: string, fault: Error): void => {
    if (corpus === name) throw fault;
  };

/** Looks at a corpus of this name. Throws `CommandError` when there is none. */
export async function withCorpus<Result>(config: Config, name: string, look: (corpus: Corpus) => Promise<Result>): Promise<Result> {
  const shared = await openShared(config, faultOf(name));
  try {
    const folder = join(config.storage, 'corpora', name);
    const manifest = /^[\w.-]+$/.test(name) ? await readManifest(folder) : null;
    if (manifest !== null) return await look({ folder, manifest });
    throw new CommandError(`no corpus is called ${name}: \`garner build ${name}\` makes one, \`garner status\` lists them`, ExitCode.usage);
  } finally {
    await shared?.close();
  }
}
