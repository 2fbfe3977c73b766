import { expect, test } from 'vitest';
import type { Headers } from '../../../src/records.ts';
import { assessRights, type RightsInput } from '../../../src/rights/assess.ts';

const base = { url: 'https://ex.org/a/page.html', userAgent: 'GarnerBot/1.0', now: '2026-11-28T00:00:00Z' };
const tag = (...values: readonly string[]): Partial<RightsInput> => ({
  headers: values.map((value): Headers[number] => ['X-Robots-Tag', value]),
});
const parameters = (value: string): Partial<RightsInput> => ({ headers: [['Robots-Tag', value]] });
const usage = (value: string): Partial<RightsInput> => ({ headers: [['Content-Usage', value]] });
const robots = (...lines: readonly string[]): Partial<RightsInput> => ({ robots: lines.join('\n') });
const tdm = (...rules: readonly unknown[]): Partial<RightsInput> => ({ wellKnown: { '/.well-known/tdmrep.json': JSON.stringify(rules) } });
const rsl = (content: string): Partial<RightsInput> => ({
  robots: 'License: /l.xml',
  documents: { 'https://ex.org/l.xml': `<rsl xmlns="https://rslstandard.org/rsl">${content}</rsl>` },
});
const terms = (licence: string, url = '/'): Partial<RightsInput> => rsl(`<content url="${url}"><license>${licence}</license></content>`);
const linked = (parameters: string): Partial<RightsInput> => ({
  ...terms('<prohibits type="usage">ai-train</prohibits>'),
  robots: '',
  headers: [['Link', `<https://ex.org/other>; rel=next, </l.xml>; ${parameters}; type="application/rsl+xml"`]],
});
const train = (terms: string): string => `<permits type="usage">ai-train</permits>${terms}`;
const meta = (attributes: string): Partial<RightsInput> => ({ html: `<meta ${attributes}>` });

