/**
 * How well licences are detected over the labelled cases of outside data, by category, what that costs on real pages, and on hostile ones:
 * `GARNER_DATA=… node bench/licences.ts`. Precision is over what was answered with an id, recall over what has one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseHtml } from '../src/html/parse.ts';
import { detectLicence, readLicence } from '../src/rights/licence/licence.ts';
import { surveyPage } from '../src/rights/survey.ts';

interface Case {
  readonly id: string;
  readonly cat: string;
  readonly url: string;
  readonly html: string;
  readonly api?: unknown;
  readonly expected: string | null;
}

const folder = process.env['GARNER_DATA'];
if (folder === undefined) throw new Error('Set GARNER_DATA to the folder of outside data.');
const { cases } = JSON.parse(readFileSync(join(folder, 'rights/licences.json'), 'utf8')) as { cases: readonly Case[] };
const answered = cases.map((one) => ({ ...one, found: detectLicence(one.html, one.url, { api: one.api }) }));

function show(name: string, of: typeof answered): void {
  const right = of.filter(({ expected, found }) => found.id !== null && found.id === expected).length;
  const named = of.filter(({ found }) => found.id !== null).length;
  const labelled = of.filter(({ expected }) => expected !== null).length;
  const ratio = (part: number, whole: number): string => (whole === 0 ? '   –' : (part / whole).toFixed(2));
  console.log(
    `${name.padEnd(10)} ${String(of.length).padStart(3)} cases  precision ${ratio(right, named)}  recall ${ratio(right, labelled)}`,
  );
}

for (const cat of new Set(cases.map((one) => one.cat)))
  show(
    cat,
    answered.filter((one) => one.cat === cat),
  );
show('all', answered);
for (const { id, expected, found } of answered.filter((one) => one.found.id !== one.expected)) {
  console.log(
    `  ${id}: ${String(found.id)} for ${String(expected)}${found.conflict === undefined ? '' : ` (conflict: ${found.conflict})`}`,
  );
}

/** CPU of this thread, in milliseconds: what the garbage collector does beside it is the parser's doing. */
const cpu = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Parsing beside it tells how fast the machine is at the time; the survey serves all signals of rights, and looks for what may be a notice. */
function cost(): void {
  const pages = join(folder ?? '', 'wcxb/html');
  const html = readdirSync(pages).map((file) => gunzipSync(readFileSync(join(pages, file))).toString());
  const spent = { parse: 0, survey: 0, licence: 0 };
  for (const pass of ['warm', 'measured'])
    for (let i = 0; i < html.length; i += 10) {
      const start = cpu();
      const documents = html.slice(i, i + 10).map((page) => parseHtml(page));
      const parsed = cpu();
      const surveys = documents.map((document) => surveyPage(document));
      const surveyed = cpu();
      for (const page of surveys) readLicence({ url: 'https://ex.org/', headers: [], page });
      if (pass === 'warm') continue;
      spent.licence += cpu() - surveyed;
      spent.survey += surveyed - parsed;
      spent.parse += parsed - start;
    }
  const mean = (of: number): string => (of / html.length).toFixed(3);
  console.log(
    `cost       ${String(html.length)} pages, ms of CPU each: parse ${mean(spent.parse)}  survey ${mean(spent.survey)}  licence ${mean(spent.licence)}`,
  );
}

const address = 'https://creativecommons.org/licenses/by/4.0/';
/** Each as large as it says; what counts is the time behind the parser. */
const hostile: readonly (readonly [name: string, html: string])[] = [
  [
    '1 MB of JSON-LD',
    `<script type="application/ld+json">${JSON.stringify({ '@graph': Array.from({ length: 12_000 }, (_, i) => ({ '@type': 'Article', '@id': `#${String(i)}`, license: address })) })}</script>`,
  ],
  [
    '0.5 MB of JSON-LD',
    `<script type="application/ld+json">${JSON.stringify({ '@graph': Array.from({ length: 5000 }, (_, i) => ({ '@type': 'Article', '@id': `#${String(i)}`, license: address })) })}</script>`,
  ],
  ['JSON-LD 100,000 deep', `<script type="application/ld+json">{"license":${'['.repeat(100_000)}${']'.repeat(100_000)}}</script>`],
  ['10,000 licence links', `<footer>${`<a rel="license" href="${address}">CC BY 4.0</a> `.repeat(10_000)}</footer>`],
  ['10,000 properties', `<p itemprop="license" content="CC BY NC BY NC BY NC attribution">x</p>`.repeat(10_000)],
  ['10,000 notices', `<p>All content is licensed under Creative Commons Attribution 4.0. © X. All rights reserved.</p>`.repeat(10_000)],
  ['nested 10,000 deep', `${'<div class="footer comment widget" itemscope>'.repeat(10_000)}<a rel="license" href="${address}">x</a>`],
  ['names of elements without end', `<footer>${'Creative Commons Attribution, '.repeat(45)}</footer>`.repeat(60)],
  ['quotations that stay open', `<footer>${`<p>${'CC BY 4.0 „'.repeat(130)}</p>`.repeat(8)}</footer>`],
  ['footers of loose lines', `<div class="footer">${`${'licence '.repeat(45)}<br><br>`.repeat(40)}<p>x</p></div>`.repeat(100)],
  ['spaces and hyphens', `<footer>CC ${'- '.repeat(700)}x</footer>`.repeat(100)],
  ['words that nearly say it', `<footer>this article ${'is licensed except if not unless '.repeat(40)}CC BY 4.0</footer>`.repeat(60)],
  ['quotation marks', `<footer>${'"licence '.repeat(150)}CC BY 4.0</footer>`.repeat(60)],
  ['RDF in comments', `<!-- <rdf:RDF>${'<Work rdf:about="">'.repeat(1000)} -->`.repeat(20)],
];

/** By the clock on the wall; the first time finds nothing compiled. */
function strain(): void {
  for (const [name, html] of hostile) {
    const document = parseHtml(html);
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      readLicence({ url: 'https://ex.org/', headers: [], page: surveyPage(document) });
      return performance.now() - start;
    });
    console.log(
      `hostile    ${name.padEnd(30)} ${(html.length / 1e6).toFixed(1)} MB  first ${(times[0] ?? 0).toFixed(1)} ms  then ${Math.min(...times).toFixed(1)} ms`,
    );
  }
}

cost();
strain();
