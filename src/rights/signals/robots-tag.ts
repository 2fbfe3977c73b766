import { isRule, LONGEST, readDirectives, toFindings, valued } from './robots-directives.ts';
import type { Finding, Signal } from './signal.ts';

/** Addressed to everybody. */
const everybody: ReadonlySet<string> = new Set(['', '*', 'robots', 'all']);

/** `X-Robots-Tag` headers, and `Robots-Tag` of draft-illyes-repext. Negative rules of all of them add up. */
export const robotsTag: Signal = {
  name: 'robots-tag',
  read: ({ headers, agent, now }) =>
    headers.flatMap(([name, value]) => {
      const lower = name.toLowerCase();
      if (lower !== 'x-robots-tag' && lower !== 'robots-tag') return [];
      const read = value.slice(0, LONGEST);
      const parts = lower === 'x-robots-tag' ? byPrefix(read) : byParameter(read);
      const place = { quote: `${name}: ${value}`, where: `header ${name}` };
      return parts.flatMap((part): readonly Finding[] =>
        toFindings('header', otherOf(part, agent), readDirectives(part.items, now), place),
      );
    }),
};

/** Whom else than us it is addressed to. */
export const otherOf = (part: Addressed, agent: string): string | null =>
  everybody.has(part.agent) || part.agent === agent ? null : part.agent;

interface Addressed {
  /** Lower case; empty for everybody. */
  readonly agent: string;
  readonly items: string[];
}

/** `googlebot: nofollow, noarchive`: a prefix covers what follows it, up to the next prefix. */
export function byPrefix(value: string): readonly Addressed[] {
  const parts: Addressed[] = [];
  for (const item of value.split(',')) {
    const prefix = /^\s*([A-Za-z0-9_*-]+)(?:\/[\w.]+)?\s*:(.*)$/s.exec(item);
    const agent = prefix?.[1]?.toLowerCase();
    const current = parts.at(-1);
    if (agent !== undefined && !valued.has(agent)) parts.push({ agent, items: [prefix?.[2] ?? ''] });
    else if (current === undefined) parts.push({ agent: '', items: [item] });
    else current.items.push(item);
  }
  return parts;
}

/** `*;noindex;nosnippet, ExampleBot;noarchive`, and as earlier drafts had it `*=noindex, nosnippet; ExampleBot=noarchive`. */
function byParameter(value: string): readonly Addressed[] {
  const first = /^([^=;,]*)=/.exec(value)?.[1];
  const early = first !== undefined && agentIn(first) !== null;
  return value.split(early ? ';' : notInDate).map((part) => {
    const [, head = '', rules = part] = (early ? /^([^=]*)=(.*)$/s : /^([^;]*);(.*)$/s).exec(part) ?? [];
    const agent = agentIn(head);
    const items = (agent === null ? part : rules).replaceAll('=', ':').split(early ? ',' : ';');
    return { agent: agent ?? '', items };
  });
}

/** A comma, but none within a date: `Wed, 31 Dec 2025`, `Wednesday, December 31, 2025`. */
const notInDate = /,(?!\s*(?:[a-z]{3,9}\.?\s+)?\d)/i;

/** The name of an agent, with or without a version; null for what is none, such as a rule that is addressed to everybody. */
function agentIn(text: string): string | null {
  const agent = /^([\w*-]*)(?:\/[\w.]+)?$/.exec(text.trim().toLowerCase())?.[1] ?? null;
  return agent === null || isRule(agent) ? null : agent;
}
