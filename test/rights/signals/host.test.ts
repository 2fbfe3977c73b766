import { expect, test } from 'vitest';
import { assess } from '../../../src/rights/assess.ts';
import { parseRobots } from '../../../src/robots/robots.ts';

// What a file comes to is remembered for the pages of its host: each page and agent must be answered for itself all the same.
const robots = parseRobots(`User-agent: *
Allow: /
Content-Usage: /closed train-ai=n
Content-Usage: train-ai=y
Content-Signal: /shop ai-train=no
License: terms.xml

User-agent: GarnerBot
Allow: /
Content-Usage: train-ai=n
Content-Signal: ai-input=no
`);

const judged = (path: string, userAgent = 'OtherBot') => assess({ url: `https://ex.test${path}`, userAgent, document: null, robots });

test('pages of a host are told apart by their paths', () => {
  for (let round = 0; round < 2; round += 1) {
    expect(judged('/open/a').uses.train).toBe('allow');
    expect(judged('/closed/a').uses.train).toBe('deny');
    expect(judged('/shop/a').uses.train).toBe('deny');
  }
});

test('agents are told apart that the same file speaks to', () => {
  for (let round = 0; round < 2; round += 1) {
    expect(judged('/open/a').uses).toMatchObject({ train: 'allow', aiInput: 'unknown' });
    expect(judged('/open/a', 'GarnerBot').uses).toMatchObject({ train: 'deny', aiInput: 'deny' });
  }
});

test('an address of terms that is relative goes by robots.txt', () => {
  const terms = (path: string) => judged(path).signals.filter((signal) => signal.startsWith('robots:rsl:'));
  expect(terms('/a/x')).toEqual(['robots:rsl:license=https://ex.test/terms.xml']);
  expect(terms('/b/x')).toEqual(['robots:rsl:license=https://ex.test/terms.xml']);
});
