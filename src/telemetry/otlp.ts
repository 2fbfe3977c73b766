import { context, diag, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { metricsOf } from './families.ts';
import type { TelemetryOptions, Tracing } from './telemetry.ts';

/** What waits is given up after that, so that a receiver which does not answer keeps no process. */
const CLOSE_MS = 3000;

/** Spans and metrics over OTLP, by the SDK of OpenTelemetry: in batches, beside the work. */
export function openOtlp({ url, version, instance, families }: TelemetryOptions): Tracing & { close(): Promise<void> } {
  diag.disable();
  const to = (path: string) => (url === undefined ? {} : { url: `${url.replace(/\/+$/, '')}/v1/${path}` });
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'garner', 'service.version': version, 'service.instance.id': instance }))
    .merge(detectResources({ detectors: [envDetector] }));
  const contexts = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(contexts);
  const provider = new TracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(to('traces')) })],
  });
  const tracer = provider.getTracer('garner', version);
  const meters =
    families === undefined
      ? null
      : new MeterProvider({
          resource,
          readers: [
            new PeriodicExportingMetricReader({
              exporter: new OTLPMetricExporter(to('metrics')),
              metricProducers: [{ collect: async () => ({ resourceMetrics: metricsOf(await families(), resource, version), errors: [] }) }],
            }),
          ],
        });
  return {
    span: (name, attributes, work) =>
      tracer.startActiveSpan(name, { attributes }, async (span) => {
        try {
          return await work();
        } catch (error) {
          failed(span, error);
          throw error;
        } finally {
          span.end();
        }
      }),
    open(name, attributes) {
      const span = tracer.startSpan(name, { attributes });
      return { end: () => span.end() };
    },
    async close() {
      const ended = Promise.allSettled([provider.shutdown(), meters?.shutdown()]);
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
      context.disable();
      trace.disable();
      contexts.disable();
    },
  };
}

function failed(span: Span, error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  span.setAttribute('error.type', name);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
