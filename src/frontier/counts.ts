import type { FrontierCounts } from './frontier.ts';

/** Of two parts of a frontier; a host of both is counted twice. */
export const sumOf = (a: FrontierCounts, b: FrontierCounts): FrontierCounts => ({
  discovered: a.discovered + b.discovered,
  queued: a.queued + b.queued,
  leased: a.leased + b.leased,
  settled: a.settled + b.settled,
  keys: a.keys + b.keys,
});
