import type { LedgerEntry } from '../../ledger/ledger.ts';
import type { Drop } from '../../records.ts';
import { collectDefaultMetrics, Counter, Gauge, Histogram, type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';
import type { FleetFigures } from './figures.ts';
import { createFleetGauges } from './fleet-gauges.ts';
import type { WorkerState } from './registry.ts';

interface Watched {
  readonly state: () => Pick<WorkerState, 'fetching' | 'refining' | 'runs'>;
  /** The part of its memory that Redis uses; null when that is not known. */
  readonly redisMemory: () => number | null;
  /** Asked once for each time that the metrics are. */
  readonly fleet: () => Promise<FleetFigures>;
}

/** What a worker counts, for Prometheus. */
export interface Metrics {
  readonly recorded: (entry: LedgerEntry) => void;
  readonly refined: (drop: Drop | null) => void;
  readonly text: () => Promise<string>;
  /** As Prometheus' client gives them. */
  readonly families: () => Promise<readonly MetricObjectWithValues<MetricValue<string>>[]>;
  readonly contentType: string;
}

/** Seconds of a request, from the fastest host to the slowest that is waited for. */
const SECONDS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60];

export function createMetrics({ state, redisMemory, fleet }: Watched): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const fetches = new Counter({
    name: 'garner_fetches_total',
    help: 'URLs by what became of them',
    labelNames: ['crawler', 'outcome', 'reason'],
    registers,
  });
  const bytes = new Counter({
    name: 'garner_received_bytes_total',
    help: 'Bytes of bodies over the wire',
    labelNames: ['crawler'],
    registers,
  });
  const seconds = new Histogram({ name: 'garner_request_seconds', help: 'Duration of requests', buckets: SECONDS, registers });
  const pages = new Counter({ name: 'garner_refined_pages_total', help: 'Pages that were read', registers });
  const drops = new Counter({
    name: 'garner_dropped_pages_total',
    help: 'Pages among them that would not get into a corpus',
    labelNames: ['stage', 'rule'],
    registers,
  });
  const gauge = (name: string, help: string, value: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauge('garner_requests_in_flight', 'Requests under way', () => state().fetching);
  gauge('garner_refining_pages', 'Pages being read', () => state().refining);
  gauge('garner_joined_runs', 'Runs that are fetched for', () => state().runs.length);
  gauge('garner_redis_memory_ratio', 'Part of its memory that Redis uses', () => redisMemory() ?? Number.NaN);
  const tellFleet = createFleetGauges(registers);
  const look = async (): Promise<void> => tellFleet(await fleet().catch(() => null));
  return {
    recorded({ crawler, outcome, durationMs, bytes: received }) {
      const reason = outcome.kind === 'refused' ? `${outcome.drop.stage}/${outcome.drop.rule}` : 'reason' in outcome ? outcome.reason : '';
      fetches.inc({ crawler, outcome: outcome.kind, reason });
      bytes.inc({ crawler }, received);
      if (durationMs > 0) seconds.observe(durationMs / 1000);
    },
    refined(drop) {
      if (drop === null) pages.inc();
      else drops.inc({ stage: drop.stage, rule: drop.rule });
    },
    async text() {
      await look();
      return registry.metrics();
    },
    async families() {
      await look();
      return registry.getMetricsAsJSON();
    },
    contentType: registry.contentType,
  };
}
