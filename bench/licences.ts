/**
 * How well licences are detected over the labelled cases of outside data, by category: `GARNER_DATA=… node bench/licences.ts`. Precision is
 * over what was answered with an id, recall over what has one.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectLicence } from '../src/rights/licence/licence.ts';

interface Case {
  readonly id: string;
  readonly cat: string;
  readonly url: string;
  readonly html: string;
  readonly api?: unknown;
  readonly expected: string | null;
}

const folder = process.env['GARNER_DATA'];
if (folder === undefined) throw new Error('Set GARNER_DATA to the folder of outside data.');
const { cases } = JSON.parse(readFileSync(join(folder, 'rights/licences.json'), 'utf8')) as { cases: readonly Case[] };
const answered = cases.map((one) => ({ ...one, found: detectLicence(one.html, one.url, { api: one.api }) }));

function show(name: string, of: typeof answered): void {
  const right = of.filter(({ expected, found }) => found.id !== null && found.id === expected).length;
  const named = of.filter(({ found }) => found.id !== null).length;
  const labelled = of.filter(({ expected }) => expected !== null).length;
  const ratio = (part: number, whole: number): string => (whole === 0 ? '   –' : (part / whole).toFixed(2));
  console.log(
    `${name.padEnd(10)} ${String(of.length).padStart(3)} cases  precision ${ratio(right, named)}  recall ${ratio(right, labelled)}`,
  );
}

for (const cat of new Set(cases.map((one) => one.cat)))
  show(
    cat,
    answered.filter((one) => one.cat === cat),
  );
show('all', answered);
for (const { id, expected, found } of answered.filter((one) => one.found.id !== one.expected)) {
  console.log(
    `  ${id}: ${String(found.id)} for ${String(expected)}${found.conflict === undefined ? '' : ` (conflict: ${found.conflict})`}`,
  );
}
