import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Namespace, Secret, Service } from 'kubernetes-models/v1';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { faultsOf } from '../../src/redis/fitness.ts';
import manifest from '../../package.json' with { type: 'json' };
import { makeProject } from '../cli/project.ts';

/** No cluster is here, so the manifests are read instead. */
const folder = join(import.meta.dirname, '..', '..', 'deploy', 'kubernetes');

type Labels = Readonly<Record<string, string>>;
interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values: readonly string[] }[];
}
interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string };
}
interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
  }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly securityContext: object;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}
interface Pod {
  readonly metadata: { readonly labels: Labels };
  readonly spec: {
    readonly terminationGracePeriodSeconds: number;
    readonly securityContext: object;
    readonly containers: readonly Container[];
    readonly volumes?: readonly {
      readonly name: string;
      readonly configMap?: { readonly name: string };
      readonly emptyDir?: object;
      readonly ephemeral?: { readonly volumeClaimTemplate: { readonly spec: { readonly accessModes: readonly string[] } } };
    }[];
  };
}
interface Workload extends Document {
  readonly spec: {
    readonly selector: Selector;
    readonly template: Pod;
    readonly serviceName?: string;
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
}
interface Document {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Labels;
  readonly stringData?: Labels;
  readonly spec?: unknown;
}

const files = globSync('**/*.yaml', { cwd: folder }).filter((path) => basename(path) !== 'kustomization.yaml');
const documentsOf = (path: string): readonly Document[] =>
  parseAllDocuments(readFileSync(join(folder, path), 'utf8')).map((document) => document.toJS() as Document);
const documents = files.flatMap(documentsOf);
const ofKind = (...kinds: readonly string[]): readonly Document[] => documents.filter(({ kind }) => kinds.includes(kind));
const namesOf = (kind: string): readonly string[] => ofKind(kind).map(({ metadata }) => metadata.name);
const workloads = ofKind('Deployment', 'StatefulSet') as readonly Workload[];
const pods = workloads.map(({ spec }) => spec.template);
const containers = pods.flatMap(({ spec }) => spec.containers);

const isChosen = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([name, value]) => labels[name] === value) &&
  matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''));
const choosesSomebody = (selector: Selector): boolean => pods.some(({ metadata }) => isChosen(selector, metadata.labels));

type Model = new (data: never) => { validate(): void };
const MODELS: Readonly<Record<string, Model>> = {
  'apps/v1 Deployment': Deployment,
  'apps/v1 StatefulSet': StatefulSet,
  'networking.k8s.io/v1 NetworkPolicy': NetworkPolicy,
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget,
  'v1 ConfigMap': ConfigMap,
  'v1 Namespace': Namespace,
  'v1 Secret': Secret,
  'v1 Service': Service,
};

test('every file is named once by a kustomization, but for the example of a secret', () => {
  const named = ['', 'autoscaling'].flatMap((at) => {
    const { resources } = parse(readFileSync(join(folder, at, 'kustomization.yaml'), 'utf8')) as { readonly resources: readonly string[] };
    return resources.map((path) => join(at, path));
  });
  expect([...named, 'secret.example.yaml'].sort()).toEqual([...files].sort());
  const ids = documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every object is valid by the schemas of Kubernetes', () => {
  for (const document of documents.filter(({ kind }) => kind !== 'ScaledObject')) {
    const Kind = MODELS[`${document.apiVersion} ${document.kind}`];
    expect([document.kind, Kind === undefined]).toEqual([document.kind, false]);
    if (Kind !== undefined) new Kind(document as never).validate();
  }
  expect(() => new Deployment({ metadata: { name: 'a' }, spec: { replicas: 'two' } } as never).validate()).toThrow('replicas');
});

