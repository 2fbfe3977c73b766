import { expect, test } from 'vitest';
import { projectSchema } from '../../src/config/project.ts';
import { type FetchRequest, type HttpClient, TurnLater } from '../../src/fetch/fetch.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { PageUrl } from '../../src/records.ts';
import { RobotsDesk } from '../../src/run/robots-desk.ts';

test('a busy address is waited for by those who cannot come again later, and by nobody else', async () => {
  const client: HttpClient = {
    fetch: async ({ url, patienceMs = 50 }: FetchRequest) => {
      if (patienceMs < 2000) throw new TurnLater(2000);
      return {
        kind: 'failure',
        url,
        reason: 'connection-refused',
        because: 'nobody there',
        at: 0,
        durationMs: 1,
        wireBytes: 0,
        contacted: true,
        retriable: true,
      };
    },
    close: async () => undefined,
  };
  const facts = await openSqliteLedger(':memory:');
  const desk = new RobotsDesk({ config: projectSchema.parse({}), client, facts, clock: () => 0 });
  await expect(desk.ask('http://a.test/' as PageUrl)).rejects.toThrow(TurnLater);
  expect(await desk.ask('http://a.test/' as PageUrl, () => true, true)).toMatchObject({ verdict: 'wait', contacted: true });
  await facts.close();
});
