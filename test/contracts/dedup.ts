import { array, asyncProperty, assert as check, constantFrom, record, constant, oneof } from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Claim, Dedup, Verdict } from '../../src/dedup/dedup.ts';
import { type PresetName, presets, shareBand, slotsOf } from '../../src/dedup/presets.ts';
import { signature, similarity } from '../../src/dedup/signature.ts';
import { contentDigest } from '../../src/text/normalise.ts';

/** Opens the same index again and again. */
export type OpenIndex = () => Promise<Dedup>;

/** A text of `words` words, of which the last `changed` are others. */
export const textOf = (name: string, words = 60, changed = 0): string =>
  Array.from({ length: words }, (_, n) => `${name}${n}${n >= words - changed ? 'changed' : ''}`).join(' ');

export const claimOf = (id: string, url: string, text: string): Claim => ({
  id,
  url: `https://a.test/${url}`,
  digest: contentDigest(text),
  signature: signature(text, 'en', 256),
});

/** What the documents that are kept say to a claim, written down without any table. */
class Model {
  readonly #preset: PresetName;
  kept: Claim[] = [];

  constructor(preset: PresetName) {
    this.#preset = preset;
  }

  claim(claim: Claim): Verdict {
    const same = this.kept.find(({ digest }) => digest === claim.digest);
    if (same !== undefined) return same.id === claim.id ? { kind: 'mine' } : { kind: 'exact', of: same.id };
    const ofPage = this.kept.find(({ url }) => url === claim.url);
    const own = this.kept.find(({ id }) => id === claim.id);
    const isOlder = (each: Claim): boolean => each === ofPage || each === own;
    const preset = presets[this.#preset];
    const cut = (each: Claim): Uint8Array => each.signature.subarray(0, slotsOf(preset));
    const near = this.kept
      .filter((each) => !isOlder(each) && shareBand(cut(each), cut(claim), preset))
      .map(({ id, signature: own }) => ({ of: id, estimate: similarity(own.subarray(0, slotsOf(preset)), cut(claim)) }))
      .filter(({ estimate }) => estimate >= preset.least)
      .reduce<{ of: string; estimate: number } | null>(
        (best, each) => (best !== null && best.estimate >= each.estimate ? best : each),
        null,
      );
    if (near !== null) return { kind: 'near', ...near };
    this.kept = [...this.kept.filter((each) => !isOlder(each)), claim];
    const older = ofPage ?? own;
    return older === undefined ? { kind: 'unique' } : { kind: 'update', of: older.id };
  }

  forget(id: string): number {
    const before = this.kept.length;
    this.kept = this.kept.filter((each) => each.id !== id);
    return before - this.kept.length;
  }
}

/** What every engine behind `Dedup` does. `fresh` names a new index each time. */
export function dedupContract(name: string, fresh: (preset: PresetName) => OpenIndex, cleanUp: () => Promise<void>, numRuns = 40): void {
  describe(`dedup: ${name}`, () => {
    afterAll(cleanUp);

    const within = async (use: (dedup: Dedup) => Promise<void>, preset: PresetName = 'verified'): Promise<void> => {
      const dedup = await fresh(preset)();
      try {
        await use(dedup);
      } finally {
        await dedup.close();
      }
    };
    const one = async (dedup: Dedup, claim: Claim): Promise<Verdict | undefined> => (await dedup.claim([claim]))[0];

    test('the first is unique, and its claim may come again', () =>
      within(async (dedup) => {
        const claim = claimOf('1', 'a', textOf('a'));
        expect(await one(dedup, claim)).toEqual({ kind: 'unique' });
        expect(await one(dedup, claim)).toEqual({ kind: 'mine' });
      }));

    test('the same text of another page is exact, and nearly the same is near', () =>
      within(async (dedup) => {
        await dedup.claim([claimOf('1', 'a', textOf('a')), claimOf('2', 'b', textOf('b'))]);
        expect(await one(dedup, claimOf('3', 'c', textOf('b')))).toEqual({ kind: 'exact', of: '2' });
        const near = await one(dedup, claimOf('4', 'd', textOf('a', 60, 2)));
        expect(near).toMatchObject({ kind: 'near', of: '1' });
        expect(near?.kind === 'near' && near.estimate).toBeCloseTo(0.93, 1);
        expect(await one(dedup, claimOf('5', 'e', textOf('a', 60, 40)))).toEqual({ kind: 'unique' });
      }));

    test('claims made together come one after another', () =>
      within(async (dedup) => {
        const text = textOf('a');
        const claims = [claimOf('1', 'a', text), claimOf('2', 'b', text), claimOf('1', 'a', text), claimOf('3', 'a', textOf('c'))];
        expect(await dedup.claim(claims)).toEqual([
          { kind: 'unique' },
          { kind: 'exact', of: '1' },
          { kind: 'mine' },
          { kind: 'update', of: '1' },
        ]);
        expect(await dedup.claim([])).toEqual([]);
      }));

    test('of several near ones the best estimate counts, and of equal ones the earliest', () =>
      within(async (dedup) => {
        await dedup.claim([
          claimOf('1', 'a', textOf('a', 100, 0)),
          // Not near each other, but the next one is near to both.
          claimOf('2', 'b', textOf('a', 100, 24)),
        ]);
        expect(await one(dedup, claimOf('3', 'c', textOf('a', 100, 22)))).toMatchObject({ kind: 'near', of: '2' });
        expect(await one(dedup, claimOf('4', 'd', textOf('a', 100, 2)))).toMatchObject({ kind: 'near', of: '1' });
      }));

    test('a newer version of a page is an update however near it is, and the older one is kept no longer', () =>
      within(async (dedup) => {
        const older = claimOf('1', 'a', textOf('a'));
        await dedup.claim([older]);
        expect(await one(dedup, claimOf('2', 'a', textOf('a', 60, 2)))).toEqual({ kind: 'update', of: '1' });
        expect(await one(dedup, claimOf('3', 'a', textOf('b')))).toEqual({ kind: 'update', of: '2' });
        // What was a copy of the older ones is so no longer.
        expect(await one(dedup, claimOf('4', 'd', textOf('a')))).toEqual({ kind: 'unique' });
      }));

    test('an id that comes with another text is its newer version', () =>
      within(async (dedup) => {
        await dedup.claim([claimOf('1', 'a', textOf('a'))]);
        expect(await one(dedup, claimOf('1', 'a', textOf('b')))).toEqual({ kind: 'update', of: '1' });
        expect(await one(dedup, claimOf('2', 'b', textOf('a')))).toEqual({ kind: 'unique' });
      }));

    test('a newer version that is a copy of another page leaves the older one kept', () =>
      within(async (dedup) => {
        await dedup.claim([claimOf('1', 'a', textOf('a')), claimOf('2', 'b', textOf('b'))]);
        expect(await one(dedup, claimOf('3', 'a', textOf('b')))).toEqual({ kind: 'exact', of: '2' });
        expect(await one(dedup, claimOf('4', 'a', textOf('b', 60, 2)))).toMatchObject({ kind: 'near', of: '2' });
        expect(await one(dedup, claimOf('1', 'a', textOf('a')))).toEqual({ kind: 'mine' });
      }));

    test('what is forgotten may be claimed anew, and what was a copy of it is one no longer', () =>
      within(async (dedup) => {
        await dedup.claim([claimOf('1', 'a', textOf('a'))]);
        expect(await dedup.forget(['1', '2'])).toBe(1);
        expect(await dedup.forget(['1'])).toBe(0);
        expect(await one(dedup, claimOf('2', 'b', textOf('a', 60, 2)))).toEqual({ kind: 'unique' });
        expect(await one(dedup, claimOf('1', 'a', textOf('b')))).toEqual({ kind: 'unique' });
      }));

    test('texts without a letter are compared exactly, and near nothing', () =>
      within(async (dedup) => {
        const claims = [claimOf('1', 'a', '…'), claimOf('2', 'b', '—'), claimOf('3', 'c', '…')];
        expect(await dedup.claim(claims)).toEqual([{ kind: 'unique' }, { kind: 'unique' }, { kind: 'exact', of: '1' }]);
      }));

    test('pages that have much in common are told apart however many they are', () =>
      within(async (dedup) => {
        const common = textOf('a', 80);
        const claims = Array.from({ length: 300 }, (_, n) => claimOf(String(n), String(n), `${common} ${textOf(`own${n}x`, 40)}`));
        expect(new Set((await dedup.claim(claims)).map(({ kind }) => kind))).toEqual(new Set(['unique']));
        const again = claims.map(({ signature: own }, n) => ({ ...claimOf(`again${n}`, `again${n}`, `again ${n}`), signature: own }));
        const found = (await dedup.claim(again)).filter((verdict, n) => verdict.kind === 'near' && verdict.of === String(n));
        expect(found.length).toBeGreaterThan(290);
      }));

    test('an index is as it was when it is opened again', async () => {
      const open = fresh('verified');
      const first = await open();
      await first.claim([claimOf('1', 'a', textOf('a')), claimOf('2', 'b', textOf('b')), claimOf('3', 'b', textOf('c'))]);
      await first.forget(['1']);
      const second = await open();
      await first.close();
      expect(
        await second.claim([claimOf('3', 'b', textOf('c')), claimOf('4', 'd', textOf('c', 60, 1)), claimOf('5', 'e', textOf('a'))]),
      ).toMatchObject([{ kind: 'mine' }, { kind: 'near', of: '3' }, { kind: 'unique' }]);
      await second.close();
    });

    test('an index is of one preset', async () => {
      await within(async (dedup) => {
        await dedup.claim([claimOf('1', 'a', textOf('a'))]);
        expect(await one(dedup, claimOf('2', 'b', textOf('a', 60, 2)))).toMatchObject({ kind: 'near', of: '1' });
      }, 'strict');
      const short = { ...claimOf('1', 'a', textOf('a')), signature: signature(textOf('a')) };
      await within(async (dedup) => {
        await expect(dedup.claim([short])).rejects.toThrow('a signature of 112 bytes was claimed where 256 are needed');
      }, 'strict');
    });

    test.each(['verified', 'fineweb', 'strict'] as const)('%s: verdicts are those of a plain list of documents', async (preset) => {
      const text = record({ name: constantFrom('a', 'b'), changed: constantFrom(0, 1, 3, 6, 9, 14, 30) });
      const claim = record({ id: constantFrom('1', '2', '3', '4', '5', '6'), url: constantFrom('a', 'b', 'c', 'd', 'e'), text });
      const step = oneof(
        { weight: 5, arbitrary: array(claim, { minLength: 1, maxLength: 4 }) },
        { weight: 1, arbitrary: record({ forget: constantFrom('1', '2', '3') }) },
        { weight: 1, arbitrary: constant('reopen' as const) },
      );
      await check(
        asyncProperty(array(step, { maxLength: 14 }), async (steps) => {
          const model = new Model(preset);
          const open = fresh(preset);
          let dedup = await open();
          for (const each of steps) {
            if (each === 'reopen') {
              const other = await open();
              await dedup.close();
              dedup = other;
            } else if ('forget' in each) expect(await dedup.forget([each.forget])).toBe(model.forget(each.forget));
            else {
              const claims = each.map(({ id, url, text: { name, changed } }) => claimOf(id, url, textOf(name, 40, changed)));
              expect(await dedup.claim(claims)).toEqual(claims.map((one) => model.claim(one)));
            }
          }
          await dedup.close();
        }),
        { numRuns },
      );
    });
  });
}
