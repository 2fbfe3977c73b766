import type { RightsInput } from '../../src/rights/assess.ts';

const base = { url: `https://ex.org/a/${'a'.repeat(1000)}.html`, userAgent: 'GarnerBot' };
const ns = 'xmlns="https://rslstandard.org/rsl"';

/** `head`, then lines made by `line` until there are so many bytes. */
function fill(bytes: number, head: string, line: (i: number) => string): string {
  const lines = [head];
  for (let i = 0, size = head.length; size < bytes; i += 1) {
    const next = line(i);
    lines.push(next);
    size += next.length + 1;
  }
  return lines.join('\n');
}

const star = 'User-agent: *';
const robotsKinds: Readonly<Record<string, (i: number) => string>> = {
  rules: (i) => `Disallow: /private/${i}/`,
  'wildcard rules': (i) => `Disallow: /*a${i % 90}*a*a*b$`,
  'Content-Usage': (i) => `Content-Usage: /*a*a*a${i} train-ai=n, search=y`,
  'Content-Signal': () => 'Content-Signal: search=yes, ai-train=no, ai-input=maybe',
  License: (i) => `License: https://ex.org/${i}.xml`,
  'training agents': (i) => `User-agent: ${['GPTBot', 'CCBot', 'Bytespider'][i % 3]}\nDisallow: /*a*a*b${i}`,
  'groups of others': (i) => `User-agent: x${'y'.repeat(i % 40)}\nDisallow: /${i}\nContent-Usage: train-ai=n`,
};

const bomb = `<?xml version="1.0"?><!DOCTYPE rsl [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 20 }, (_, i) => `<!ENTITY ${String.fromCharCode(98 + i)} "${`&${String.fromCharCode(97 + i)};`.repeat(10)}">`).join('')}]><rsl ${ns}><content url="/"><license><prohibits type="usage">&u;</prohibits></license></content></rsl>`;
const external = `<?xml version="1.0"?><!DOCTYPE rsl SYSTEM "file:///etc/passwd" [<!ENTITY x SYSTEM "file:///etc/passwd">]><rsl ${ns}><content url="/"><license><prohibits type="usage">&x;</prohibits></license></content></rsl>`;
const rsl = (document: string): Partial<RightsInput> => ({
  headers: [['Link', '</l.xml>; rel="license"; type="application/rsl+xml"']],
  documents: { 'https://ex.org/l.xml': document },
});
const usage = (value: string): Partial<RightsInput> => ({ headers: [['Content-Usage', value]] });

/** Inputs that somebody might send to whoever reads them in good faith. */
export const hostile: readonly (readonly [name: string, input: RightsInput])[] = (
  [
    ...[64_000, 500_000].flatMap((bytes) =>
      Object.entries(robotsKinds).map(
        ([name, line]) => [`robots.txt, ${bytes / 1000} KB of ${name}`, { robots: fill(bytes, star, line) }] as const,
      ),
    ),
    [
      '1 MB of JSON-LD',
      {
        html: `<script type="application/ld+json">{"a":[${'{"@type":"ImageObject","license":"https://x.org/"},'.repeat(20_000)}0]}</script>`,
      },
    ],
    ['1 MB of nested JSON-LD', { html: `<script type="application/ld+json">${'{"@graph":['.repeat(90_000)}</script>` }],
    ['1 MB of arrays in JSON-LD', { html: `<script type="application/ld+json">${'['.repeat(500_000)}${']'.repeat(500_000)}</script>` }],
    ['10,000 licence links', { html: '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY</a> '.repeat(10_000) }],
    ['10,000 RSL links', { html: '<link rel="license" type="application/rsl+xml" href="/l.xml">'.repeat(10_000) }],
    ['10,000 metas', { html: '<meta name="robots" content="noai, noml"><meta name="tdm-reservation" content="1">'.repeat(5000) }],
    ['XML entity bomb', rsl(bomb)],
    ['XML external entity', rsl(external)],
    ['XML of 100,000 depths', rsl(`<rsl ${ns}>${'<content url="/">'.repeat(15_000)}`)],
    ['RSL of 10,000 licences', rsl(`<rsl ${ns}><content url="/">${'<license/>'.repeat(10_000)}</content></rsl>`)],
    ['RSL of 5,000 contents', rsl(`<rsl ${ns}>${'<content url="/*a*a*a*b"/>'.repeat(5000)}</rsl>`)],
    ['RSL that ends early', rsl(`<rsl ${ns}><content url="/"><license>`)],
    ['structured field of 1 MB', usage('train-ai=n, '.repeat(80_000))],
    ['structured field of brackets', usage(`a=${'('.repeat(16_000)}`)],
    ['structured field of parameters', usage(`train-ai=n${';a'.repeat(8000)}`)],
    ['structured field of quotes', usage(`a="${'\\"'.repeat(8000)}`)],
    ['structured field of controls', usage('train-ai=n\u0000, \u00e4=1, ,')],
    ['10,000 headers', { headers: Array.from({ length: 10_000 }, () => ['X-Robots-Tag', 'otherbot: noindex, nofollow'] as const) }],
    ['Link header of 64 KB', { headers: [['Link', '<a>; rel=license; type="application/rsl+xml", '.repeat(1400)]] }],
    [
      'tdmrep.json of 200 KB',
      { wellKnown: { '/.well-known/tdmrep.json': `[${'{"location":"/*a*a*a*b","tdm-reservation":1},'.repeat(4500)}0]` } },
    ],
    ['tdmrep.json, nested', { wellKnown: { '/.well-known/tdmrep.json': '['.repeat(200_000) } }],
    ['ai.txt of 200 KB', { wellKnown: { '/ai.txt': fill(200_000, star, (i) => `Disallow: *a*a*a${i}`) } }],
  ] as readonly (readonly [string, Partial<RightsInput>])[]
).map(([name, input]) => [name, { ...base, ...input }]);
