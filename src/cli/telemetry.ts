import { hostname } from 'node:os';
import type { Config } from '../config/config.ts';
import { type Families, startTelemetry } from '../telemetry/telemetry.ts';
import { version } from '../version.ts';

interface Running {
  close(): Promise<void>;
}

const OFF: Running = { close: async () => undefined };
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'];

/** Telemetry, where the config or the standard variables of the environment ask for it. */
export async function openTelemetry(
  { telemetry }: Pick<Config, 'telemetry'>,
  { name = `${hostname()}-${process.pid}`, families }: { readonly name?: string; readonly families?: () => Promise<Families> } = {},
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Running> {
  const url = telemetry?.otlp;
  if (environment['OTEL_SDK_DISABLED'] === 'true') return OFF;
  if (url === undefined && !ENDPOINTS.some((variable) => (environment[variable] ?? '') !== '')) return OFF;
  return startTelemetry({ url, version, instance: name, ...(families !== undefined && { families }) });
}
