import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assessRights, type RightsInput } from '../../src/rights/assess.ts';
import type { Headers } from '../../src/records.ts';

interface Case {
  readonly id: string;
  readonly spec: string;
  readonly ua: string;
  readonly url: string;
  readonly headers?: Headers;
  readonly contentType?: string;
  readonly html?: string;
  readonly robots?: string;
  readonly wellknown?: Readonly<Record<string, string>>;
  readonly docs?: Readonly<Record<string, string>>;
  readonly aitxt?: string;
  readonly llmstxt?: string;
  readonly operator?: { readonly geo?: string };
  readonly now?: string;
  readonly epubOpf?: string;
  readonly xmp?: string;
  readonly expect: Readonly<Record<string, unknown>>;
  readonly strict?: Readonly<Record<string, unknown>>;
}

function inputOf(one: Case, profile: 'standard' | 'strict'): RightsInput {
  const { headers, contentType, html, robots, docs: documents, operator, now, epubOpf: opf, xmp } = one;
  const wellKnown = {
    ...one.wellknown,
    ...(one.aitxt !== undefined && { '/ai.txt': one.aitxt }),
    ...(one.llmstxt !== undefined && { '/llms.txt': one.llmstxt }),
  };
  const embedded = { ...(opf !== undefined && { opf }), ...(xmp !== undefined && { xmp: [xmp] }) };
  const given = Object.entries({ embedded, headers, contentType, html, robots, documents, operator, now }).filter(
    ([, value]) => value !== undefined,
  );
  return { url: one.url, userAgent: one.ua, profile, wellKnown, ...Object.fromEntries(given) };
}

export interface Miss {
  readonly id: string;
  readonly profile: string;
  readonly key: string;
  readonly expected: string;
  readonly found: string;
}

export interface Score {
  readonly checked: number;
  readonly cases: number;
  readonly misses: readonly Miss[];
}

/** Every decision and every signal of the labelled cases, under both profiles. */
export function scoreSignals(folder: string): Score {
  const { cases } = JSON.parse(readFileSync(join(folder, 'rights/ai-signals.json'), 'utf8')) as { cases: readonly Case[] };
  const misses: Miss[] = [];
  let checked = 0;
  for (const one of cases) {
    for (const profile of ['standard', 'strict'] as const) {
      const { uses, ...rest } = assessRights(inputOf(one, profile));
      const found: Readonly<Record<string, unknown>> = { ...uses, ...rest };
      const expected = { ...one.expect, ...(profile === 'strict' ? one.strict : {}) };
      for (const [key, value] of Object.entries(expected)) {
        checked += 1;
        const [wanted, got] = [plain(value), plain(found[key])];
        if (wanted !== got) misses.push({ id: one.id, profile, key, expected: wanted, found: got });
      }
    }
  }
  return { checked, cases: cases.length, misses };
}

const plain = (value: unknown): string => JSON.stringify(Array.isArray(value) ? value.map(String).sort() : (value ?? null));
