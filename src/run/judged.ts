import { ArchiveError } from '../archive/archive.ts';
import type { Config } from '../config/config.ts';
import type { CaptureRef } from '../corpus/capture-ref.ts';
import type { Refined, Step } from '../records.ts';
import { goneDrop } from '../revisit/gone.ts';
import type { Engines } from './engines.ts';
import { readingOf, refined } from './refined.ts';

/** What a build makes of a capture today: what was forgotten, withdrawn or is blocked first, then what has gone, if that counts, then what refining says. */
export async function judged(
  config: Config,
  engines: Pick<Engines, 'archive' | 'blocked' | 'forgotten' | 'ledger' | 'pool' | 'staging'>,
  ref: CaptureRef,
  { gone }: Pick<Config['corpus'], 'gone'>,
): Promise<Step<Refined>> {
  const { archive, blocked, forgotten, ledger } = engines;
  const drop = forgotten.of(ref.capture.url) ?? ref.withdrawn ?? blocked(ref.capture.url);
  if (drop !== null) return { kept: false, drop };
  const isGone = gone === 'drop' && ref.gone !== undefined ? goneDrop(ref.gone) : null;
  if (isGone !== null) return { kept: false, drop: isGone };
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
