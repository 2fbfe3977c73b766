import * as fc from 'fast-check';
import robotsParserModule from 'robots-parser';
import { expect, test } from 'vitest';
import { parseRobots } from '../../src/robots/robots.ts';

/*
 * robots-parser 3.0.1 as second opinion. It reads some spellings wrongly: other lines end a group, a last group without rules falls back
 * to `*`, names with something behind them are compared whole, escapes of unreserved characters are not decoded, misspelt and colonless
 * rules are missed, an empty query is lost. So every file is generated in two spellings that mean the same: a plain one for it, an odd one
 * for us. The answers must be equal.
 */

// The package is CommonJS whose types claim a default export.
const robotsParser = robotsParserModule as unknown as (
  url: string,
  robots: string,
) => { isAllowed(url: string, agent: string): boolean | undefined };

interface Spelling {
  readonly plain: string;
  readonly odd: string;
}

const same = (text: string): Spelling => ({ plain: text, odd: text });
const join = (parts: readonly Spelling[], between: string): Spelling => ({
  plain: parts
    .map((part) => part.plain)
    .filter(Boolean)
    .join(between),
  odd: parts
    .map((part) => part.odd)
    .filter(Boolean)
    .join(between),
});

const piece = fc.constantFrom<Spelling>(
  ...['/', 'a', 'b', 'ab', '.html', '-', '_', '?', '=', '&', ';', '%2F'].map(same),
  { plain: '~', odd: '%7e' },
  { plain: 'a', odd: '%61' },
  { plain: '%2F', odd: '%2f' },
  { plain: '%C3%A9', odd: 'é' },
);
const wild = fc.oneof({ weight: 6, arbitrary: piece }, { weight: 1, arbitrary: fc.constant(same('*')) });
const pattern = fc
  .tuple(fc.array(wild, { maxLength: 6 }), fc.constantFrom(...['', '', '', '$'].map(same)))
  .map(([parts, end]) => join([same('/'), ...parts, end], ''));
const url = fc
  .array(piece, { maxLength: 8 })
  .map((parts) => join([same('https://ex.org/'), ...parts], ''))
  .filter(({ plain }) => !/^[^?]*\?$/.test(plain));

const key = fc.constantFrom<Spelling>(
  same('Allow: '),
  same('Disallow: '),
  { plain: 'Allow: ', odd: ' ALLOW:\t' },
  { plain: 'Disallow: ', odd: 'disalow:' },
  { plain: 'Disallow: ', odd: 'Disallow ' },
  { plain: 'Disallow: ', odd: 'Disallow:\u00a0' },
);
const rule = fc.tuple(key, pattern).map((parts) => join(parts, ''));
const noise = fc
  .constantFrom('Sitemap: https://ex.org/s.xml', 'Crawl-delay: 3', 'Content-Signal: ai-train=no', 'nonsense', '# c', '\n')
  .map((odd): Spelling => ({ plain: '', odd }));
const line = fc.oneof(
  { weight: 4, arbitrary: rule },
  { weight: 1, arbitrary: noise },
  { weight: 1, arbitrary: fc.constant(same('Disallow:')) },
);
const agent = fc
  .constantFrom<Spelling>(
    ...['A', 'B', '*', 'Garner'].map(same),
    { plain: 'A', odd: 'A bot' },
    { plain: 'garner', odd: 'GARNER/2.0' },
    { plain: '*', odd: '* all' },
  )
  .map((name) => join([same('User-agent: '), name], ''));
const group = (last: boolean): fc.Arbitrary<Spelling> =>
  fc
    .tuple(
      fc.array(fc.tuple(agent, fc.option(noise, { nil: same('') })), { minLength: 1, maxLength: 3 }),
      fc.array(line, { maxLength: 5 }),
      fc.constant(last ? { plain: 'Disallow:', odd: '' } : same('Disallow:')),
    )
    .map(([agents, lines, end]) => join([...agents.flat(), ...lines, end], '\n'));
const file = fc.tuple(fc.array(group(false), { maxLength: 3 }), group(true)).map(([groups, last]) => join([...groups, last], '\n'));

const ask = (robots: string, address: string, name: string): boolean =>
  // Undefined is its word for "not one of mine", which cannot be here.
  robotsParser('https://ex.org/robots.txt', robots).isAllowed(address, name) ?? false;

test('agrees with robots-parser on files in a spelling that it can read', () => {
  let allowed = 0;
  let missed = 0;
  const property = fc.property(file, url, fc.constantFrom('A', 'garner', 'C'), (robots, address, name) => {
    const verdict = parseRobots(robots.odd).decide(name, address.odd).allowed;
    expect(verdict).toBe(ask(robots.plain, address.plain, name));
    expect(parseRobots(robots.plain).decide(name, address.plain).allowed).toBe(verdict);
    if (verdict) allowed += 1;
    else if (ask(robots.odd, address.odd, name)) missed += 1;
  });
  fc.assert(property, { numRuns: 5000, seed: 9309 });
  // Both answers occur often, and the odd spellings do matter: robots-parser lets pass what they forbid.
  expect(allowed).toBeGreaterThan(1000);
  expect(allowed).toBeLessThan(4500);
  expect(missed).toBeGreaterThan(50);
});
