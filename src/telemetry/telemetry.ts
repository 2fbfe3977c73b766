import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** What is said of a stretch of work, by names of OpenTelemetry's conventions where there are some. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** As `/metrics` would serve them. */
export type Families = readonly MetricObjectWithValues<MetricValue<string>>[];

export interface TelemetryOptions {
  /** Where an OTLP receiver listens over HTTP: `http://127.0.0.1:4318`. Default: as the OTEL_ variables of the environment say. */
  readonly url?: string | undefined;
  readonly version: string;
  /** Tells this process from others. */
  readonly instance: string;
  /** Of a process that has metrics. */
  readonly families?: () => Promise<Families>;
}

/** Who takes spans, when telemetry is on. */
export interface Tracing {
  span<Result>(name: string, attributes: Attributes, work: () => Promise<Result>): Promise<Result>;
  /** Begins a span that `end` ends. */
  open(name: string, attributes: Attributes): { end(): void };
}

let tracing: Tracing | null = null;

/** Does some work, as a span where telemetry is on. Nothing is loaded and nothing made where it is off. */
export const traced = <Result>(name: string, attributes: () => Attributes, work: () => Promise<Result>): Promise<Result> =>
  tracing === null ? work() : tracing.span(name, attributes(), work);

/** Spans for the phases that some work goes through, one after the other. */
export function tracedPhases(work: string, attributes: Attributes): { at(phase: string): void; end(): void } {
  let open: { readonly phase: string; end(): void } | null = null;
  const end = (): void => {
    open?.end();
    open = null;
  };
  return {
    at(phase) {
      if (tracing === null || open?.phase === phase) return;
      end();
      open = { phase, ...tracing.open(`${work} ${phase}`, attributes) };
    },
    end,
  };
}

/**
 * Sends spans and metrics of this process to the operator's receiver, and to nobody else, until closed. One that is away is tried again, and what it misses is
 * lost: no work waits for it.
 */
export async function startTelemetry(options: TelemetryOptions): Promise<{ close(): Promise<void> }> {
  // Some megabytes that only who asked for them loads.
  const { openOtlp } = await import('./otlp.ts');
  const otlp = openOtlp(options);
  tracing = otlp;
  return {
    async close() {
      tracing = null;
      await otlp.close();
    },
  };
}
