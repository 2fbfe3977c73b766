import type { Drop, PageUrl } from '../records.ts';
import { patternsOf } from './pattern.ts';
import { trapShape } from './shape.ts';
import type { Quarantine } from './traps.ts';

/**
 * Why a URL is left alone: for its own shape, or for what was found of a pattern that has it, the narrowest first; null when it may be asked for.
 * What somebody has released is let in, whatever else holds it. `found` gives what was found of a pattern.
 */
export function trapOf(url: PageUrl, found: (pattern: string) => Quarantine | null): Drop | null {
  const patterns = patternsOf(url).map(({ text }) => ({ text, quarantine: found(text) }));
  if (patterns.some(({ quarantine }) => quarantine?.releasedAt !== undefined)) return null;
  const shape = trapShape(url);
  if (shape !== null) return shape;
  for (const { text, quarantine } of patterns)
    if (quarantine !== null) return { stage: 'trap', rule: quarantine.rule, because: `${text} is in quarantine: ${quarantine.because}` };
  return null;
}
