import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { bound } from '../bound-child.ts';
import { freePort } from '../free-port.ts';

/** A Redis of this test's own, on loopback and a free port, with an append-only file as a crawl needs it. */
export interface TestRedis {
  readonly port: number;
  readonly url: string;
  readonly folder: string;
  connect(): Redis;
  /** Ends the server as a signal does, and starts it again on the same files. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  close(): Promise<void>;
}

const isThere = spawnSync('redis-server', ['--version']).status === 0;
const isRequired = (process.env['GARNER_REQUIRE'] ?? '').split(',').includes('redis');

/** Whether tests over Redis can run; says so loudly when they cannot, and fails where they must. */
export function redisIsThere(): boolean {
  if (isThere) return true;
  const message = 'redis-server is not installed: tests of the distributed engine DO NOT RUN. Install it (apt install redis-server).';
  if (isRequired) throw new Error(message);
  process.stderr.write(`\n*** ${message}\n`);
  return false;
}

/** `settings` are those of redis.conf, as on its command line. */
export async function startRedis(settings: readonly string[] = ['--appendonly', 'yes', '--appendfsync', 'everysec']): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-redis-'));
  const port = await freePort();
  const clients = new Set<Redis>();
  const start = async () => {
    const child = spawn(
      ...bound('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...settings]),
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let said = '';
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
      said += String(chunk);
      if (!said.includes('Ready to accept connections')) continue;
      child.stdout.resume();
      return child;
    }
    throw new Error(`redis-server did not start on port ${port}:\n${said}`);
  };
  let child = await start();
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    folder,
    connect() {
      const client = new Redis({ port, host: '127.0.0.1' });
      clients.add(client);
      return client;
    },
    async restart(signal = 'SIGTERM') {
      await stop(signal);
      child = await start();
    },
    async close() {
      for (const client of clients) client.disconnect();
      await stop('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
