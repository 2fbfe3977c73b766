import { access, constants, stat, statfs } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config/config.ts';
import type { ObjectsSettings } from '../config/objects.ts';
import { fileSize } from '../corpus/figures.ts';
import type { Heeded } from '../objects/objects.ts';
import { findBrowser } from '../render/find-browser.ts';

/** One thing that a crawl needs, as it is on this machine. */
export interface Examined {
  readonly what: 'node' | 'storage' | 'redis' | 'objects' | 'browser';
  /** `poor`: it works without, or hardly; `ill`: what the configuration asks for cannot be done. */
  readonly state: 'well' | 'poor' | 'ill';
  /** What was found. */
  readonly found: string;
  /** What to do; null when all is well. */
  readonly remedy: string | null;
}

/** Looks at what the commands of this project will need, and leaves everything as it was. */
export async function* examine(config: Config): AsyncGenerator<Examined> {
  yield { what: 'node', state: 'well', found: `${process.version} on ${process.platform} ${process.arch}`, remedy: null };
  yield await storageOf(config);
  if (config.engine === 'redis') yield await redisOf(config);
  if (config.objects !== undefined) yield await objectsOf(config.objects, config.engine);
  yield await browserOf(config);
}

async function storageOf({ storage, disk }: Config): Promise<Examined> {
  let folder = storage;
  while (!existsSync(folder)) folder = dirname(folder);
  const ill = { what: 'storage', state: 'ill' } as const;
  if (!(await stat(folder)).isDirectory())
    return { ...ill, found: `${folder} is a file`, remedy: 'Set another `storage` in config/garner.yaml.' };
  const isWritable = await access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable)
    return { ...ill, found: `${folder} cannot be written`, remedy: 'Make it writable, or set another `storage` in config/garner.yaml.' };
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const found = `${storage}, with ${fileSize(free)} free`;
  if (free >= disk.reserve) return { what: 'storage', state: 'well', found, remedy: null };
  return {
    ...ill,
    found,
    remedy: `Make room there, or lower disk.reserve (${fileSize(disk.reserve)}).`,
  };
}

async function redisOf({ redis }: Config): Promise<Examined> {
  const { connectRedis, shown } = await import('../redis/connect.ts');
  try {
    const client = await connectRedis(redis.url);
    const began = performance.now();
    await client.ping();
    const ms = performance.now() - began;
    client.disconnect();
    return {
      what: 'redis',
      state: 'well',
      found: `${shown(redis.url)} answers in ${ms.toFixed(1)} ms and keeps what it is told`,
      remedy: null,
    };
  } catch (error) {
    return {
      what: 'redis',
      state: 'ill',
      found: (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' '),
      remedy: 'Start it as docs/fleet.md says, or set redis.url.',
    };
  }
}

/** Something is put there and removed again, since a store that can be read may not be written. */
async function objectsOf(settings: ObjectsSettings, engine: Config['engine']): Promise<Examined> {
  const { openS3 } = await import('../objects/s3.ts');
  try {
    const objects = await openS3(settings);
    try {
      const began = performance.now();
      await objects.stat('doctor');
      const ms = performance.now() - began;
      const found = `${objects.place} answers in ${ms.toFixed(1)} ms and can be written`;
      return { what: 'objects', found, ...judged(await objects.heeded(), engine) };
    } finally {
      await objects.close();
    }
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { what: 'objects', state: 'ill', found, remedy: 'See `objects` in config/garner.yaml.' };
  }
}

function judged({ absent, etag }: Heeded, engine: Config['engine']): Pick<Examined, 'state' | 'remedy'> {
  if (!absent && engine === 'redis')
    return { state: 'ill', remedy: 'It does not keep to If-None-Match, which a fleet needs: take another store.' };
  if (!absent) return { state: 'poor', remedy: 'It does not keep to If-None-Match: let one machine at a time work with it.' };
  if (!etag) return { state: 'poor', remedy: 'It does not keep to If-Match: let one machine at a time build a corpus.' };
  return { state: 'well', remedy: null };
}

/** A browser is started, since one that is there may not start. */
async function browserOf({ crawlers }: Config): Promise<Examined> {
  const renders = [...crawlers.values()].filter(({ render }) => render !== 'never').map(({ name }) => name);
  const wanted = renders.length === 0 ? 'no crawler renders' : `wanted by ${renders.join(', ')}`;
  const state = renders.length === 0 ? 'poor' : 'ill';
  const browser = findBrowser(process.env);
  if (browser === null) {
    const remedy = 'To render pages, install Chromium, Chrome or Edge (apt install chromium), or name one in GARNER_CHROMIUM.';
    return { what: 'browser', state, found: `none; ${wanted}`, remedy };
  }
  const { tryBrowser } = await import('../render/browsers.ts');
  const { BrowserError } = await import('../render/browser-error.ts');
  try {
    const version = await tryBrowser(browser);
    const sandbox = browser.args.includes('--no-sandbox') ? 'without its sandbox' : 'in its sandbox';
    return { what: 'browser', state: 'well', found: `${browser.path}, Chromium ${version}, ${sandbox}; ${wanted}`, remedy: null };
  } catch (error) {
    if (!(error instanceof BrowserError)) throw error;
    return { what: 'browser', state, found: `${browser.path}; ${wanted}`, remedy: error.message };
  }
}
