/**
 * How well near-duplicates are found, and what it costs:
 *
 *   npm run bench -- dedup --data DIR [--documents 100000] [--signatures 20000]
 *
 * DIR has `dedup/neardup.jsonl`: pairs of texts with their true Jaccard similarity. Claims are those of made-up documents, one in twenty nearly the same
 * as an earlier one; with `--documents 2000000` the rate of every 100,000 tells how it changes as the index grows. Redis gets a tenth of them, on a
 * server of its own.
 */
import { parseArgs } from 'node:util';
import { accept } from './dedup/acceptance.ts';
import { claimEmbedded, claimOnRedis } from './dedup/claims.ts';
import { signTexts } from './dedup/signing.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    documents: { type: 'string', default: '100000' },
    signatures: { type: 'string', default: '20000' },
  },
});

if (values.data === undefined) console.log('without --data DIR, nothing is said of how well near-duplicates are found');
else {
  accept(values.data);
  signTexts(values.data, Number(values.signatures));
}
await claimEmbedded(Number(values.documents));
await claimOnRedis(Math.ceil(Number(values.documents) / 10));
