import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { PageUrl } from '../../src/records.ts';
import { openEngines } from '../../src/run/engines.ts';
import { LocalListed } from '../../src/run/listed.ts';
import { recallListed } from '../../src/run/recall-listed.ts';
import { compileRules } from '../../src/run/rules.ts';
import { makeProject } from '../cli/project.ts';
import { exchange } from '../contracts/exchange.ts';
import { ledgerEntry, pageOutcome, RUN } from '../contracts/ledger-entry.ts';

const PAGE = 'https://example.org/page' as PageUrl;
const map = `<urlset><url><loc>${PAGE}</loc><lastmod>2026-11-20T00:00:00Z</lastmod></url></urlset>`;

test('lists are read once more, but for those that were erased meanwhile', async () => {
  const seeds = ['https://example.org/'];
  const project = await makeProject({ settings: {}, crawlers: { 'example.org': { seeds, revisit: { min: '1d', max: '30d' } } } });
  onTestFinished(() => project.dispose());
  const config = loadConfig(project.folder, {});
  const engines = await openEngines(config, 'test');
  onTestFinished(() => engines.close());
  const { ledger, archive } = engines;
  // Of the first, the archive has no record.
  await ledger.record(ledgerEntry(1, { role: 'sitemap', outcome: pageOutcome(1) }));
  const url = 'https://example.org/sitemap.xml' as PageUrl;
  const told = exchange(2, map, { url });
  const { recordId, bodyDigest, location } = await archive.write(told);
  const capture = { recordId, url, finalUrl: url, at: told.at, status: 200, headers: told.headers, bodyDigest };
  await ledger.record(ledgerEntry(2, { url, role: 'sitemap', outcome: { kind: 'page', capture, location, robots: 'unavailable' } }));

  const listed = new LocalListed();
  await recallListed({ config, ledger, archive, rules: compileRules(config, ['example.org']), listed }, RUN);
  expect(listed.lastModified(PAGE)).toBe(Date.UTC(2026, 10, 20));
});
