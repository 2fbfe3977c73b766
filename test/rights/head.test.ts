import { expect, test } from 'vitest';
import type { Headers } from '../../src/records.ts';
import { deniedByHead } from '../../src/rights/head.ts';

const of = (...headers: Headers): ReturnType<typeof deniedByHead> =>
  deniedByHead({ url: 'https://ex.org/a', userAgent: 'GarnerBot', headers, at: Date.UTC(2026, 10, 28) });

test.each([
  ['noai', 'X-Robots-Tag', 'noindex, noai', 'noai'],
  ['noml', 'X-Robots-Tag', 'noml', 'noml'],
  ['AIPREF', 'Content-Usage', 'train-ai=n', 'content-usage'],
  ['Content Signals', 'Content-Signal', 'ai-train=no', 'content-signal'],
])('denied whatever the body says: %s', (_what, name, value, rule) => {
  expect(of([name, value])).toMatchObject({
    stage: 'rights',
    rule,
    because: expect.stringContaining(`header ${name}: ${name}: ${value}`),
    evidence: expect.arrayContaining([expect.objectContaining({ where: `header ${name}` })]),
  });
});

test.each([
  ['to another agent', 'X-Robots-Tag', 'otherbot: noai'],
  ['what the page may say otherwise', 'TDM-Reservation', '1'],
  ['what only strict denies', 'X-Robots-Tag', 'noindex'],
  ['what is malformed', 'Content-Usage', 'train-ai='],
  ['a pointer to terms', 'Link', '</l.xml>; rel="license"; type="application/rsl+xml"'],
])('not decided: %s', (_what, name, value) => expect(of([name, value])).toBeNull());
