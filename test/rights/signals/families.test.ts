import { expect, test } from 'vitest';
import type { Headers } from '../../../src/records.ts';
import { assessRights, type RightsInput } from '../../../src/rights/assess.ts';
import { policyOf } from '../../../src/rights/policy.ts';

const base = { url: 'https://ex.org/a/page.html', userAgent: 'GarnerBot' };
const usage = (...values: readonly string[]): Headers => values.map((value) => ['Content-Usage', value] as const);
const tdm = (rules: unknown): Partial<RightsInput> => ({
  wellKnown: { '/.well-known/tdmrep.json': typeof rules === 'string' ? rules : JSON.stringify(rules) },
});
const aitxt = (text: string): Partial<RightsInput> => ({ wellKnown: { '/ai.txt': text } });
const rsl = (content: string, robots = 'License: /l.xml\n'): Partial<RightsInput> => ({
  robots,
  documents: { 'https://ex.org/l.xml': `<rsl xmlns="https://rslstandard.org/rsl">${content}</rsl>` },
});
const terms = (licence: string, attributes = 'url="/"'): Partial<RightsInput> =>
  rsl(`<content ${attributes}><license>${licence}</license></content>`);

/** `[what, input, train, train in strict]`; without a word, strict has no grant and says unknown too. */
const rows: readonly (readonly [string, Partial<RightsInput>, string, string])[] = [
  // AIPREF
  ['parameters of a preference are none of ours', { headers: usage('train-ai=n;why="x y"') }, 'deny', 'deny'],
  ['a string is no token', { headers: usage('train-ai="n"') }, 'unknown', 'deny'],
  ['an inner list is no token', { headers: usage('train-ai=(n y)') }, 'unknown', 'deny'],
  [
    'a date, a display string and bytes are parsed over',
    { headers: usage('a=@1659578233, b=%"f%c3%bc", c=:YQ==:, d=-1.5, train-ai=n') },
    'deny',
    'deny',
  ],
  ['a broken member spoils the field', { headers: usage('a=%"F%C3", train-ai=n') }, 'unknown', 'deny'],
  ['a date has no fraction', { headers: usage('a=@1659578233.5, train-ai=n') }, 'unknown', 'deny'],
  ['tabs may surround commas', { headers: usage('search=y\t,\t train-ai=n') }, 'deny', 'deny'],
  ['a broken line spoils the joined field', { headers: usage('train-ai=n', ',') }, 'unknown', 'deny'],
  ['labels of old drafts say nothing', { headers: usage('train-genai=n') }, 'unknown', 'deny'],
  ['old labels that permit do not deny', { headers: usage('bots=y') }, 'unknown', 'unknown'],
  ['an empty field is an empty dictionary', { headers: usage('') }, 'unknown', 'unknown'],
  [
    'our group alone counts',
    { robots: 'User-agent: *\nContent-Usage: train-ai=n\n\nUser-agent: garnerbot\nContent-Usage: train-ai=y\nAllow: /' },
    'allow',
    'deny',
  ],
  [
    'groups of one agent are one',
    { robots: 'User-agent: *\nContent-Usage: train-ai=y\nAllow: /\n\nUser-agent: *\nContent-Usage: train-ai=n\nAllow: /' },
    'deny',
    'deny',
  ],
  [
    'a rule grants to agents above it only',
    { robots: 'User-agent: other\nContent-Usage: train-ai=y\nUser-agent: *\nAllow: /' },
    'unknown',
    'unknown',
  ],
  [
    'nor does it take from agents below it, but strict reads all',
    { robots: 'User-agent: other\nContent-Usage: train-ai=n\nUser-agent: *\nAllow: /' },
    'unknown',
    'deny',
  ],
  [
    'the longest path decides, for all it says',
    { robots: 'User-agent: *\nContent-Usage: /a/ search=y\nContent-Usage: train-ai=n' },
    'unknown',
    'unknown',
  ],
  [
    'a broken rule keeps a shorter one from granting',
    { robots: 'User-agent: *\nContent-Usage: train-ai=y\nContent-Usage: /a/ train-ai=' },
    'unknown',
    'deny',
  ],
  ['and not from denying', { robots: 'User-agent: *\nContent-Usage: train-ai=n\nContent-Usage: /a/ train-ai=' }, 'deny', 'deny'],
  ['escapes of a path are compared decoded', { robots: 'User-agent: *\nContent-Usage: /%61/ train-ai=n' }, 'deny', 'deny'],
  // Content Signals
  ['a signal for a path', { robots: 'User-agent: *\nContent-Signal: /a/ ai-train=no' }, 'deny', 'deny'],
  ['a signal for another path', { robots: 'User-agent: *\nContent-Signal: /b/ ai-train=no' }, 'unknown', 'unknown'],
  ['spaces around the sign', { robots: 'User-agent: *\nContent-Signal: ai-train = no' }, 'deny', 'deny'],
  ['no comes before yes', { robots: 'User-agent: *\nContent-Signal: ai-train=no\nContent-Signal: ai-train=yes' }, 'deny', 'deny'],
  ['what is neither yes nor no', { robots: 'User-agent: *\nContent-Signal: ai-train=maybe' }, 'unknown', 'deny'],
  ['a header may restrict', { headers: [['content-signal', 'ai-train=no']] }, 'deny', 'deny'],
  ['use=reference leaves no copy', { robots: 'User-agent: *\nContent-Signal: use=reference' }, 'unknown', 'deny'],
  [
    'signals of our group, not of all',
    { robots: 'User-agent: *\nContent-Signal: ai-train=no\n\nUser-agent: GarnerBot\nAllow: /' },
    'unknown',
    'deny',
  ],
  // TDMRep
  [
    'the first location that matches',
    tdm([
      { location: '/a/', 'tdm-reservation': 0 },
      { location: '/', 'tdm-reservation': 1 },
    ]),
    'allow',
    'allow',
  ],
  [
    'an entry that does not match is passed over',
    tdm([
      { location: '/b/', 'tdm-reservation': 0 },
      { location: '*.html$', 'tdm-reservation': 1 },
    ]),
    'deny',
    'deny',
  ],
  [
    'a wrong value grants nothing to the next',
    tdm([
      { location: '/a/', 'tdm-reservation': 2 },
      { location: '/', 'tdm-reservation': 0 },
    ]),
    'unknown',
    'deny',
  ],
  [
    'and hides no reservation behind it',
    tdm([
      { location: '/a/', 'tdm-reservation': 2 },
      { location: '/', 'tdm-reservation': 1 },
    ]),
    'deny',
    'deny',
  ],
  [
    'nor does an entry without a value',
    tdm([
      { location: '/a/', 'tdm-policy': '/p.json' },
      { location: '/', 'tdm-reservation': 1 },
    ]),
    'deny',
    'deny',
  ],
  [
    'which grants nothing to the next either',
    tdm([
      { location: '/a/', 'tdm-policy': '/p.json' },
      { location: '/', 'tdm-reservation': 0 },
    ]),
    'unknown',
    'unknown',
  ],
  ['a whole address as location', tdm([{ location: 'https://ex.org/a/', 'tdm-reservation': 1 }]), 'deny', 'deny'],
  ['an address of another host', tdm([{ location: 'https://other.org/', 'tdm-reservation': 1 }]), 'unknown', 'unknown'],
  ['a byte order mark', tdm('\uFEFF[{"location":"/","tdm-reservation":1}]'), 'deny', 'deny'],
  ['JSON that ends early', tdm('[{"location":"/","tdm-reservation":1}'), 'unknown', 'deny'],
  ['JSON of something else', tdm('{"hello":1}'), 'unknown', 'unknown'],
  ['prototype names', tdm('[{"__proto__":{"location":"/","tdm-reservation":1}}]'), 'unknown', 'unknown'],
  [
    'the header outranks the file',
    { ...tdm([{ location: '/', 'tdm-reservation': 1 }]), headers: [['tdm-reservation', '0']] },
    'allow',
    'deny',
  ],
  ['a wrong header does not', { ...tdm([{ location: '/', 'tdm-reservation': 1 }]), headers: [['tdm-reservation', 'no']] }, 'deny', 'deny'],
  [
    'of two headers the one that reserves',
    {
      headers: [
        ['tdm-reservation', '0'],
        ['tdm-reservation', '1'],
      ],
    },
    'deny',
    'deny',
  ],
  // RSL
  ['a grant', terms('<permits type="usage">ai-train</permits>'), 'allow', 'allow'],
  ['a list with commas', terms('<permits type="usage">search,ai-all</permits>'), 'allow', 'allow'],
  ['free is no condition', terms('<permits type="usage">all</permits><payment type="free"/>'), 'allow', 'allow'],
  ['a payment binds what nobody forbade', terms('<payment type="crawl"/>'), 'conditional', 'deny'],
  [
    'one licence that grants is enough',
    rsl(
      '<content url="/"><license><permits type="usage">all</permits><payment type="crawl"/></license><license><permits type="usage">ai-train</permits></license></content>',
    ),
    'allow',
    'allow',
  ],
  [
    'the most specific content decides',
    rsl(
      '<content url="/"><license><prohibits type="usage">all</prohibits></license></content><content url="/a/"><license><permits type="usage">all</permits></license></content>',
    ),
    'allow',
    'deny',
  ],
  [
    'of equally specific ones any denial does',
    rsl(
      '<content url="/a/"><license><prohibits type="usage">all</prohibits></license></content><content url="/a/"><license><permits type="usage">all</permits></license></content>',
    ),
    'deny',
    'deny',
  ],
  ['a whole address as URL', terms('<prohibits type="usage">ai-train</prohibits>', 'url="https://ex.org/a/*.html$"'), 'deny', 'deny'],
  [
    'an address of another host as URL',
    terms('<prohibits type="usage">ai-train</prohibits>', 'url="https://other.org/"'),
    'unknown',
    'unknown',
  ],
  ['some users only', terms('<permits type="usage">all</permits><permits type="user">education</permits>'), 'conditional', 'deny'],
  ['all users', terms('<permits type="usage">all</permits><permits type="user">commercial non-commercial</permits>'), 'allow', 'allow'],
  [
    'a country that is not ours',
    { ...terms('<permits type="usage">all</permits><permits type="geo">US</permits>'), operator: { geo: 'DE' } },
    'deny',
    'deny',
  ],
  [
    'a country that is',
    { ...terms('<permits type="usage">all</permits><permits type="geo">us DE</permits>'), operator: { geo: 'DE' } },
    'allow',
    'allow',
  ],
  [
    'a prefix for the namespace',
    {
      ...rsl(''),
      documents: {
        'https://ex.org/l.xml':
          '<r:rsl xmlns:r="https://rslstandard.org/rsl"><r:content url="/"><r:license><r:prohibits type="usage">all</r:prohibits></r:license></r:content></r:rsl>',
      },
    },
    'deny',
    'deny',
  ],
  [
    'within RSS',
    {
      ...rsl(''),
      documents: {
        'https://ex.org/l.xml':
          '<rss xmlns:rsl="https://rslstandard.org/rsl"><channel><item><rsl:content url="/a/"><rsl:license><rsl:prohibits type="usage">ai-train</rsl:prohibits></rsl:license></rsl:content></item></channel></rss>',
      },
    },
    'deny',
    'deny',
  ],
  [
    'an entity is not expanded',
    {
      ...rsl(''),
      documents: {
        'https://ex.org/l.xml':
          '<!DOCTYPE rsl [<!ENTITY a "all">]><rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license><permits type="usage">&a;</permits></license></content></rsl>',
      },
    },
    'unknown',
    'deny',
  ],
  [
    'a Link header',
    {
      headers: [['Link', '</x>; rel=next, </l.xml>; type="application/rsl+xml"; rel="license"']],
      documents: {
        'https://ex.org/l.xml':
          '<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license><prohibits type="usage">ai-all</prohibits></license></content></rsl>',
      },
    },
    'deny',
    'deny',
  ],
  ['a licence link of another type is none', { html: '<link rel="license" href="/l.xml">' }, 'unknown', 'unknown'],
  // ai.txt
  ['an ending of text', aitxt('User-Agent: *\nDisallow: *.html\n'), 'deny', 'deny'],
  ['an ending of something else', aitxt('User-Agent: *\nDisallow: *.mp3\n'), 'unknown', 'unknown'],
  [
    'a page of HTML without an ending',
    { ...aitxt('User-Agent: *\nDisallow: *.HTML\n'), url: 'https://ex.org/a', html: '<p>x' },
    'deny',
    'deny',
  ],
  ['a longer Allow undoes, and grants nothing', aitxt('User-Agent: *\nDisallow: /\nAllow: *.html\n'), 'unknown', 'deny'],
  ['rules for another agent', aitxt('User-Agent: Other\nDisallow: /\n\nUser-Agent: *\nAllow: /\n'), 'unknown', 'deny'],
  ['rules before any agent are nobody’s', aitxt('Disallow: /\n'), 'unknown', 'unknown'],
  // Training agents
  ['two vendors that are no data sets', { robots: 'User-agent: Bytespider\nUser-agent: Amazonbot\nDisallow: /' }, 'unknown', 'deny'],
  ['a search agent and an assistant', { robots: 'User-agent: OAI-SearchBot\nUser-agent: ChatGPT-User\nDisallow: /' }, 'unknown', 'unknown'],
  // Families among each other
  ['no family outranks another', { ...tdm([{ location: '/', 'tdm-reservation': 0 }]), headers: usage('train-ai=n') }, 'deny', 'deny'],
  ['llms.txt is no grant', { wellKnown: { '/llms.txt': '# Ex\nTrain on this!' } }, 'unknown', 'unknown'],
];