test('pods have what they name: secrets, configuration, volumes', () => {
  const secrets = new Map(ofKind('Secret').map(({ metadata, stringData = {} }) => [metadata.name, Object.keys(stringData)]));
  for (const { spec } of workloads) {
    const { volumes = [], containers: own } = spec.template.spec;
    for (const { configMap } of volumes) if (configMap !== undefined) expect(namesOf('ConfigMap')).toContain(configMap.name);
    const there = [...volumes.map(({ name }) => name), ...(spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name)];
    for (const { env = [], volumeMounts } of own) {
      expect(there.toSorted()).toEqual(volumeMounts.map(({ name }) => name).sort());
      for (const { valueFrom } of env) expect(secrets.get(valueFrom.secretKeyRef.name)).toContain(valueFrom.secretKeyRef.key);
    }
  }
});

test('what chooses pods chooses some, by labels and ports that they have', () => {
  for (const { spec } of workloads) expect(isChosen(spec.selector, spec.template.metadata.labels)).toBe(true);
  const portsOf = (selector: Selector): readonly (string | number)[] =>
    pods
      .filter(({ metadata }) => isChosen(selector, metadata.labels))
      .flatMap(({ spec }) =>
        spec.containers.flatMap(({ ports = [] }) => ports.flatMap(({ name, containerPort }) => [name, containerPort])),
      );
  for (const { spec } of ofKind('Service')) {
    const { selector, ports } = spec as { readonly selector: Labels; readonly ports: readonly { readonly targetPort: string }[] };
    for (const { targetPort } of ports) expect(portsOf({ matchLabels: selector })).toContain(targetPort);
  }
  for (const { spec } of ofKind('PodDisruptionBudget')) expect(choosesSomebody((spec as { selector: Selector }).selector)).toBe(true);
  for (const { metadata, spec } of ofKind('NetworkPolicy')) {
    type Peer = { readonly podSelector?: Selector };
    type Rule = {
      readonly from?: readonly Peer[];
      readonly to?: readonly Peer[];
      readonly ports: readonly { readonly port: string | number }[];
    };
    const {
      podSelector,
      ingress = [],
      egress = [],
    } = spec as { podSelector: Selector; ingress?: readonly Rule[]; egress?: readonly Rule[] };
    expect([metadata.name, choosesSomebody(podSelector)]).toEqual([metadata.name, true]);
    for (const { from = [], ports } of ingress) {
      for (const { podSelector: peer } of from) if (peer !== undefined) expect(choosesSomebody(peer)).toBe(true);
      for (const { port } of ports) expect(portsOf(podSelector)).toContain(port);
    }
    for (const { to = [], ports } of egress)
      for (const { podSelector: peer } of to) if (peer !== undefined) for (const { port } of ports) expect(portsOf(peer)).toContain(port);
  }
});

test('who needs Redis may reach it, and nobody else', () => {
  for (const { spec, metadata } of pods) {
    const asks = spec.containers.some(({ env = [] }) => env.some(({ name }) => name === 'GARNER_REDIS_URL'));
    expect(metadata.labels['garner/needs'] === 'redis').toBe(asks);
  }
  const { stringData: secret } = ofKind('Secret')[0]!;
  const url = new URL(secret!['redis-url']!);
  expect([namesOf('Service').includes(url.hostname), url.port, url.password]).toEqual([true, '6379', secret!['password']]);
});

test('no disk is common to pods, and the object store has what they share', async () => {
  const { objects } = await configured();
  expect(objects?.accessKeyId).toBe('key of GARNER_S3_KEY');
  const { port } = new URL(objects?.endpoint ?? 'https://s3.amazonaws.com');
  const [policy] = ofKind('NetworkPolicy').filter(({ metadata }) => metadata.name === 'to-the-store');
  const { podSelector, egress } = policy!.spec as {
    podSelector: Selector;
    egress: readonly { readonly ports: readonly { readonly port: number }[] }[];
  };
  expect(egress.flatMap(({ ports }) => ports.map((each) => each.port))).toEqual([Number(port || 443)]);
  for (const { metadata, spec } of pods) {
    const shares = spec.containers.some(({ env = [] }) => env.some(({ name }) => name === 'GARNER_S3_KEY'));
    expect([metadata.labels, shares]).toEqual([metadata.labels, spec.containers.some(({ image }) => image.startsWith('garner:'))]);
    expect(isChosen(podSelector, metadata.labels)).toBe(shares);
    for (const { name, configMap, emptyDir, ephemeral } of spec.volumes ?? []) {
      expect([name, configMap ?? emptyDir ?? ephemeral?.volumeClaimTemplate.spec.accessModes]).not.toContain(undefined);
      expect(ephemeral?.volumeClaimTemplate.spec.accessModes ?? ['ReadWriteOnce']).toEqual(['ReadWriteOnce']);
    }
  }
});

