import type { FactOf, HostFact, HostFactKind, HostFacts } from '../../ledger/host-facts.ts';

/** Host facts of one command: what it learns is kept in memory, over what is stored, which stays as it is. */
export function factsOver(stored: HostFacts | null): HostFacts {
  const learnt = new Map<HostFactKind, Map<FactOf, HostFact>>();
  return {
    get: async (of, kind) => learnt.get(kind)?.get(of) ?? (await stored?.get(of, kind)) ?? null,
    async put(of, kind, fact) {
      const known = learnt.get(kind) ?? new Map<FactOf, HostFact>();
      learnt.set(kind, known.set(of, fact));
    },
    async all(kind) {
      const all = new Map([...((await stored?.all(kind)) ?? []), ...(learnt.get(kind) ?? [])]);
      return [...all].sort(([a], [b]) => (a < b ? -1 : 1));
    },
  };
}