/** `[what, input, train, train in strict]`. */
const rows: readonly (readonly [string, Partial<RightsInput>, string, string])[] = [
  // X-Robots-Tag
  ['a meta element for several agents', meta('name="robots,googlebot" content="noai"'), 'deny', 'deny'],
  ['for others than us', meta('name="googlebot, bingbot" content="noai"'), 'unknown', 'unknown'],
  ['a prefix covers what follows it', tag('otherbot: noindex, noai'), 'unknown', 'unknown'],
  ['up to the next prefix', tag('otherbot: noindex, garnerbot: noai'), 'deny', 'deny'],
  ['a prefix with a version', tag('GarnerBot/1.0: noai'), 'deny', 'deny'],
  ['a prefix with a version of another', tag('OtherBot/2.1: noai'), 'unknown', 'unknown'],
  ['a star for a prefix', tag('*: noai'), 'deny', 'deny'],
  ['what stands before a prefix speaks to all', tag('noai, otherbot: nofollow'), 'deny', 'deny'],
  ['a date with a comma (RFC 1123) that is over', tag('unavailable_after: Sat, 01 Aug 2026 00:00:00 GMT'), 'unknown', 'deny'],
  ['one to come', tag('unavailable_after: Fri, 01 Jan 2027 00:00:00 GMT'), 'unknown', 'unknown'],
  ['what stands behind it', tag('unavailable_after: Fri, 01 Jan 2027 00:00:00 GMT, noai'), 'deny', 'deny'],
  ['a date with a comma (RFC 850)', tag('unavailable_after: Saturday, 01-Aug-26 00:00:00 GMT'), 'unknown', 'deny'],
  ['a date without one, in a zone', tag('unavailable_after: 01 Aug 2026 15:00:00 PST'), 'unknown', 'deny'],
  ['ISO 8601', tag('unavailable_after: 2026-08-01T00:00:00Z, nofollow'), 'unknown', 'deny'],
  ['a date to another agent', tag('otherbot: unavailable_after: Sat, 01 Aug 2026 00:00:00 GMT'), 'unknown', 'unknown'],
  ['a date to us', tag('garnerbot: unavailable_after: Sat, 01 Aug 2026 00:00:00 GMT'), 'unknown', 'deny'],
  ['no date at all', tag('unavailable_after: never, noai'), 'deny', 'deny'],
  ['a date that people write', tag('unavailable_after: Saturday, August 1, 2026, nofollow'), 'unknown', 'deny'],
  ['one without a year is none', tag('unavailable_after: August 1'), 'unknown', 'unknown'],
  ['nor is a word with a number', tag('unavailable_after: never 5'), 'unknown', 'unknown'],
  ['a zone that nobody knows', tag('unavailable_after: 01 Aug 2026 15:00:00 CEST'), 'unknown', 'deny'],
  // Robots-Tag
  ['rules as parameters', parameters('*;noindex;noai, ExampleBot;'), 'deny', 'deny'],
  ['of another agent', parameters('ExampleBot;noai'), 'unknown', 'unknown'],
  ['of ours', parameters('ExampleBot;nosnippet, GarnerBot;max-snippet=20;noml'), 'deny', 'deny'],
  ['rules alone', parameters('noarchive; noai'), 'deny', 'deny'],
  ['a rule with a value is no agent', parameters('max-snippet:20;noai'), 'deny', 'deny'],
  ['nor with a sign', parameters('max-snippet=20;noai'), 'deny', 'deny'],
  ['nor is a rule that permits', parameters('index;noai'), 'deny', 'deny'],
  ['nor are several', parameters('nofollow noarchive;noai'), 'deny', 'deny'],
  ['an agent with a version', parameters('OtherBot/2.1;noindex, GarnerBot/1.0;noai'), 'deny', 'deny'],
  ['an agent by an earlier draft', parameters('*=noindex; OtherBot=noai'), 'unknown', 'deny'],
  ['the comma of a date', parameters('unavailable_after: Sat, 01 Aug 2026 00:00:00 GMT'), 'unknown', 'deny'],
  ['commas of a date among rules', parameters('*;nofollow;unavailable_after=Saturday, August 1, 2026, OtherBot;noai'), 'unknown', 'deny'],
  ['what nobody would read to', parameters(`${','.repeat(20_000)}noai`), 'unknown', 'unknown'],
  ['two headers add up', tag('otherbot: none', 'noml'), 'deny', 'deny'],
  ['a word that only begins so', tag('noaim, noaindex'), 'unknown', 'unknown'],
  // Robots metas
  ['capitals, and no comma', meta('name="ROBOTS" content="NOINDEX NOAI"'), 'deny', 'deny'],
  ['our own name', meta('name="GarnerBot" content="noai"'), 'deny', 'deny'],
  ['another’s', meta('name="googlebot" content="noai"'), 'unknown', 'unknown'],
  ['a property', meta('property="robots" content="noai"'), 'deny', 'deny'],
  ['a header’s form in markup, to us', meta('http-equiv="X-Robots-Tag" content="otherbot: nofollow, garnerbot: noai"'), 'deny', 'deny'],
  ['to another', meta('http-equiv="X-Robots-Tag" content="otherbot: noai"'), 'unknown', 'unknown'],
  ['commas of another script', meta('name="robots" content="nofollow，noai"'), 'deny', 'deny'],
  // AIPREF
  ['keys are in lower case', usage('Train-AI=n'), 'unknown', 'deny'],
  ['and so are values', usage('train-ai=N'), 'unknown', 'deny'],
  ['a key alone is true, which is no preference', usage('train-ai'), 'unknown', 'deny'],
  ['the last of a key counts', usage('train-ai=n, train-ai=y'), 'allow', 'deny'],
  ['a space before the sign breaks the field', usage('train-ai =n'), 'unknown', 'deny'],
  ['what is said of answers is not said of training', usage('ai-use=n'), 'unknown', 'unknown'],
  [
    'a path with a wildcard is longer than the root',
    robots('User-agent: *', 'Content-Usage: / train-ai=y', 'Content-Usage: /*.html$ train-ai=n', 'Allow: /'),
    'deny',
    'deny',
  ],
  [
    'equal paths: a denial',
    robots('User-agent: *', 'Content-Usage: /a/ train-ai=y', 'Content-Usage: /a/ train-ai=n', 'Allow: /'),
    'deny',
    'deny',
  ],
  ['a path alone has no preference', robots('User-agent: *', 'Content-Usage: / train-ai=n', 'Content-Usage: /a/'), 'unknown', 'unknown'],
  [
    'agents that are named after a rule begin another group',
    robots('User-agent: GarnerBot', 'Content-Usage: / train-ai=y', '', 'User-agent: *', 'Content-Usage: / train-ai=n'),
    'allow',
    'deny',
  ],
  ['robots.txt and header: a denial', { ...robots('User-agent: *', 'Content-Usage: train-ai=n'), ...usage('train-ai=y') }, 'deny', 'deny'],
  // Content Signals
  ['a group of several agents', robots('User-agent: GPTBot', 'User-agent: *', 'Content-Signal: ai-train=no', 'Allow: /'), 'deny', 'deny'],
  [
    'a group of ours with others',
    robots('User-agent: GPTBot', 'User-agent: GarnerBot', 'Content-Signal: ai-train=no', 'Allow: /', '', 'User-agent: *', 'Allow: /'),
    'deny',
    'deny',
  ],
  [
    'a group of another alone',
    robots(
      'User-agent: GPTBot',
      'Content-Signal: ai-train=no',
      'Allow: /',
      '',
      'User-agent: *',
      'Content-Signal: ai-train=yes',
      'Allow: /',
    ),
    'allow',
    'deny',
  ],
  [
    'agents that are named after a line begin another group',
    robots('User-agent: *', 'Content-Signal: ai-train=yes', '', 'User-agent: GPTBot', 'Content-Signal: ai-train=no'),
    'allow',
    'deny',
  ],
  [
    'several lines of one group',
    robots('User-agent: GarnerBot', 'Content-Signal: search=yes', 'Content-Signal: ai-train=no', 'User-agent: *', 'Allow: /'),
    'deny',
    'deny',
  ],
  ['quotes', robots('User-agent: *', 'Content-Signal: ai-train="no"'), 'deny', 'deny'],
  ['no pair at all', robots('User-agent: *', 'Content-Signal: ai-train: no'), 'unknown', 'deny'],
  ['outside of all groups', robots('Content-Signal: ai-train=no', '', 'User-agent: *', 'Allow: /'), 'deny', 'deny'],
  ['capitals', robots('User-Agent: *', 'CONTENT-SIGNAL: AI-Train=No'), 'deny', 'deny'],
  // TDMRep
  ['wildcards within', tdm({ location: '/*/page.html$', 'tdm-reservation': 1 }), 'deny', 'deny'],
  ['the end is the end', tdm({ location: '/a/page$', 'tdm-reservation': 1 }), 'unknown', 'unknown'],
  [
    'the first that matches, not the longest',
    tdm({ location: '/', 'tdm-reservation': 0 }, { location: '/a/page.html', 'tdm-reservation': 1 }),
    'allow',
    'allow',
  ],
  ['names as headers have them', tdm({ Location: '/', 'TDM-Reservation': 1 }), 'deny', 'deny'],
  ['capitals count', tdm({ location: '/A/', 'tdm-reservation': 1 }), 'unknown', 'unknown'],
  ['escapes are compared decoded', tdm({ location: '/%61/', 'tdm-reservation': 1 }), 'deny', 'deny'],
  ['a text for a number', tdm({ location: '/', 'tdm-reservation': '1' }), 'deny', 'deny'],
  ['a truth for a number', tdm({ location: '/', 'tdm-reservation': true }), 'unknown', 'deny'],
  ['an entry that is about nothing', tdm({ 'tdm-reservation': 1 }), 'unknown', 'deny'],
  ['one that says nothing is passed over', tdm({ comment: 'all of it' }, null, { location: '/', 'tdm-reservation': 1 }), 'deny', 'deny'],
  ['a policy alone reserves nothing', tdm({ location: '/', 'tdm-policy': 'https://ex.org/p' }), 'unknown', 'unknown'],
  ['a whole address with its usual port', tdm({ location: 'https://ex.org:443/a/', 'tdm-reservation': 1 }), 'deny', 'deny'],
  ['fields that were joined', { headers: [['TDM-Reservation', '1, 1']] }, 'deny', 'deny'],
  ['and disagree', { headers: [['TDM-Reservation', '0, 1']] }, 'deny', 'deny'],
  ['a property is no name', meta('property="tdm-reservation" content="1"'), 'unknown', 'deny'],
  ['nor is a header’s place', meta('http-equiv="TDM-Reservation" content="1"'), 'unknown', 'deny'],
  ['nor EPUB’s form', meta('name="tdm:reservation" content="1"'), 'unknown', 'deny'],
  ['which reserves nothing', meta('name="tdm:reservation" content="0"'), 'unknown', 'unknown'],
  // RSL
  ['permits for some, prohibits for others', terms(train('<prohibits type="user">commercial</prohibits>')), 'conditional', 'deny'],
  ['a payment behind a grant', terms(train('<payment type="training"/>')), 'conditional', 'deny'],
  ['attribution behind a grant', terms(train('<payment type="attribution"/>')), 'conditional', 'conditional'],
  ['users and payment', terms(train('<permits type="user">non-commercial</permits><payment type="purchase"/>')), 'conditional', 'deny'],
  ['search alone', terms('<permits type="usage">search</permits>'), 'deny', 'deny'],
  [
    'a prohibition beats the grant beside it',
    terms('<permits type="usage">all</permits><prohibits type="usage">ai-all</prohibits>'),
    'deny',
    'deny',
  ],
  ['the index of a search engine', terms('<prohibits type="usage">ai-index</prohibits>'), 'unknown', 'unknown'],
  ['a whole address with its usual port', terms('<prohibits type="usage">all</prohibits>', 'https://ex.org:443/a/'), 'deny', 'deny'],
  ['an address without a scheme', terms('<prohibits type="usage">all</prohibits>', '//ex.org/a/'), 'deny', 'deny'],
  ['a document about no content', rsl('<license><prohibits type="usage">all</prohibits></license>'), 'unknown', 'deny'],
  ['a title that holds a link', linked('title="see <b>, all; rel=next"; rel="license"'), 'deny', 'deny'],
  ['the first of two relations counts', linked('rel="next"; rel="license"'), 'unknown', 'unknown'],
  ['an address with a fragment', terms('<prohibits type="usage">all</prohibits>', 'https://ex.org/a/page.html#top'), 'deny', 'deny'],
  ['a fragment alone', terms('<prohibits type="usage">all</prohibits>', '#part'), 'unknown', 'unknown'],
  ['a fragment of the front page', terms('<prohibits type="usage">all</prohibits>', 'https://ex.org/#part'), 'unknown', 'unknown'],
  ['a fragment behind a host', terms('<prohibits type="usage">all</prohibits>', 'https://ex.org#part'), 'unknown', 'unknown'],
  ['capitals in a host', terms('<prohibits type="usage">all</prohibits>', 'HTTPS://EX.org/a/'), 'deny', 'deny'],
  ['the Union has its members', { ...terms(train('<prohibits type="geo">EU</prohibits>')), operator: { geo: 'DE' } }, 'deny', 'deny'],
  ['and they are in it', { ...terms(train('<permits type="geo">EU US</permits>')), operator: { geo: 'FR' } }, 'allow', 'allow'],
  ['others are not', { ...terms(train('<permits type="geo">EU</permits>')), operator: { geo: 'CH' } }, 'deny', 'deny'],
  // ai.txt
  ['a star for everything', { wellKnown: { '/ai.txt': 'User-Agent: *\nDisallow: /*\n' } }, 'deny', 'deny'],
  [
    'an ending in capitals',
    { url: 'https://ex.org/DOC.PDF', wellKnown: { '/ai.txt': 'User-Agent: *\nDisallow: *.pdf\n' } },
    'deny',
    'deny',
  ],
  ['an end', { wellKnown: { '/ai.txt': 'User-Agent: *\nDisallow: *.html$\n' } }, 'deny', 'deny'],
];

test.each(rows)('%s', (_what, input, standard, strict) => {
  expect(assessRights({ ...base, ...input }).uses.train).toBe(standard);
  expect(assessRights({ ...base, ...input, profile: 'strict' }).uses.train).toBe(strict);
});

test('a policy goes with the reservation that decides', () => {
  const policyOf = (content: string): string | undefined =>
    assessRights({
      ...base,
      ...tdm({ location: '/', 'tdm-reservation': 1, 'tdm-policy': '/terms.json' }),
      ...meta(`name="tdm-reservation" content="${content}"`),
    }).policy;
  expect(policyOf('1')).toBe('https://ex.org/terms.json');
  expect(policyOf('0')).toBeUndefined();
});
