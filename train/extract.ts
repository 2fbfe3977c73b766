/**
 * Trains the extractor's model on WCXB and says how good it is on pages of sites it has not seen.
 * Usage: node --max-old-space-size=12000 train/extract.ts --data DIR [--out FILE] [--folds DIR] [--quick] [--opinions FILE]
 * `--quick` shares the first stage among folds: in a fifth of the time, and a little too good. Nothing else is read but DIR.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { judgeAlike } from '../src/extract/model/alike.ts';
import { decide } from '../src/extract/model/decide.ts';
import { loadDataset } from './extract/dataset.ts';
import { f1Of, tell } from './extract/figures.ts';
import { storedWeights } from './extract/model-file.ts';
import { ALL, Nest } from './extract/nest.ts';
import { FOLDS } from './extract/truth.ts';
import { guessType, trainTypes } from './extract/types.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env['GARNER_DATA'] ?? '' },
    out: { type: 'string' },
    folds: { type: 'string' },
    version: { type: 'string', default: '1' },
    limit: { type: 'string' },
    quick: { type: 'boolean', default: false },
    opinions: { type: 'string' },
  },
});
const version = Number(values.version);

const { pages, ...rest } = loadDataset(values.data, Number(values.limit ?? Number.POSITIVE_INFINITY));
const data = { pages, ...rest };
console.log(`${pages.length} pages, ${data.rows} blocks`);
console.log(tell('best possible', pages, ({ labels }) => labels));

const nest = new Nest(data, !values.quick);
const first = new Float32Array(data.rows);
const second = new Float32Array(data.rows);
let rightTypes = 0;
for (let fold = 0; fold < FOLDS; fold += 1) {
  const others = ALL & ~(1 << fold);
  const early = nest.opinion(others, fold);
  const late = nest.final(others, fold);
  const types = trainTypes(pages, (page) => page.fold !== fold);
  for (const page of pages) {
    if (page.fold !== fold) continue;
    first.set(early.subarray(page.start, page.end), page.start);
    second.set(judgeAlike(page.frame, late.subarray(page.start, page.end)), page.start);
    if (guessType(types, page) === page.truth.page_type) rightTypes += 1;
  }
  if (values.folds !== undefined) {
    const weights = { version, lines: nest.lines(others), first: nest.first(others).forest, second: nest.second(others).forest, types };
    mkdirSync(values.folds, { recursive: true });
    writeFileSync(join(values.folds, `${fold}.json.gz`), gzipSync(JSON.stringify(storedWeights(weights)), { level: 9 }));
  }
}
console.log(tell('first stage', pages, (page) => decide(page.blocks, first.subarray(page.start, page.end))));
console.log(tell('second stage', pages, (page) => decide(page.blocks, second.subarray(page.start, page.end))));
console.log(`page type right on ${((100 * rightTypes) / pages.length).toFixed(1)} %`);

if (values.opinions !== undefined) {
  const lines = pages.map((page) => {
    const likely = second.subarray(page.start, page.end);
    const blocks = page.texts.map((text, row) => ({
      label: page.labels[row],
      first: first[page.start + row],
      second: likely[row],
      words: page.blocks[row]?.words,
      hash: page.blocks[row]?.hash,
      text: text.replace(/\s+/g, ' ').trim(),
    }));
    const { id, url, page_type: type } = page.truth;
    return JSON.stringify({ id, url, type, f1: f1Of(page, decide(page.blocks, likely)), best: f1Of(page, page.labels), blocks });
  });
  writeFileSync(values.opinions, `${lines.join('\n')}\n`);
}

if (values.out !== undefined) {
  const weights = {
    version,
    lines: nest.lines(ALL),
    first: nest.first(ALL).forest,
    second: nest.second(ALL).forest,
    types: trainTypes(pages, () => true),
  };
  writeFileSync(values.out, `${JSON.stringify(storedWeights(weights))}\n`);
}
