import { Cluster } from 'ioredis';
import { until } from '../cli/project.ts';
import { freePort } from '../free-port.ts';
import { startRedis, type TestRedis } from './server.ts';

/** A Redis Cluster of this test's own, on loopback: each node has an equal range of slots, and none has a replica. */
export interface TestCluster {
  readonly nodes: readonly TestRedis[];
  connect(): Cluster;
  close(): Promise<void>;
}

const SLOTS = 16_384;

export async function startCluster(size: number): Promise<TestCluster> {
  const started = await Promise.all(
    Array.from({ length: size }, async () => {
      const bus = await freePort();
      return { bus, node: await startRedis(['--appendonly', 'yes', '--cluster-enabled', 'yes', '--cluster-port', String(bus)]) };
    }),
  );
  const admins = started.map(({ node }) => node.connect());
  await Promise.all(
    admins.map((admin, n) =>
      admin.call('CLUSTER', 'ADDSLOTSRANGE', String(Math.ceil((n * SLOTS) / size)), String(Math.ceil(((n + 1) * SLOTS) / size) - 1)),
    ),
  );
  for (const { node, bus } of started.slice(1)) await admins[0]!.call('CLUSTER', 'MEET', '127.0.0.1', String(node.port), String(bus));
  const isWhole = async (): Promise<boolean> => {
    const told = await Promise.all(admins.map((admin) => admin.cluster('INFO')));
    return told.every((text) => text.includes('cluster_state:ok') && text.includes(`cluster_known_nodes:${size}`));
  };
  await until(isWhole);
  const clients: Cluster[] = [];
  return {
    nodes: started.map(({ node }) => node),
    connect() {
      const client = new Cluster(started.map(({ node }) => ({ host: '127.0.0.1', port: node.port })));
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) client.disconnect();
      await Promise.all(started.map(({ node }) => node.close()));
    },
  };
}