test('Redis is set up as a crawl needs it', () => {
  const { args } = containers.find(({ image }) => image.startsWith('redis:'))!;
  const value = (option: string): string => args[args.indexOf(option) + 1] ?? '';
  const facts = new Map([
    ['redis_version', '7.2.16'],
    ['aof_enabled', value('--appendonly') === 'yes' ? '1' : '0'],
    ['maxmemory_policy', value('--maxmemory-policy')],
  ]);
  expect(faultsOf(facts)).toEqual([]);
});

test('pods run this release, as nobody in particular, and have time to finish', () => {
  const garner = pods.filter(({ spec }) => spec.containers.some(({ image }) => image === `garner:${manifest.version}`));
  expect(garner).toHaveLength(workloads.length - 1);
  for (const { spec } of pods) {
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(30);
  }
  for (const { securityContext } of containers) {
    expect(securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
  }
});

test('workers are asked for their health where they listen', () => {
  const workers = containers.filter(({ args }) => args[0] === 'work');
  expect(workers.map(({ args }) => args[args.indexOf('--role') + 1])).toEqual(['fetch', 'refine']);
  for (const { args, ports = [], startupProbe, livenessProbe, readinessProbe } of workers) {
    expect(args).toContain(`0.0.0.0:${ports[0]?.containerPort}`);
    expect([startupProbe?.httpGet, livenessProbe?.httpGet, readinessProbe?.httpGet]).toEqual([
      { path: '/healthz', port: ports[0]?.name },
      { path: '/healthz', port: ports[0]?.name },
      { path: '/readyz', port: ports[0]?.name },
    ]);
  }
});

test('the configuration is one that Garner takes', async () => {
  const { engine, redis, crawlers, schedules } = await configured();
  expect([engine, redis.url, crawlers.size]).toEqual(['redis', 'redis://redis:6379', 1]);
  // Without any, the pods that run `garner schedule` would end at once.
  expect(schedules.size).toBe(1);
});

/** What the pods' Garner makes of the configuration and their environment. */
async function configured(): Promise<Config> {
  const project = await makeProject({});
  const [settings, crawlers] = ['garner-config', 'garner-crawlers'].map(
    (wanted) => ofKind('ConfigMap').find(({ metadata }) => metadata.name === wanted)?.data ?? {},
  );
  for (const [name, text] of Object.entries(settings!)) await project.write(`config/${name}`, text);
  for (const [name, text] of Object.entries(crawlers!)) await project.write(`crawlers/${name}`, text);
  const names = containers.flatMap(({ image, env = [] }) => (image.startsWith('garner:') ? env.map(({ name }) => name) : []));
  const environment = Object.fromEntries(names.map((name) => [name, `key of ${name}`]));
  const config = loadConfig(project.folder, { ...environment, GARNER_REDIS_URL: 'redis://redis:6379' });
  await project.dispose();
  return config;
}

test('what is scaled is there, and is scaled by a metric', () => {
  for (const { spec } of ofKind('ScaledObject')) {
    const { scaleTargetRef, minReplicaCount, maxReplicaCount, triggers } = spec as {
      readonly scaleTargetRef: { readonly name: string };
      readonly minReplicaCount: number;
      readonly maxReplicaCount: number;
      readonly triggers: readonly { readonly type: string; readonly metadata: Labels }[];
    };
    expect(namesOf('Deployment')).toContain(scaleTargetRef.name);
    expect(minReplicaCount).toBeLessThan(maxReplicaCount);
    for (const { type, metadata } of triggers) {
      expect([type, URL.canParse(metadata['serverAddress'] ?? ''), Number(metadata['threshold']) > 0]).toEqual(['prometheus', true, true]);
      expect(metadata['query']).toContain('garner_');
    }
  }
});