test.each(rows)('%s', (_what, input, train, strict) => {
  expect(assessRights({ ...base, ...input }).uses.train).toBe(train);
  expect(assessRights({ ...base, ...input, profile: 'strict' }).uses.train).toBe(strict);
});

test('evidence has the line, and the digest of the file', () => {
  const { evidence, denial } = assessRights({ ...base, robots: '# hello\nUser-agent: *\nContent-Signal: ai-train=no # please\n' });
  const found = evidence.find(({ signal }) => signal === 'robots:content-signal:ai-train=no');
  expect(found).toMatchObject({
    quote: 'Content-Signal: ai-train=no',
    where: 'robots.txt:3',
    line: 3,
    file: expect.stringMatching(/^sha256:/),
  });
  expect(denial).toEqual(found);
});

test('obligations are kept, and the narrowest use', () => {
  const input = {
    ...terms('<permits type="usage">ai-train</permits><payment type="attribution"/>', 'url="/" server="https://lic.ex.org"'),
  };
  expect(assessRights({ ...base, ...input }).obligations).toEqual(['license-token:https://lic.ex.org', 'attribution']);
  const robots = 'User-agent: *\nContent-Signal: use=full\nContent-Signal: use=reference';
  expect(assessRights({ ...base, robots }).use).toBe('reference');
});

test('a policy of one’s own: what blocks of training agents mean', () => {
  const robots = 'User-agent: GPTBot\nDisallow: /';
  const of = (aiAgentBlocks: 'ignore' | 'record' | 'deny', profile: 'standard' | 'strict' = 'standard') => {
    const { uses, signals } = assessRights({ ...base, robots, policy: policyOf(profile, { aiAgentBlocks }) });
    return [uses.train, signals.length];
  };
  expect([of('ignore'), of('record'), of('deny')]).toEqual([
    ['unknown', 0],
    ['unknown', 1],
    ['deny', 1],
  ]);
  expect(of('record', 'strict')).toEqual(['unknown', 1]);
});
