import type { HostFacts } from '../../ledger/host-facts.ts';
import type { Instant } from '../../records.ts';

/** Host facts in which nothing that was asked for before this instant is good any longer: hosts are asked anew, and what they said stands by. */
export function factsSince(facts: HostFacts, since: Instant): HostFacts {
  return {
    all: (kind) => facts.all(kind),
    put: (of, kind, fact) => facts.put(of, kind, fact),
    async get(of, kind) {
      const fact = await facts.get(of, kind);
      if (fact === null || fact.at >= since) return fact;
      if (kind === 'robots') return { ...fact, value: JSON.stringify({ ...(JSON.parse(fact.value) as object), expiresAt: 0 }) };
      if (kind === 'terms') return { ...fact, value: wantedSince(fact.value) };
      return kind === 'rights' ? { ...fact, value: askedSince(fact.value, since) } : fact;
    },
  };
}

/** As `FarDocuments` keeps it: nobody has waited for the document, and it was asked for long ago. */
function wantedSince(value: string): string {
  const { asked, ...fact } = JSON.parse(value) as { readonly asked?: object };
  return JSON.stringify({ ...fact, wantedAt: 0, ...(asked !== undefined && { asked: { ...asked, at: 0 } }) });
}

/** As the desk keeps it (`host-files-desk.ts`): each file with when it was asked for. */
function askedSince(value: string, since: Instant): string {
  const fact = JSON.parse(value) as { readonly asked: Readonly<Record<string, { readonly at: Instant }>> };
  const asked = Object.entries(fact.asked).map(([name, answer]) => [name, answer.at >= since ? answer : { ...answer, at: 0 }] as const);
  return JSON.stringify({ ...fact, asked: Object.fromEntries(asked) });
}
