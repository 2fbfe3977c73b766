import { afterEach, describe, expect, test } from 'vitest';
import type { HostFacts } from '../../src/ledger/host-facts.ts';
import type { Digest, Origin, UrlPattern } from '../../src/records.ts';

/** Opens host facts over the same storage each time it is called within one test. */
export type OpenHostFacts = () => Promise<HostFacts & { close(): Promise<void> }>;

const [one, other] = ['https://a.test', 'http://a.test'] as Origin[] as [Origin, Origin];
const fact = (at: number, value = `{"at":${at}}`) => ({ value, at, expires: at + 100 });

/** What every store of host facts owes. `fresh` gives storage of its own to each test; `cleanUp` is called after each. */
export function hostFactsContract(name: string, fresh: () => OpenHostFacts, cleanUp: () => Promise<void>): void {
  describe(`${name} keeps the contract of host facts`, () => {
    afterEach(cleanUp);

    test('gives the newest fact of an origin, expired or not, also after reopening', async () => {
      const open = fresh();
      const facts = await open();
      expect(await facts.get(one, 'robots')).toBeNull();
      await facts.put(one, 'robots', fact(10));
      await facts.put(other, 'robots', fact(20, 'ünïcödé\u0000'));
      await facts.put(one, 'robots', fact(30));
      expect(await facts.get(one, 'robots')).toEqual(fact(30));
      await facts.close();
      const later = await open();
      expect(await later.get(one, 'robots')).toEqual(fact(30));
      expect(await later.get(other, 'robots')).toEqual(fact(20, 'ünïcödé\u0000'));
      await later.close();
    });

    test('facts of an origin and of a digest are told apart by their kind', async () => {
      const facts = await fresh()();
      const digest = 'sha256:00' as Digest;
      await facts.put(one, 'rights', fact(10));
      await facts.put(digest, 'host-files', fact(20));
      expect([await facts.get(one, 'rights'), await facts.get(one, 'robots')]).toEqual([fact(10), null]);
      expect([await facts.get(digest, 'host-files'), await facts.get(one, 'host-files')]).toEqual([fact(20), null]);
      await facts.close();
    });

    test('gives all facts of a kind', async () => {
      const facts = await fresh()();
      const [a, b] = ['https://a.test/x/**', 'https://b.test/**'] as UrlPattern[] as [UrlPattern, UrlPattern];
      expect(await facts.all('quarantine')).toEqual([]);
      await facts.put(b, 'quarantine', fact(10));
      await facts.put(a, 'quarantine', fact(20));
      await facts.put(a, 'quarantine', fact(30));
      await facts.put(one, 'robots', fact(40));
      expect(await facts.all('quarantine')).toEqual([
        [a, fact(30)],
        [b, fact(10)],
      ]);
      await facts.close();
    });

    test('an older fact does not replace a newer one', async () => {
      const facts = await fresh()();
      await facts.put(one, 'robots', fact(30));
      await facts.put(one, 'robots', fact(20));
      expect(await facts.get(one, 'robots')).toEqual(fact(30));
      await facts.put(one, 'robots', fact(30, 'again'));
      expect(await facts.get(one, 'robots')).toEqual(fact(30, 'again'));
      await facts.close();
    });
  });
}
