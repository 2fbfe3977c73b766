import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { bound } from '../bound-child.ts';
import { freePort } from '../free-port.ts';

/** A Ceph of this test's own, on loopback and free ports, whose gateway speaks the protocol of S3. */
export interface TestCeph {
  /** What `objects` of `config/garner.yaml` says of it. */
  settings(prefix?: string): { url: string; endpoint: string; accessKeyId: string; secretAccessKey: string };
  /** For what Garner itself never asks. */
  readonly client: S3Client;
  readonly bucket: string;
  /** Requests that the gateway has answered, as `"PUT /bucket/key?query HTTP/1.1" 200`; the newest may be told a moment later. */
  requests(): Promise<readonly string[]>;
  /** Kills the gateway, until `restart`; what was acknowledged is there again then. */
  stop(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

const BUCKET = 'garner-test';
const KEYS = { accessKeyId: 'test-key', secretAccessKey: 'test-secret' };
const START_MS = 30_000;

const isThere = ['ceph-mon', 'ceph-osd', 'radosgw'].every((program) => spawnSync(program, ['--version']).status === 0);
const isRequired = (process.env['GARNER_REQUIRE'] ?? '').split(',').includes('ceph');

/** Whether tests over Ceph can run; says so loudly when they cannot, and fails where they must. */
export function cephIsThere(): boolean {
  if (isThere) return true;
  const message =
    'Ceph is not installed: tests over an object store of others DO NOT RUN. Install it (apt install --no-install-recommends ceph-mon ceph-osd radosgw).';
  if (isRequired) throw new Error(message);
  process.stderr.write(`\n*** ${message}\n`);
  return false;
}

/** One copy of everything, in memory; no keys but those of S3; and short pages of listings, so that they have more than one. */
const configOf = (folder: string, id: string, monitor: number, gateway: number): string => `[global]
fsid = ${id}
mon host = [v2:127.0.0.1:${monitor}]
public addr = 127.0.0.1
ms bind msgr1 = false
ms mon client mode = crc
auth cluster required = none
auth service required = none
auth client required = none
run dir = ${folder}
log file = ${folder}/$name.log
mon cluster log file = ${folder}/cluster.log
admin socket =
crash dir = ${folder}
mon data = ${folder}/mon
osd data = ${folder}/osd
rgw data = ${folder}/rgw
osd objectstore = memstore
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default pg num = 1
mon allow pool size one = true
paxos propose interval = 0.02
rgw max listing results = 3
rgw frontends = beast endpoint=127.0.0.1:${gateway}
`;

export async function startCeph(): Promise<TestCeph> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-ceph-'));
  const [id, osd, monitor, gateway] = [randomUUID(), randomUUID(), await freePort(), await freePort()];
  const config = join(folder, 'ceph.conf');
  await writeFile(config, configOf(folder, id, monitor, gateway));
  for (const each of ['mon', 'osd', 'rgw']) await mkdir(join(folder, each));

  const run = (program: string, ...args: readonly string[]) =>
    promisify(execFile)(program, ['--conf', config, ...args], { timeout: START_MS });
  const running = new Map<string, ChildProcess>();
  const start = (program: string, ...args: readonly string[]): void =>
    void running.set(program, spawn(...bound(program, ['--conf', config, '--foreground', ...args]), { stdio: 'ignore' }));
  const kill = async (program: string): Promise<void> => {
    const child = running.get(program);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };

  const endpoint = `http://127.0.0.1:${gateway}`;
  const startGateway = async (): Promise<void> => {
    start('radosgw', '--name', 'client.rgw');
    const deadline = performance.now() + START_MS;
    while (
      !(await fetch(endpoint).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (performance.now() > deadline)
        throw new Error(`radosgw does not answer:\n${await readFile(join(folder, 'client.rgw.log'), 'utf8')}`);
      await sleep(50);
    }
  };
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { ...KEYS } });
  const close = async (): Promise<void> => {
    client.destroy();
    for (const program of running.keys()) await kill(program);
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await run('monmaptool', '--create', '--fsid', id, '--addv', 'a', `[v2:127.0.0.1:${monitor}]`, join(folder, 'monmap'));
    await run('ceph-mon', '--mkfs', '--id', 'a', '--monmap', join(folder, 'monmap'));
    start('ceph-mon', '--id', 'a');
    await run('ceph', 'osd', 'new', osd, '0');
    await run('ceph-osd', '--mkfs', '--id', '0', '--osd-uuid', osd);
    start('ceph-osd', '--id', '0');
    const { accessKeyId, secretAccessKey } = KEYS;
    const keys = ['--access-key', accessKeyId, '--secret-key', secretAccessKey];
    await run('radosgw-admin', 'user', 'create', '--uid', 'garner', '--display-name', 'Garner', ...keys);
    await startGateway();
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    settings: (prefix = 'project') => ({ url: `s3://${BUCKET}/${prefix}`, endpoint, ...KEYS }),
    client,
    bucket: BUCKET,
    async requests() {
      const log = await readFile(join(folder, 'client.rgw.log'), 'utf8');
      return [...log.matchAll(/ beast: .*?(".*?" \d+)/g)].map(([, request = '']) => request);
    },
    stop: () => kill('radosgw'),
    async restart() {
      await kill('radosgw');
      await startGateway();
    },
    close,
  };
}
