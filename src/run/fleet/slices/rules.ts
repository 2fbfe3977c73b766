import { digestOf } from '../../../config/digest.ts';
import type { Receipt } from '../../../forgotten/receipt.ts';
import type { Digest } from '../../../records.ts';
import { version } from '../../../version.ts';
import type { CorpusCuration } from '../../curation.ts';

/** What decides about a page of a corpus beside the config: the code, the examples of its topic, what was forgotten. */
export const rulesDigest = ({ policy, examples }: Pick<CorpusCuration, 'policy' | 'examples'>, receipts: readonly Receipt[]): Digest =>
  digestOf({ version, policy, examples, receipts: receipts.map(({ id }) => id) });
