import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readManifest, type Manifest } from '../../src/corpus/manifest.ts';
import { query, sqlList } from '../corpus/duckdb.ts';
import { startWeb, type Web } from '../web/web.ts';

const root = join(import.meta.dirname, '..', '..');

export interface Gathered {
  readonly web: Web;
  readonly manifest: Manifest;
  /** The corpus, one object per document, by column. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  dispose(): Promise<void>;
}

async function garner(project: string, port: number, ...args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), '--project', project, ...args], {
    env: { ...process.env, GARNER_DEMO_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`garner ${args.join(' ')} ended with ${code}:\n${said}`);
}

/** Crawls and builds the demo project, in a copy of its own, over a web of its own. */
export async function gather(seed: number): Promise<Gathered> {
  const project = await mkdtemp(join(tmpdir(), 'garner-demo-'));
  const web = await startWeb({ seed });
  const dispose = async (): Promise<void> => {
    await web.close();
    await rm(project, { recursive: true, force: true });
  };
  try {
    for (const folder of ['crawlers', 'config']) await cp(join(root, 'demo', folder), join(project, folder), { recursive: true });
    const settings = join(project, 'config', 'garner.yaml');
    await writeFile(settings, (await readFile(settings, 'utf8')).replace('../storage/demo', 'storage'));
    await garner(project, web.port, 'crawl', '--topic', 'waste-sorting');
    await garner(project, web.port, 'build', 'waste-sorting');
    const corpus = join(project, 'storage', 'corpora', 'waste-sorting');
    const manifest = await readManifest(corpus);
    if (manifest === null) throw new Error('no manifest was published');
    const shards = manifest.shards.map(({ path }) => join(corpus, path));
    const rows = await query(`select * from read_parquet(${sqlList(shards)}, union_by_name => true)`);
    return { web, manifest, rows, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
