import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ArchiveLocation, RecordId } from '../../src/records.ts';

/** A page that a child said was archived. */
export interface Acknowledged {
  readonly recordId: RecordId;
  readonly location: ArchiveLocation;
  readonly length: number;
}

/** Its arguments: the folder, the size of segments, and settings of a store as JSON, if there is one. */
export const CHILD = fileURLToPath(import.meta.resolve('./writing-child.ts'));

/** Runs a child that archives, and kills it when it has said so much. */
export async function runChild(
  command: string,
  args: readonly string[],
  stopAfter: number,
): Promise<{ acknowledged: Acknowledged[]; stderr: string }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (out.length > stopAfter) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const lines = out.slice(0, out.lastIndexOf('\n')).split('\n');
  return { acknowledged: lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Acknowledged), stderr };
}
