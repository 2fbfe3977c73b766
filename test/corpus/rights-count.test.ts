import { expect, test } from 'vitest';
import { RightsCount } from '../../src/corpus/rights-count.ts';
import { assessRights, type RightsInput } from '../../src/rights/assess.ts';
import { clear } from '../../src/rights/clearance.ts';

function count(pages: readonly Partial<RightsInput>[]): RightsCount {
  const counted = new RightsCount();
  for (const page of pages) {
    const step = clear(assessRights({ url: 'https://ex.org/p', userAgent: 'GarnerBot', ...page }), 'unavailable');
    if (step.kept) counted.keep(step.record);
    else counted.drop(step.drop);
  }
  return counted;
}

test('signals count once a page, whatever they point to, and whoever they speak to', () => {
  const meta = (name: string, content: string): string => `<meta name="${name}" content="${content}">`;
  const { signals, cost, uses } = count([
    { html: meta('robots', 'noai') + meta('robots', 'noai'), headers: [['X-Robots-Tag', 'abot: noindex, bbot: noindex']] },
    { html: meta('robots', 'noarchive'), robots: 'License: /a.xml\nLicense: https://ex.org/b.xml' },
    { html: '<p>x', robots: 'License: /c.xml' },
    { html: '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">' },
  ]).figures();
  expect(Object.fromEntries(signals.top.map(([name, met, kept]) => [name, [met, kept]]))).toEqual({
    'html:robots:noai': [1, 0],
    'header:robots@other:noindex': [1, 0],
    'html:robots:noarchive': [1, 1],
    'robots:rsl:license': [2, 2],
    'rsl:unavailable': [2, 2],
  });
  expect(cost).toEqual([{ rule: 'rights/noai', pages: 1 }]);
  expect(uses.train).toEqual({ unknown: 3 });
});

test('what is dropped for its text costs rights nothing', () => {
  const counted = new RightsCount();
  counted.drop({ stage: 'extract', rule: 'too-short', because: 'x' });
  counted.drop({ stage: 'robots', rule: 'disallowed', because: 'Disallow: /' });
  expect(counted.figures().cost).toEqual([{ rule: 'robots/disallowed', pages: 1 }]);
});
