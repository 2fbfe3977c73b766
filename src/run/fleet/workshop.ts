import type { Config } from '../../config/config.ts';
import type { Workshop } from '../perform.ts';
import { coordinate } from './coordinate.ts';
import { openFleetEngines } from './engines.ts';

/** What a scheduler of a fleet performs a slot with: workers do the fetching. */
export async function fleetWorkshop(config: Config): Promise<Workshop> {
  const engines = await openFleetEngines(config, 'schedule');
  return { engines, crawl: (options) => coordinate(config, engines, options), demand: engines.lock.demand };
}
