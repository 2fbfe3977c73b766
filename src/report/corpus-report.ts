import type { Difference } from '../corpus/difference.ts';
import { figure, fileSize } from '../corpus/figures.ts';
import type { Tally } from '../corpus/tally.ts';
import type { Row } from '../corpus/shards/shard.ts';
import type { CorpusFigures } from './corpus-figures.ts';
import { html, link, type Markup } from './html.ts';
import { figures, funnel, page, section, table } from './page.ts';
import { openPlots } from './plots.ts';
import { rightsTables } from './rights-section.ts';

/** Letters of a text that are shown. */
const EXCERPT = 400;
const text = (value: Row[string] | undefined): string => (value === null || value === undefined ? '' : String(value));
const excerpt = (value: string): string => (value.length <= EXCERPT ? value : `${value.slice(0, EXCERPT)}…`);

/** A generation of a corpus as a page. The same figures give the same bytes. */
export async function corpusReport(corpus: CorpusFigures): Promise<string> {
  const { manifest, lengths, years, kept, dropped, previous } = corpus;
  const { counts, makeup, shards } = manifest;
  const plots = await openPlots();
  const drops = Object.entries(counts.dropped).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return page(
    manifest.title ?? manifest.corpus,
    `Corpus ${manifest.corpus}, generation ${manifest.generation}, built ${manifest.createdAt.slice(0, 16).replace('T', ' ')} UTC. ${manifest.description ?? ''}`,
    [
      figures([
        ['documents', figure(counts.kept)],
        ['characters', figure(makeup.characters)],
        ['captures', figure(counts.captured)],
        ['hosts', figure(makeup.hosts.names)],
        ['shards', `${figure(shards.length)}, ${fileSize(shards.reduce((sum, { bytes }) => sum + bytes, 0))}`],
      ]),
      section(
        'From captures to documents',
        funnel(
          [
            ['captured', counts.captured],
            ...drops.map(([rule, count]) => [html`<span class="quiet">${rule}</span>`, count] as const),
            ['kept', counts.kept],
          ],
          counts.captured,
        ),
      ),
      ...(previous === null ? [] : [compared(previous, corpus)]),
      section('Languages', tally(makeup.languages, counts.kept)),
      section('Licences', tally(makeup.licences, counts.kept)),
      ...(makeup.rights === undefined
        ? []
        : [section('Rights', rightsTables(makeup.rights, { pages: counts.captured, kept: counts.kept, characters: makeup.characters }))]),
      section('Hosts', hosts(corpus)),
      section(
        'Texts',
        lengths.total === 0
          ? null
          : plots.histogram(
              `Documents by length${lengths.total < counts.kept ? `, of the first ${figure(lengths.total)}` : ''}`,
              'characters',
              lengths.bins(),
            ),
        html`<h3>Published</h3>`,
        funnel(
          [...years].sort(([a], [b]) => (a < b ? 1 : -1)),
          lengths.total,
        ),
        html`<h3>Extractors</h3>`,
        tally(makeup.extractors, counts.kept),
      ),
      section('Some documents', ...kept.map(documentOf)),
      section(
        'Some of what was dropped',
        html`<p class="quiet">With the evidence, and without the text.</p>`,
        ...[...dropped].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, rows]) => droppedBy(rule, rows, counts.dropped[rule] ?? 0)),
      ),
    ],
    `Made by Garner ${manifest.versions['garner'] ?? ''} from manifest.json and its shards; captures up to ${manifest.asOf}.`,
  );
}

const tally = ({ names, top }: Tally, whole: number): Markup =>
  html`${funnel(top.slice(0, 30), whole)}${names > Math.min(30, top.length) ? html`<p class="quiet">and ${figure(names - Math.min(30, top.length))} more</p>` : null}`;

const hosts = ({ manifest: { makeup } }: CorpusFigures): Markup =>
  table(makeup.hosts.top.slice(0, 100), [
    { name: 'host', cell: ([host]) => host },
    { name: 'captures', isNumber: true, cell: ([, captured]) => figure(captured) },
    { name: 'kept', isNumber: true, cell: ([, , kept]) => figure(kept) },
    { name: '', isNumber: true, cell: ([, captured, kept]) => `${Math.round((100 * kept) / Math.max(1, captured))} %` },
  ]);

function documentOf(row: Row): Markup {
  const about = [
    text(row['language']),
    text(row['published']),
    text(row['license']) || 'licence unknown',
    `training ${text(row['train_use'])}`,
  ].filter(Boolean);
  const evidence = text(row['license_evidence']);
  return html`<article>
    <h3>${text(row['title']) || 'without a title'}</h3>
    <p>${link(text(row['url']))}</p>
    <p>${excerpt(text(row['text']))}</p>
    <p class="quiet">${about.join(' · ')}</p>
    ${evidence === '' ? null : html`<p class="quiet">${excerpt(evidence)}</p>`}
  </article> `;
}

const droppedBy = (rule: string, rows: readonly Row[], count: number): Markup =>
  html`<h3>${rule}, ${figure(count)}</h3>
    ${table(rows, [
      { name: 'page', cell: (row) => link(text(row['url'])) },
      { name: 'because', cell: (row) => excerpt(text(row['because'])) },
    ])}`;

function compared({ generation, kept, added, changed, gone, examples, dropped }: Difference, { manifest }: CorpusFigures): Markup {
  const { counts } = manifest;
  const rules = [...new Set([...Object.keys(dropped), ...Object.keys(counts.dropped)])]
    .sort()
    .map((rule) => ({ rule, before: dropped[rule] ?? 0, now: counts.dropped[rule] ?? 0 }));
  const list = (name: string, urls: readonly string[]): Markup | null =>
    urls.length === 0
      ? null
      : html`<h3>${name}</h3>
          <ul>
            ${urls.map((url) => html`<li>${link(url)}</li>`)}
          </ul>`;
  return section(
    `Compared with generation ${generation}`,
    figures([
      ['then', figure(kept)],
      ['new', figure(added)],
      ['changed', figure(changed)],
      ['gone', figure(gone)],
    ]),
    list('New', examples.added),
    list('Changed', examples.changed),
    list('Gone', examples.gone),
    table(rules, [
      { name: 'dropped by', cell: ({ rule }) => rule },
      { name: 'then', isNumber: true, cell: ({ before: n }) => figure(n) },
      { name: 'now', isNumber: true, cell: ({ now }) => figure(now) },
    ]),
  );
}
