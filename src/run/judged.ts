import { ArchiveError } from '../archive/archive.ts';
import type { Config } from '../config/config.ts';
import type { CaptureRef } from '../corpus/capture-ref.ts';
import type { Drop, Refined, Step } from '../records.ts';
import { goneDrop } from '../revisit/gone.ts';
import type { Engines } from './engines.ts';
import { readingOf, refined } from './refined.ts';

/** Why a capture may not be had, whatever its page says: it was forgotten, withdrawn or is blocked, or has gone, if that counts. */
export function barred(
  { forgotten, blocked }: Pick<Engines, 'blocked' | 'forgotten'>,
  ref: CaptureRef,
  { gone }: Pick<Config['corpus'], 'gone'>,
): Drop | null {
  const drop = forgotten.of(ref.capture.url) ?? ref.withdrawn ?? blocked(ref.capture.url);
  if (drop !== null) return drop;
  return gone === 'drop' && ref.gone !== undefined ? goneDrop(ref.gone) : null;
}

/** What a build makes of a capture today: why it may not be had, or else what refining says. */
export async function judged(
  config: Config,
  engines: Pick<Engines, 'archive' | 'blocked' | 'forgotten' | 'ledger' | 'pool' | 'staging'>,
  ref: CaptureRef,
  rules: Pick<Config['corpus'], 'gone'>,
): Promise<Step<Refined>> {
  const { archive, forgotten, ledger } = engines;
  const drop = barred(engines, ref, rules);
  if (drop !== null) return { kept: false, drop };
  const bodyOf = async (): Promise<Uint8Array> => (await archive.read(ref.capture.recordId, ref.location)).body;
  try {
    const { step } = await refined({ config, ...engines }, readingOf(config, ref.crawler), ref, bodyOf);
    const text = step.kept ? forgotten.ofText(step.record.text) : null;
    return text === null ? step : { kept: false, drop: text };
  } catch (error) {
    const collectedAt = error instanceof ArchiveError ? await ledger.collectedAt(ref.capture.recordId) : null;
    if (collectedAt === null) throw error;
    const because = `garner gc removed the capture at ${new Date(collectedAt).toISOString()}, for a newer one had replaced it`;
    return { kept: false, drop: { stage: 'fetch', rule: 'collected', because } };
  }
}
