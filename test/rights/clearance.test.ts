import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assess, assessRights, type RightsInput } from '../../src/rights/assess.ts';
import type { Digest, Statement } from '../../src/records.ts';
import { clear, restoreClearance } from '../../src/rights/clearance.ts';
import { isWanted, policyOf } from '../../src/rights/policy.ts';

const base = { url: 'https://ex.org/p', userAgent: 'GarnerBot' };
const cleared = (input: Partial<RightsInput>): ReturnType<typeof clear> => clear(assessRights({ ...base, ...input }), 'sha256:00');
const ruleOf = (input: Partial<RightsInput>): string | null => {
  const step = cleared(input);
  return step.kept ? null : step.drop.rule;
};
const meta = (content: string): string => `<meta name="robots" content="${content}">`;

test('what nobody has said: standard lets it pass, strict does not', () => {
  expect(ruleOf({ html: '<p>x' })).toBeNull();
  expect(ruleOf({ html: '<p>x', profile: 'strict' })).toBe('unknown');
});

test.each([
  ['noai', 'noai', 'noai'],
  ['noml', 'noml', 'noml'],
  ['noindex', null, 'noindex'],
  ['none', null, 'noindex'],
  ['noindex, noai', 'noai', 'noindex'],
  ['noimageai, noarchive, nofollow', null, 'unknown'],
])('%s', (content, standard, strict) => {
  expect(ruleOf({ html: meta(content) })).toBe(standard);
  expect(ruleOf({ html: meta(content), profile: 'strict' })).toBe(strict);
});

test('a drop quotes what denies', () => {
  expect(cleared({ html: meta('noai') })).toMatchObject({
    kept: false,
    drop: { stage: 'rights', rule: 'noai', because: 'meta element, line 1: <meta name="robots" content="noai">' },
  });
  expect(cleared({ robots: 'User-agent: *\nDisallow: /p' })).toMatchObject({
    kept: false,
    drop: { stage: 'rights', rule: 'robots-disallow', because: 'robots.txt:2: Disallow: /p' },
  });
});

test('an open licence never outranks a reservation', () => {
  const html = `${meta('noai')}<link rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/">`;
  expect(assessRights({ ...base, html }).licence.id).toBe('CC0-1.0');
  expect(ruleOf({ html })).toBe('noai');
});

test('conditions that cannot be met drop the page', () => {
  const assessment = assessRights({ ...base, html: '<p>x' });
  const bound = (trainObligations: readonly string[], profile: 'standard' | 'strict' = 'standard'): boolean =>
    clear({ ...assessment, profile, uses: { ...assessment.uses, train: 'conditional' }, trainObligations }, 'unavailable').kept;
  expect(bound(['attribution'])).toBe(true);
  expect(bound(['attribution', 'payment:crawl'])).toBe(false);
  expect(bound(['attribution'], 'strict')).toBe(false);
});

test('what other uses are bound to is no condition of training', () => {
  const licence = (use: string, payment: string): string =>
    `<license><permits type="usage">${use}</permits><payment type="${payment}"/></license>`;
  const content = `<content url="/">${licence('ai-train', 'attribution')}${licence('ai-input', 'crawl')}</content>`;
  const documents = { 'https://ex.org/l.xml': `<rsl xmlns="https://rslstandard.org/rsl">${content}</rsl>` };
  const input = { robots: 'License: /l.xml', documents };
  expect(assessRights({ ...base, ...input })).toMatchObject({
    uses: { train: 'conditional', aiInput: 'conditional' },
    obligations: ['attribution', 'payment:crawl'],
  });
  expect(cleared(input)).toMatchObject({ kept: true, record: { obligations: ['attribution'] } });
});

test('a clearance survives JSON, a forged one does not', () => {
  const html = '<footer><a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a></footer>';
  const step = clear(assess({ ...base, document: null, robots: null }), 'http-404');
  const licensed = cleared({ html, headers: [['X-Robots-Tag', 'noarchive']] });
  for (const one of [step, licensed]) {
    expect(one.kept).toBe(true);
    const record = one.kept ? one.record : null;
    expect(restoreClearance(JSON.parse(JSON.stringify(record)))).toEqual(record);
    expect(restoreClearance({ ...record, uses: { ...record?.uses, train: 'deny' } })).toBeNull();
    expect(restoreClearance({ ...record, profile: 'strict' })).toBeNull();
    expect(restoreClearance({ ...record, robots: undefined })).toBeNull();
  }
  for (const nothing of [null, undefined, 'x', [], {}]) expect(restoreClearance(nothing)).toBeNull();
});

