import { Gauge, type Registry } from 'prom-client';
import type { FleetFigures } from './figures.ts';

/** Gauges of the fleet as a whole. Returns how to set them; null, when Redis cannot be asked, takes away what they said. */
export function createFleetGauges(registers: Registry[]): (figures: FleetFigures | null) => void {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> =>
    new Gauge({ name, help, labelNames, registers });
  const urls = gauge('garner_queue_urls', 'URLs of a run by where they are', ['run', 'state']);
  const hosts = gauge('garner_queue_hosts', 'Hosts of a run', ['run']);
  const overdue = gauge('garner_queue_overdue_seconds', 'How long the host whose turn comes first could have been visited', ['run']);
  const givenUp = gauge('garner_hosts_given_up', 'Hosts of a run that have failed too often in a row', ['run']);
  const waiting = gauge('garner_refine_waiting_pages', 'Pages that are fetched and wait to be read');
  const failed = gauge('garner_refine_failed_pages', 'Pages whose reading has failed for good');
  const workers = gauge('garner_workers', 'Workers by what they do', ['role']);
  const archive = gauge('garner_archive_bytes', 'Bytes of the archive in the storage folder of this machine');
  const free = gauge('garner_disk_free_bytes', 'Bytes that are free there');
  return (figures) => {
    for (const each of [urls, hosts, overdue, givenUp, workers]) each.reset();
    for (const each of [waiting, failed, archive, free]) each.set(Number.NaN);
    if (figures === null) return;
    for (const { run, overdueMs, ...own } of figures.runs) {
      for (const state of ['queued', 'leased', 'settled'] as const) urls.set({ run, state }, own[state]);
      hosts.set({ run }, own.hosts);
      overdue.set({ run }, overdueMs / 1000);
      givenUp.set({ run }, own.givenUp);
    }
    waiting.set(figures.refine.waiting);
    failed.set(figures.refine.failed);
    for (const [role, count] of Object.entries(figures.workers)) workers.set({ role }, count);
    archive.set(figures.archiveBytes);
    free.set(figures.freeBytes);
  };
}
