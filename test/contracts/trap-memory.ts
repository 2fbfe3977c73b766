import { describe, expect, test } from 'vitest';
import type { PageUrl, RunId } from '../../src/records.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { RefineResult } from '../../src/refine/refine.ts';
import { releaseFromQuarantine } from '../../src/run/quarantine.ts';
import type { TrapMemory } from '../../src/run/trap-memory.ts';
import { TrapWatch } from '../../src/run/trap-watch.ts';
import { patternsOf } from '../../src/traps/pattern.ts';
import { LIMITS } from '../../src/traps/score.ts';

const run = '20261128T000000Z-abcdef' as RunId;
const url = (path: string): PageUrl => `https://a.test${path}` as PageUrl;
const saying = (text: string): Pick<RefineResult, 'step'> =>
  ({ step: { kept: true, record: { text, measures: {}, language: 'en' } } }) as unknown as Pick<RefineResult, 'step'>;
const noText = { step: { kept: false, drop: { stage: 'extract', rule: 'no-text', because: '' } } } as const;
const nothingNew = { form: 0, section: 0, host: 0 };
const same = saying('Paper goes into the blue bin, and glass into the bank of bottles behind the hall of the market.');
/** Letters alone, for figures make no other text. */
const letters = (n: number): string => String(n).replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');

/** What every memory of traps owes, and what a watch over it decides. `fresh` gives an empty one. */
export function trapMemoryContract(name: string, fresh: () => TrapMemory): void {
  describe(`${name} remembers what a run has found of its hosts`, () => {
    const openWatch = async () => {
      const facts = await openSqliteLedger(':memory:');
      const memory = fresh();
      const open = (of = memory): Promise<TrapWatch> => TrapWatch.open({ run, facts, memory: of, stamp: () => 1000 });
      return { facts, open, watch: await open() };
    };

    test('texts are known again, scores add up and never sink below 0, what is held is told', async () => {
      const memory = fresh();
      expect(await memory.know([1, 2 ** 51])).toEqual([false, false]);
      expect(await memory.know([2 ** 51, 3])).toEqual([true, false]);
      expect(await memory.add([{ pattern: 'a', by: 1 }])).toEqual([1]);
      expect(
        await memory.add([
          { pattern: 'a', by: 1 },
          { pattern: 'b', by: -4 },
        ]),
      ).toEqual([2, 0]);
      expect(await memory.add([{ pattern: 'a', by: -4 }])).toEqual([0]);
      const patterns = patternsOf(url('/x/1'));
      expect(await memory.held(patterns)).toEqual([null, null, null]);
      await memory.hold(patterns[1]!.text, '{}');
      expect(await memory.held(patterns)).toEqual([null, '{}', null]);
    });

    test('a form that gives copies is left alone, its section is not, and a later run knows', async () => {
      const { watch, open, facts } = await openWatch();
      for (let n = 0; n <= LIMITS.form; n += 1) {
        expect(await watch.trapOf(url(`/copy/${n}`))).toBeNull();
        await watch.read(url(`/copy/${n}`), same, 3, nothingNew);
      }
      expect(await watch.trapOf(url('/copy/999'))).toMatchObject({ stage: 'trap', rule: 'copies' });
      expect(await watch.trapOf(url('/copy/other'))).toBeNull();
      expect(await (await open(fresh())).trapOf(url('/copy/999'))).toMatchObject({ rule: 'copies' });

      expect(await releaseFromQuarantine(facts, ['b.test'], 2000)).toEqual([]);
      expect(await releaseFromQuarantine(facts, ['a.test'], 2000)).toEqual(['https://a.test/copy/{n}']);
      const later = await open(fresh());
      expect(await later.trapOf(url('/copy/999'))).toBeNull();
      for (let n = 0; n <= 2 * LIMITS.form; n += 1) await later.read(url(`/copy/${n}`), same, 3, nothingNew);
      expect(await later.trapOf(url('/copy/999'))).toBeNull();
      await facts.close();
    });

    test('a page that is read again is no copy of itself, and counts once', async () => {
      const { watch, facts } = await openWatch();
      const read = async (leads: boolean): Promise<void> => {
        for (let n = 0; n <= LIMITS.host; n += 1) {
          const text = `Ward ${letters(n)} puts ${letters(7 * n)} into the bin of ${letters(13 * n)}, and all else into that of its own street.`;
          await watch.read(url(`/article/${n}`), saying(text), 3, nothingNew);
          await watch.read(url(`/list/${n}`), noText, 3, { form: 0, section: 0, host: leads ? 1 : 0 });
        }
      };
      await read(true);
      // Nobody is new to links that were followed already.
      await read(false);
      for (const path of ['/article/999', '/list/999', '/article/other', '/list/other', '/'])
        expect([path, await watch.trapOf(url(path))]).toEqual([path, null]);
      await facts.close();
    });

    test('pages of a trap that are read again fill its measure no sooner', async () => {
      const { watch, facts } = await openWatch();
      for (let times = 0; times < 3; times += 1)
        for (let n = 0; n < LIMITS.form - 1; n += 1) await watch.read(url(`/empty/${n}`), noText, 3, nothingNew);
      expect(await watch.trapOf(url('/empty/999'))).toBeNull();
      await watch.read(url('/empty/998'), noText, 3, nothingNew);
      expect(await watch.trapOf(url('/empty/999'))).toMatchObject({ rule: 'no-text' });
      await facts.close();
    });

    test('lists that lead on are followed for ever, and so is what says something new now and then', async () => {
      const { watch, facts } = await openWatch();
      for (let n = 0; n < 3 * LIMITS.host; n += 1) {
        await watch.read(url(`/list/${n}`), same, 9, { form: 1, section: 0, host: n % 3 === 0 ? 1 : 0 });
        const text =
          n % 2 === 0
            ? `Article ${letters(n)} says of ${letters(7 * n)} what nobody has ever said of ${letters(13 * n)} in this place so far.`
            : '';
        await watch.read(url(`/article/${n}`), saying(text), 9, nothingNew);
      }
      expect([await watch.trapOf(url('/list/9')), await watch.trapOf(url('/article/9'))]).toEqual([null, null]);
      await facts.close();
    });
  });
}
