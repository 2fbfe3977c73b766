import type { Hit } from '../web/server.ts';

/** Requests that came too early after the one before to the same host, or while that was under way. */
export function trespasses(hits: readonly Hit[], delayMs: number): readonly string[] {
  return [...Map.groupBy(hits, ({ host }) => host).values()].flatMap((own) =>
    own.flatMap((hit, n) => {
      const before = own[n - 1];
      // Redis counts whole milliseconds.
      const isEarly = before !== undefined && hit.at - before.at < delayMs - 1;
      return isEarly || hit.underWay > 0
        ? [`${hit.url} came ${hit.at - (before?.at ?? 0)} ms after ${before?.url ?? 'nothing'}, with ${hit.underWay} under way`]
        : [];
    }),
  );
}