/** Casts that would make a clearance, or a record that needs one, out of thin air. */
const forging =
  /\bas\s+(?:unknown\s+as\s+|const\s+as\s+)?(?:Readonly<|Partial<|readonly\s+)?(?:Clearance\b|\{[^}]*Clearance)|<Clearance>|\[cleared\]/;

test('only rights/ makes clearances', () => {
  const files = globSync('src/**/*.ts').filter((file) => !/^src[\\/](?:rights[\\/]|records\.ts$)/.test(file));
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => forging.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('the search sees what it searches for', () => {
  expect(forging.test('const rights = {} as Clearance;')).toBe(true);
  expect(forging.test('return x as unknown as Clearance')).toBe(true);
  expect(forging.test('const rights: Clearance = step.record;')).toBe(false);
  expect(readFileSync('src/rights/clearance.ts', 'utf8')).toMatch(forging);
});

test('a policy of the project’s own', () => {
  const assessment = assessRights({ ...base, html: '<p>x' });
  const licensed = { ...assessment, licence: { id: 'CC-BY-SA-4.0', evidence: [] } };
  const rule = (given: typeof assessment, own: Parameters<typeof policyOf>[1], statement?: Statement): string | null => {
    const policyDigest = 'sha256:00' as Digest;
    const step = clear(given, 'unavailable', {
      policy: policyOf('standard', own),
      policyDigest,
      ...(statement !== undefined && { statement }),
    });
    if (step.kept) expect(restoreClearance(JSON.parse(JSON.stringify(step.record)))).toEqual(step.record);
    return step.kept ? null : step.drop.rule;
  };
  expect(rule(assessment, { unknown: 'deny' })).toBe('unknown');
  expect(rule(assessment, { licences: ['CC-BY-*'] })).toBe('licence-not-wanted');
  expect(rule(licensed, { licences: ['CC-BY-*'] })).toBeNull();
  expect(rule(licensed, { licences: ['CC0-1.0', 'CC-BY-4.0'] })).toBe('licence-not-wanted');
  const paid = { ...assessment, uses: { ...assessment.uses, train: 'conditional' as const }, trainObligations: ['payment:crawl'] };
  expect(rule(paid, {})).toBe('conditional');
  expect(rule(paid, { obligations: ['payment:crawl'] })).toBeNull();
  const statement: Statement = {
    source: 'notes',
    base: 'https://ex.org/',
    licence: 'MIT',
    evidence: null,
    own: false,
    language: null,
    at: 0,
  };
  expect(rule(assessment, { importsWithoutEvidence: 'deny' }, statement)).toBe('import-without-evidence');
  expect(rule(assessment, { importsWithoutEvidence: 'archived' }, statement)).toBeNull();
  // Of a document for which a host was asked, but here no robots.txt was there; the other was imported before anybody asked.
  expect(rule(assessment, { importsWithoutEvidence: 'live' }, statement)).toBeNull();
  expect(clear(assessment, 'imported', { policy: policyOf('standard', { importsWithoutEvidence: 'live' }), statement })).toMatchObject({
    drop: { rule: 'import-without-evidence', because: expect.stringContaining('import it again') },
  });
  expect(rule(assessment, { importsWithoutEvidence: 'deny' }, { ...statement, evidence: 'https://ex.org/terms' })).toBeNull();
});

test('pages of web archives that have no word of their host', () => {
  const assessment = assessRights({ url: 'https://ex.org/a', userAgent: 'GarnerBot' });
  const ruleOf = (robots: string, importsWithoutEvidence: 'archived' | 'live' | 'deny') => {
    const cleared = clear(assessment, robots, { policy: policyOf('standard', { importsWithoutEvidence }) });
    return cleared.kept ? null : cleared.drop.rule;
  };
  expect(ruleOf('imported', 'archived')).toBeNull();
  expect(ruleOf('imported', 'live')).toBe('import-without-evidence');
  expect(ruleOf('imported', 'deny')).toBe('import-without-evidence');
  expect(ruleOf('http-404', 'deny')).toBeNull();
});

test('wanted licences', () => {
  for (const [id, pattern, wanted] of [
    ['CC-BY-4.0', 'CC-BY-4.0', true],
    ['CC-BY-4.0', 'cc-by-*', true],
    ['CC-BY-NC-4.0', 'CC-BY-?', false],
    ['MIT OR GPL-3.0-only', 'MIT', true],
    ['MIT AND GPL-3.0-only', 'MIT', false],
    ['(MIT AND CC0-1.0) OR X', '*', true],
  ] as const)
    expect([id, pattern, isWanted(id, [pattern])]).toEqual([id, pattern, wanted]);
});
