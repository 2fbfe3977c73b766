import * as fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { buildCorpus, type BuildInput } from '../../src/corpus/build.ts';
import { curator } from '../../src/corpus/curate.ts';
import type { Found } from '../../src/corpus/look.ts';
import { lineKeys } from '../../src/dedup/furniture.ts';
import type { Digest, Drop } from '../../src/records.ts';
import { answersTo } from '../../src/run/fleet/slices/desk.ts';
import { fleetLooks } from '../../src/run/fleet/slices/looks.ts';
import type { Prepared } from '../../src/run/fleet/slices/prepared.ts';
import { readFindings, readFurniture, readLines, writeFindings, writeFurniture, writeLines } from '../../src/run/fleet/slices/slice.ts';
import { digests, temporaryFolder } from '../corpus/folders.ts';
import { buildOf, curationOf, FIRST_RUN, refinedFrom, SECOND_RUN, START, type SyntheticPage } from '../corpus/synthetic.ts';
import { chanceOf } from '../web/chance.ts';

const digest = `sha256:${'a'.repeat(64)}` as Digest;

test('what workers answer is read as they meant it', () => {
  const found: Found = { content: digest, signature: Uint8Array.of(0, 255, 7), score: 0.1 + 0.2, tokens: 12 };
  const drop: Drop = { stage: 'quality', rule: 'babble', because: 'it says “ä”' };
  expect(readFindings(writeFindings([found, drop]))).toEqual([found, drop]);
  const keys = fc.array(fc.option(fc.uniqueArray(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))));
  fc.assert(
    fc.property(keys, (lines) => {
      expect(readLines(writeLines(lines))).toEqual(lines);
    }),
  );
  const rows = ['a.test', 'b.test'].flatMap((host) => [-1n, 3n].map((line) => ({ host, line: String(line), pages: 5 })));
  expect(readFurniture(writeFurniture(rows)).get('b.test')).toEqual(new Set([-1n, 3n]));
});

const words = 'paper glass metal garden battery clothes wood plastic oil paint lamp tyre'.split(' ');

/** Pages of a few hosts with their menus; most say nearly what others say. */
function alikePages(seed: number): readonly SyntheticPage[] {
  const chance = chanceOf(seed);
  const pick = (most: number): number => Math.floor(chance.next() * most);
  const stories = Array.from({ length: 8 }, () => Array.from({ length: 120 }, () => words[pick(words.length)] ?? ''));
  return Array.from({ length: 150 }, (_, n) => {
    const host = `${'abc'[pick(3)]}.test`;
    const story = [...(stories[pick(stories.length)] ?? [])];
    for (let change = pick(4); change > 0; change -= 1) story[pick(story.length)] = words[pick(words.length)] ?? '';
    const text = pick(12) === 0 ? null : `Home and contact of ${host}\n${story.join(' ')}.`;
    return { url: `https://${host}/${pick(130)}`, text, at: START + n * 1000, run: pick(2) === 0 ? FIRST_RUN : SECOND_RUN, language: 'en' };
  });
}

const inMemory = (): Prepared => {
  const values = new Map<string, Uint8Array>();
  return {
    get: async (name) => values.get(name) ?? null,
    put: async (name, bytes) => void values.set(name, bytes),
    clear: async () => values.clear(),
  };
};

test.each([
  { seed: 1, preset: 'verified', scope: 'corpus', mostTokens: undefined },
  { seed: 2, preset: 'fineweb', scope: 'dump', mostTokens: 2000 },
  { seed: 3, preset: 'strict', scope: 'corpus', mostTokens: undefined },
] as const)(
  'slices of any size, answered in any order, make the same generation: $preset within $scope',
  { timeout: 60_000 },
  async ({ seed, preset, scope, mostTokens }) => {
    const pages = alikePages(seed);
    const curate = curator(await curationOf());
    const countTokens = async (text: string): Promise<number> => text.length;
    const rules = { curate, linesOf: lineKeys, countTokens, duplicates: { preset, scope } };
    const more: Partial<BuildInput> = { ...rules, format: 'jsonl', ...(mostTokens !== undefined && { mostTokens }) };
    const alone = await temporaryFolder();
    const { manifest } = await buildCorpus(buildOf(alone, pages, more));
    expect(manifest.counts.dropped['dedup/near']).toBeGreaterThan(10);
    expect(manifest.furniture?.length).toBe(1);

    const eye = { ...rules, refined: refinedFrom(pages), duplicates: preset };
    for (const size of [1, 13]) {
      const prepared = inMemory();
      const chance = chanceOf(size);
      const looks = fleetLooks({
        corpus: 'waste-sorting',
        rules: digest,
        prepared,
        queue: {
          answered: async (slice, store) => {
            await sleep(chance.next() * 5);
            const furniture = slice.furniture === null ? null : await store.get(slice.furniture);
            return answersTo(slice, eye, furniture === null ? new Map() : readFurniture(furniture), 4);
          },
        },
        barred: () => null,
        bring: async () => undefined,
        size,
        signal: undefined,
      });
      const sliced = await temporaryFolder();
      await buildCorpus(buildOf(sliced, pages, { ...more, looks }));
      expect(digests(sliced)).toEqual(digests(alone));
    }
  },
);
