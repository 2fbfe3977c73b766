import { parseDate } from './date.ts';
import type { Finding, Says } from './signal.ts';

/**
 * The vocabulary that robots meta elements and X-Robots-Tag headers share: Google's and Bing's robots meta directives, DeviantArt's `noai`
 * and `noimageai`, and `noml` (noml.info). Rules that permit (`index`, `follow`, `all`) say nothing, for the restrictive one applies.
 */
const directives: Readonly<Record<string, Omit<Finding, 'signal' | 'quote' | 'where'>>> = {
  noindex: { says: { index: 'deny' }, strict: { train: 'deny' } },
  nofollow: { says: { follow: 'deny' } },
  none: { says: { index: 'deny', follow: 'deny' }, strict: { train: 'deny' } },
  noarchive: { says: { archive: 'deny' } },
  nocache: { says: { archive: 'deny' } },
  noai: { says: { train: 'deny', aiInput: 'deny', images: 'deny' } },
  noimageai: { says: { images: 'deny' } },
  noml: { says: { train: 'deny', images: 'deny' } },
  nosnippet: { snippetMax: 0 },
};

const isDirective = (name: string): boolean => Object.hasOwn(directives, name);

/** One directive in a value: its name, and what goes with it. */
export interface Directive {
  /** As it stands in a signal: `noindex`, `max-snippet=20`, `unavailable_after`. */
  readonly name: string;
  readonly says?: Says;
  readonly strict?: Says;
  readonly snippetMax?: number;
  readonly expires?: string;
}

/** Characters of a value that are read. */
export const LONGEST = 16_384;

/** Names that take a value behind a colon, and so are no agent. */
export const valued: ReadonlySet<string> = new Set(['unavailable_after', 'max-snippet', 'max-image-preview', 'max-video-preview']);

/** Rules that say nothing to us, but are no agents either. */
const unheeded: ReadonlySet<string> = new Set(
  'index follow archive imageindex noimageindex indexifembedded notranslate nositelinkssearchbox nopagereadaloud noodp noydir noyaca'.split(
    ' ',
  ),
);

/** Whether it is a rule, which in another place might be an agent. */
export const isRule = (name: string): boolean => isDirective(name) || valued.has(name) || unheeded.has(name);

/** The directives that stand between commas; `now` decides what has expired. Tokens are compared whole, in any case. */
export function readDirectives(items: readonly string[], now: number | null): readonly Directive[] {
  const found: Directive[] = [];
  for (let i = 0; i < items.length; i += 1) {
    const item = (items[i] ?? '').trim().replaceAll(/\s+/g, ' ');
    const after = /^unavailable_after ?: ?(.*)$/i.exec(item)?.[1];
    if (after === undefined) {
      found.push(
        ...item
          .toLowerCase()
          .replaceAll(/ ?: ?/g, ':')
          .split(/[ ;，、]+/)
          .flatMap(readToken),
      );
      continue;
    }
    // The date may have commas of its own, as RFC 850 and RFC 1123 write it.
    const dates = [0, 1, 2].map((commas) => parseDate([after, ...items.slice(i + 1, i + 1 + commas)].join(',')));
    const commas = dates.findIndex((date) => !Number.isNaN(date));
    if (commas < 0) continue;
    i += commas;
    found.push(expiry(dates[commas] ?? Number.NaN, now));
  }
  return found;
}

function expiry(at: number, now: number | null): Directive {
  const over = now !== null && at <= now;
  return {
    name: 'unavailable_after',
    expires: new Date(at).toISOString(),
    ...(over ? { says: { index: 'deny' }, strict: { train: 'deny' } } : {}),
  };
}

function readToken(token: string): readonly Directive[] {
  if (isDirective(token)) return [{ name: token, ...directives[token] }];
  const snippet = /^max-snippet:(-?\d{1,6})$/.exec(token)?.[1];
  if (snippet === undefined) return [];
  // -1: no limit.
  return [{ name: `max-snippet=${snippet}`, ...(Number(snippet) < 0 ? {} : { snippetMax: Number(snippet) }) }];
}

/** Findings of one value: what is addressed to another agent is kept as evidence and says nothing to us. */
export function toFindings(
  source: 'header' | 'html',
  agent: string | null,
  found: readonly Directive[],
  place: Pick<Finding, 'quote' | 'where' | 'line' | 'file'>,
): readonly Finding[] {
  const family = agent === null ? `${source}:robots` : `${source}:robots@${agent}`;
  return found.map(({ name, ...statement }) => ({ signal: `${family}:${name}`, ...place, ...(agent === null ? statement : {}) }));
}
