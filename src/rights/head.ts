import type { Drop, Headers, Instant } from '../records.ts';
import { assess } from './assess.ts';
import { clear } from './clearance.ts';

interface Head {
  readonly url: string;
  readonly userAgent: string;
  readonly headers: Headers;
  readonly at: Instant;
}

/**
 * Whether headers alone deny training whatever the page, its host and the policy say besides: then its body need not be read. A TDM reservation
 * does not, for the page may say otherwise itself.
 */
export function deniedByHead({ url, userAgent, headers, at }: Head): Drop | null {
  const spoken = headers.filter(([name]) => !/^tdm-/i.test(name));
  const now = new Date(at).toISOString();
  const clearing = clear(assess({ url, userAgent, headers: spoken, document: null, robots: null, now }), 'unavailable');
  if (clearing.kept) return null;
  return { ...clearing.drop, because: `${clearing.drop.because} (the body was not read, for config/rights.yaml says headersDecide)` };
}
