import type { Archive } from '../../archive/archive.ts';
import type { Staging } from '../../refine/staging.ts';
import type { FleetLock } from './lock.ts';

type Demand = FleetLock['demand'];

/** An archive in which nothing is written unless `demand` resolves first. */
export const archiveHeld = (archive: Archive, demand: Demand): Archive => ({
  write: (exchange) => demand().then(() => archive.write(exchange)),
  revisit: (exchange, of) => demand().then(() => archive.revisit(exchange, of)),
  resource: (resource) => demand().then(() => archive.resource(resource)),
  conversion: (conversion) => demand().then(() => archive.conversion(conversion)),
  metadata: (of, fields) => demand().then(() => archive.metadata(of, fields)),
  read: (recordId, location) => archive.read(recordId, location),
  close: () => archive.close(),
});

/** Likewise, what is put into a staging and shared. */
export const stagingHeld = (staging: Staging, demand: Demand): Staging => ({
  ...staging,
  put: (key, result) => demand().then(() => staging.put(key, result)),
  share: () => demand().then(() => staging.share()),
});
