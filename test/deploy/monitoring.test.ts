import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { FleetFigures } from '../../src/run/fleet/figures.ts';
import { createMetrics } from '../../src/run/fleet/metrics.ts';
import { ledgerEntry } from '../contracts/ledger-entry.ts';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const read = (...path: readonly string[]): string => readFileSync(join(import.meta.dirname, '..', '..', 'deploy', ...path), 'utf8');
const { panels } = JSON.parse(read('grafana', 'garner.json')) as { readonly panels: readonly Panel[] };
const charts = panels.filter(({ type }) => type !== 'row');
const { groups } = parse(read('prometheus', 'garner.rules.yaml')) as {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
};
const alerts = groups.flatMap(({ rules }) => rules);

const figures: FleetFigures = {
  runs: [{ run: ledgerEntry(1).run, queued: 7, leased: 2, settled: 3, hosts: 4, overdueMs: 1500, givenUp: 1 }],
  refine: { waiting: 5, failed: 0 },
  workers: { fetch: 2, refine: 1, render: 0 },
  archiveBytes: 1000,
  freeBytes: 2000,
};

function metricsOf(fleet: () => Promise<FleetFigures>) {
  const metrics = createMetrics({ state: () => ({ runs: [], fetching: 0, refining: 0 }), redisMemory: () => 0.5, fleet });
  metrics.recorded(ledgerEntry(1));
  metrics.refined({ stage: 'quality', rule: 'too-few-words', because: '' });
  return metrics;
}

/** What /metrics serves: each series' name, and the labels that its values have. */
async function served(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const names = new Map<string, Set<string>>();
  for (const line of (await metricsOf(async () => figures).text()).split('\n')) {
    const [, name, labels = ''] = /^([a-z_0-9]+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name === undefined) continue;
    const known = names.get(name) ?? new Set();
    names.set(name, known);
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
  }
  return names;
}

/** The series that an expression asks for, with the labels it chooses by. */
function askedIn(expr: string): readonly { readonly name: string; readonly labels: readonly string[] }[] {
  return [...expr.matchAll(/\b((?:garner|process|nodejs)_[a-z_0-9]+)(?:\{([^}]*)\})?/g)].map(([, name = '', labels = '']) => ({
    name,
    labels: [...labels.matchAll(/(\w+)(?:=|!=|=~|!~)"/g)].map(([, label = '']) => label).filter((label) => label !== 'job'),
  }));
}

/** What an expression asks for and nobody serves. */
async function unknownIn(expr: string): Promise<readonly string[]> {
  const names = await served();
  return askedIn(expr).flatMap(({ name, labels }) => {
    const known = names.get(name);
    return known === undefined ? [name] : labels.filter((label) => !known.has(label)).map((label) => `${name}{${label}}`);
  });
}

test('every panel has a title and a query of what /metrics serves', async () => {
  expect(charts.length).toBeGreaterThan(15);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const { title, targets = [] } of charts) {
    expect([title, targets.length > 0, targets.every(({ expr }) => askedIn(expr).length > 0)]).toEqual([title, true, true]);
    for (const { expr, legendFormat } of targets) {
      expect([title, await unknownIn(expr)]).toEqual([title, []]);
      expect(legendFormat).not.toBe('');
    }
  }
});

test('no panel lies on another', () => {
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, n) => `${x + (n % w)} ${y + Math.floor(n / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
});

test('every alert asks for what /metrics serves, and the operations guide says what to do about it', async () => {
  const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
  expect(alerts.length).toBeGreaterThan(5);
  for (const { alert, expr } of alerts) {
    expect([alert, askedIn(expr).length > 0, await unknownIn(expr)]).toEqual([alert, true, []]);
    expect(guide).toContain(`\`${alert}\``);
  }
});

test('autoscaling goes by what /metrics serves', async () => {
  const documents = parseAllDocuments(read('kubernetes', 'autoscaling', 'scaledobjects.yaml'));
  for (const document of documents) {
    const query = String(document.getIn(['spec', 'triggers', 0, 'metadata', 'query']));
    expect([askedIn(query).length > 0, await unknownIn(query)]).toEqual([true, []]);
  }
});

test('the check sees what nobody serves', async () => {
  expect(await unknownIn('sum(rate(garner_no_such_total[5m])) / garner_queue_urls{shape="round"}')).toEqual([
    'garner_no_such_total',
    'garner_queue_urls{shape}',
  ]);
});

test('what the fleet does is told as it stands, and not at all while nobody can tell', async () => {
  const state = { figures: figures as FleetFigures | null };
  const metrics = metricsOf(() => (state.figures === null ? Promise.reject(new Error('away')) : Promise.resolve(state.figures)));
  const { run } = figures.runs[0]!;
  expect(await metrics.text()).toContain(`garner_queue_urls{run="${run}",state="queued"} 7\n`);
  expect(await metrics.text()).toContain(`garner_queue_overdue_seconds{run="${run}"} 1.5\n`);
  expect(await metrics.text()).toContain('garner_refine_waiting_pages 5\n');
  state.figures = { ...figures, runs: [] };
  expect(await metrics.text()).not.toContain(run);
  state.figures = null;
  expect(await metrics.text()).toContain('garner_refine_waiting_pages Nan\n');
});
