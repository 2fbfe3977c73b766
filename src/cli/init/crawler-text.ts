import { stringify } from 'yaml';
import type { Proposal } from '../../run/propose/propose.ts';
import { printable } from '../../text/printable.ts';
import { counted } from '../progress/figures.ts';
import { schemaLine } from './templates.ts';

/** A value as YAML, on one line. */
const value = (text: string): string => stringify(text, { lineWidth: 0 }).trim();
const WIDTH = 160;
/** Text from outside as a comment of one line. */
const note = (text: string, indent = 0): string => {
  const line = printable(text.replaceAll(/\s+/g, ' ').trim());
  return `# ${' '.repeat(indent)}${line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line}`;
};
const item = (text: string): string => note(text, 2);
const tallied = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

/** A crawler config that says what was seen of the site, for a person to go on with. */
export function proposedCrawlerText(proposal: Proposal, { topic, at, delayMs }: { topic: string; at: Date; delayMs: number }): string {
  const { seed, warnings } = proposal;
  return [
    schemaLine('crawler', '../'),
    '',
    note(
      `What to crawl of this site, as it was seen on ${at.toISOString().slice(0, 10)} from ${proposal.sample.pages} of its pages. The file is called like the host.`,
    ),
    'seeds:',
    `  - ${value(seed)}`,
    '',
    ...scopeLines(proposal),
    '',
    ...robotsLines(proposal, delayMs),
    '',
    ...sitemapLines(proposal),
    '',
    ...(proposal.feeds.length === 0
      ? []
      : [
          '# Feeds tell of what is new. `feeds: true` follows them.',
          ...proposal.feeds.slice(0, 5).map((feed) => item(feed)),
          'feeds: true',
          '',
        ]),
    ...renderLines(proposal),
    '',
    ...rightsLines(proposal),
    '',
    'limits:',
    '  # Of one run.',
    '  pages: 1000',
    '',
    '# Topics pick crawlers by these.',
    `tags: [${value(topic)}]`,
    ...(warnings.length === 0 ? [] : ['', '# To be looked at:', ...warnings.map((warning) => item(warning))]),
    '',
  ].join('\n');
}

function scopeLines({ excludes, parameters, templates, inScope, outOfScope }: Proposal): readonly string[] {
  return [
    ...(templates.length === 0 ? [] : ['# What addresses look like here (# for numbers, * for a name), and how many of each were seen:']),
    ...templates.map(([shape, count]) => note(`${count} ${shape}`, Math.max(1, 9 - String(count).length))),
    ...(parameters.length === 0 ? [] : ['# Query parameters; those that make no other page belong into `query.drop`:']),
    ...parameters.map(({ name, addresses, values }) => item(`${name}: in ${addresses} addresses, ${values} values`)),
    ...(excludes.length === 0
      ? ['# scope:', '#   include: [/articles/**]     # globs over path and query: * within a segment, ** across']
      : [
          'scope:',
          '  # Globs over path and query: * within a segment, ** across. Seen here, and seldom worth a visit:',
          '  exclude:',
          ...excludes.map(({ pattern, why, seen }) => `    - ${value(pattern)} ${note(`${why}; ${seen} seen`)}`),
        ]),
    ...(inScope.length === 0 ? [] : ['# In scope, for example:', ...inScope.map((url) => item(url))]),
    ...(outOfScope.length === 0 ? [] : ['# Out of scope, for example:', ...outOfScope.map(({ url, rule }) => item(`${url} (${rule})`))]),
  ];
}

function robotsLines({ origins }: Proposal, delayMs: number): readonly string[] {
  const delay = Math.max(0, ...origins.map(({ crawlDelayMs }) => crawlDelayMs));
  const says = { allow: 'allows the front page', disallow: 'forbids the front page', wait: 'cannot be had' } as const;
  return [
    ...origins.map(({ origin, verdict, because }) => note(`robots.txt of ${origin} ${says[verdict]}: ${because}`)),
    ...(delay > delayMs
      ? [note(`It asks for ${delay / 1000} s between requests (Crawl-delay), which holds in any case.`), `delay: ${delay}ms`]
      : [`# delay: ${delayMs}ms     # rest between two requests; robots.txt asks for ${delay === 0 ? 'none' : 'no longer one'}`]),
  ];
}

function sitemapLines({ sitemaps, listed }: Proposal): readonly string[] {
  const good = sitemaps.filter((each) => each.listed > 0);
  return [
    ...(good.length === 0
      ? ['# No sitemap was found: pages are found by links.']
      : [
          note(`${counted(listed, 'page is', 'pages are')} listed in ${counted(good.length, 'sitemap')}, such as`),
          ...good.slice(0, 3).map(({ url }) => item(url)),
        ]),
    '# true: the sitemaps that robots.txt names, else /sitemap.xml.',
    'sitemaps: true',
  ];
}

const renderLines = ({ shells, sample }: Proposal): readonly string[] =>
  shells * 3 > sample.pages
    ? [note(`${shells} of ${sample.pages} sampled pages have scripts and hardly any text: a browser has to render them.`), 'render: auto']
    : [note(`render: auto # ${shells} of ${sample.pages} sampled pages have scripts and hardly any text`)];

function rightsLines({ sample }: Proposal): readonly string[] {
  const { licences, licenceEvidence, train, languages, outcomes } = sample;
  return [
    ...(Object.keys(outcomes).length === 0 ? [] : [note(`The sample: ${tallied(outcomes)}.`)]),
    ...(Object.keys(languages).length === 0
      ? []
      : [note(`Languages: ${tallied(languages)}. Licences that pages state: ${tallied(licences)}.`)]),
    ...(Object.keys(train).length === 0 ? [] : [note(`Decisions about training: ${tallied(train)}; \`garner rights URL\` says why.`)]),
    ...(licenceEvidence === null ? [] : [note(`“${licenceEvidence.quote}” in ${licenceEvidence.url}`)]),
    '# A licence that is known from outside the pages, with the page that says so:',
    '# licence: { id: CC-BY-4.0, evidence: https://example.org/licence }',
  ];
}
