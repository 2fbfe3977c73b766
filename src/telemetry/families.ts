import type { Attributes, HrTime } from '@opentelemetry/api';
import { ValueType } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import { AggregationTemporality, DataPointType, type Histogram, type MetricData, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import type { Families } from './telemetry.ts';

type Family = MetricObjectWithValues<MetricValue<string>>;
/** Prometheus' client names the series of a histogram, which its type does not tell. */
type Series = MetricValue<string> & { readonly metricName?: string };

/** Since when counters count. */
const STARTED: HrTime = hrTime(Date.now() - Math.round(process.uptime() * 1000));

/** What Prometheus is served, as OpenTelemetry has it. What has no value now is left out. */
export function metricsOf(families: Families, resource: Resource, version: string): ResourceMetrics {
  const now = hrTime(Date.now());
  const metrics = families.flatMap((family) => dataOf(family, now));
  return { resource, scopeMetrics: [{ scope: { name: 'garner', version }, metrics }] };
}

function dataOf(family: Family, endTime: HrTime): readonly MetricData[] {
  const { name, help } = family;
  // Of no use to whoever reads the types: prom-client gives names, and declares numbers.
  const type = String(family.type);
  const base = {
    descriptor: { name, description: help, unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  const point = <Value>(labels: Attributes, value: Value) => ({ startTime: STARTED, endTime, attributes: labels, value });
  if (type === 'histogram') {
    return [
      { ...base, dataPointType: DataPointType.HISTOGRAM, dataPoints: histogramsIn(family).map(([labels, value]) => point(labels, value)) },
    ];
  }
  const dataPoints = family.values.flatMap(({ labels, value }) => (Number.isNaN(value) ? [] : [point(labels as Attributes, value)]));
  if (dataPoints.length === 0) return [];
  if (type === 'counter') return [{ ...base, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }];
  return [{ ...base, dataPointType: DataPointType.GAUGE, dataPoints }];
}

/** Buckets as OpenTelemetry counts them: each by itself, the last one open. Prometheus counts all up to each bound. */
function histogramsIn({ name, values }: Family): readonly (readonly [Attributes, Histogram])[] {
  const series = Map.groupBy(values as readonly Series[], ({ labels: { le: _le, ...own } }) => JSON.stringify(own));
  return [...series].map(([labels, own]) => {
    const of = (what: string): readonly Series[] => own.filter(({ metricName }) => metricName === `${name}_${what}`);
    const upTo = of('bucket').map(({ labels: { le = '' }, value }) => ({
      bound: le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le),
      value,
    }));
    const sorted = upTo.sort((a, b) => a.bound - b.bound);
    const counts = sorted.map(({ value }, n) => value - (sorted[n - 1]?.value ?? 0));
    const boundaries = sorted.map(({ bound }) => bound).filter(Number.isFinite);
    return [
      JSON.parse(labels) as Attributes,
      { buckets: { boundaries, counts }, sum: of('sum')[0]?.value ?? 0, count: of('count')[0]?.value ?? 0 },
    ];
  });
}

function hrTime(ms: number): HrTime {
  return [Math.floor(ms / 1000), (ms % 1000) * 1e6];
}
