import { globSync, readFileSync } from 'node:fs';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTelemetry } from '../../src/cli/telemetry.ts';
import { startTelemetry, traced, tracedPhases } from '../../src/telemetry/telemetry.ts';
import { version } from '../../src/version.ts';
import { loopbackSettings, makeProject } from '../cli/project.ts';
import { treeSite } from '../cli/tree-site.ts';
import { serveSites } from '../web/web.ts';
import { startReceiver, told } from './receiver.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

test('a crawl and a build tell of visits, the requests in them, reading, and phases, where the config says', async () => {
  const web = await serveSites([treeSite('tree.test', 5, 1)]);
  const project = await makeProject({
    settings: { ...loopbackSettings(web.port), telemetry: { otlp: receiver.url } },
    crawlers: { 'tree.test': { seeds: ['http://tree.test/'], sitemaps: false } },
  });
  expect(await project.run('crawl')).toMatchObject({ code: 0 });
  expect(await project.run('build', 'tree.test')).toMatchObject({ code: 0 });
  await project.dispose();
  await web.close();

  const spans = receiver.spans();
  const named = (name: string) => spans.filter((span) => span.name === name);
  expect(new Set(named('refine').map(({ attributes }) => told(attributes, 'url.full'))).size).toBe(5);
  expect(named('visit').length).toBeGreaterThanOrEqual(5);
  const visits = new Map(named('visit').map((span) => [span.spanId, span]));
  expect(named('request').length).toBeGreaterThanOrEqual(5);
  for (const { parentSpanId, traceId } of named('request')) expect(visits.get(parentSpanId ?? '')?.traceId).toBe(traceId);
  for (const phase of ['reading', 'refining', 'writing']) {
    expect(named(`build ${phase}`).map(({ attributes }) => told(attributes, 'garner.corpus'))).toEqual(['tree.test']);
  }
  for (const { attributes } of receiver.resources()) {
    expect([told(attributes, 'service.name'), told(attributes, 'service.version')]).toEqual(['garner', version]);
    expect(told(attributes, 'service.instance.id')).toBeTruthy();
  }
});

test('metrics are those that Prometheus is served', async () => {
  const registry = new Registry();
  const registers = [registry];
  new Counter({ name: 'a_total', help: 'a', labelNames: ['kind'], registers }).inc({ kind: 'x' }, 3);
  new Gauge({ name: 'b', help: 'b', registers }).set(0.5);
  new Gauge({ name: 'unknown', help: 'c', registers }).set(Number.NaN);
  const histogram = new Histogram({ name: 'c_seconds', help: 'c', buckets: [1, 2, 4], registers });
  for (const value of [0.5, 1.5, 1.6, 3, 100]) histogram.observe(value);
  const telemetry = await startTelemetry({
    url: `${receiver.url}/`,
    version: '1',
    instance: 'w1',
    families: () => registry.getMetricsAsJSON(),
  });
  await telemetry.close();
  const metrics = new Map(receiver.metrics().map((metric) => [metric.name, metric]));
  expect([...metrics.keys()].sort()).toEqual(['a_total', 'b', 'c_seconds']);
  expect(metrics.get('a_total')?.sum).toMatchObject({
    isMonotonic: true,
    dataPoints: [{ asDouble: 3, attributes: [{ key: 'kind', value: { stringValue: 'x' } }] }],
  });
  expect(metrics.get('b')?.gauge).toMatchObject({ dataPoints: [{ asDouble: 0.5 }] });
  expect(metrics.get('c_seconds')?.histogram).toMatchObject({
    dataPoints: [{ explicitBounds: [1, 2, 4], bucketCounts: [1, 2, 1, 1], count: 5, sum: 106.6 }],
  });
});

test('work that fails is told as such, and fails', async () => {
  const before = receiver.spans().length;
  const telemetry = await startTelemetry({ url: receiver.url, version: '1', instance: 'w1' });
  const failing = traced(
    'visit',
    () => ({ n: 1 }),
    () => Promise.reject(new TypeError('no')),
  );
  await expect(failing).rejects.toThrow('no');
  await telemetry.close();
  const [span] = receiver.spans().slice(before);
  expect([span?.status, told(span?.attributes ?? [], 'error.type')]).toEqual([{ code: 2, message: 'no' }, 'TypeError']);
});

test('a receiver that is away keeps nobody', async () => {
  const telemetry = await startTelemetry({ url: 'http://127.0.0.1:1', version: '1', instance: 'w1' });
  expect(
    await traced(
      'visit',
      () => ({}),
      async () => 7,
    ),
  ).toBe(7);
  const began = performance.now();
  await telemetry.close();
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('the standard variables of the environment ask for it too, and can forbid it', async () => {
  const before = receiver.spans().length;
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url;
  try {
    for (const disabled of ['true', 'false']) {
      const telemetry = await openTelemetry({}, {}, { ...process.env, OTEL_SDK_DISABLED: disabled });
      await traced(
        `disabled ${disabled}`,
        () => ({}),
        async () => undefined,
      );
      await telemetry.close();
    }
  } finally {
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  }
  expect(
    receiver
      .spans()
      .slice(before)
      .map(({ name }) => name),
  ).toEqual(['disabled false']);
});

test('without it, nothing is made and nothing is loaded', async () => {
  const before = receiver.spans().length;
  const telemetry = await openTelemetry({}, {}, {});
  const asked = { attributes: 0 };
  await traced(
    'visit',
    () => ({ n: (asked.attributes += 1) }),
    async () => undefined,
  );
  const phases = tracedPhases('build', {});
  phases.at('reading');
  phases.end();
  await telemetry.close();
  expect([asked.attributes, receiver.spans().length - before]).toEqual([0, 0]);
  // OpenTelemetry is imported behind one door, which opens when it is asked for.
  const importers = (pattern: RegExp) => globSync('src/**/*.ts').filter((file) => pattern.test(readFileSync(file, 'utf8')));
  expect(importers(/from '@opentelemetry/).sort()).toEqual(['src/telemetry/families.ts', 'src/telemetry/otlp.ts']);
  expect(importers(/from '[^']*\/(?:otlp|families)\.ts'/)).toEqual(['src/telemetry/otlp.ts']);
  expect(importers(/import\('[^']*\/otlp\.ts'\)/)).toEqual(['src/telemetry/telemetry.ts']);
});
