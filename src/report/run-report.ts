import { figure, fileSize } from '../corpus/figures.ts';
import type { OutcomeCounts } from '../ledger/ledger.ts';
import { html, link, type Markup } from './html.ts';
import { figures, funnel, page, section, table } from './page.ts';
import { openPlots } from './plots.ts';
import { rightsTables } from './rights-section.ts';
import type { HostFigures, RunFigures, RunRights, TrapFigures } from './run-figures.ts';

/** Hosts in the table; more are counted. */
const HOSTS = 100;
const KINDS = ['page', 'unchanged', 'redirect', 'refused', 'failed'] as const;
const NAMES = { page: 'fetched', unchanged: 'unchanged', redirect: 'redirects', refused: 'refused', failed: 'failed' } as const;

const sumOf = (outcomes: OutcomeCounts, kind: string): number =>
  Object.entries(outcomes).reduce((sum, [name, count]) => sum + (name === kind || name.startsWith(`${kind} `) ? count : 0), 0);
const minutesText = (ms: number): string =>
  ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
const time = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
const counted = (counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] =>
  [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 30);

/** A run as a page. The same figures give the same bytes. */
export async function runReport(run: RunFigures, version: string): Promise<string> {
  const { record, outcomes, bytes, hosts, deferred, times } = run;
  const urls = KINDS.reduce((sum, kind) => sum + sumOf(outcomes, kind), 0);
  const pages = sumOf(outcomes, 'page') + sumOf(outcomes, 'unchanged');
  const ms = record.endedAt === null ? null : record.endedAt - record.startedAt;
  const plots = await openPlots();
  const lead = `${record.crawlers.join(', ')}. Begun ${time(record.startedAt)}, ${ms === null ? 'not finished: the same command goes on' : `took ${minutesText(ms)}`}.`;
  const head = figures([
    ['URLs', figure(urls)],
    ['pages', figure(pages)],
    ['received', fileSize(bytes)],
    ['pages a second', ms === null || ms === 0 ? '–' : ((pages * 1000) / ms).toFixed(1)],
    ['hosts', figure(hosts.length)],
    ['answer, median', times.total === 0 ? '–' : `${Math.round(times.quantile(0.5))} ms`],
  ]);
  const named = (kind: string): readonly (readonly [Markup | string, number])[] =>
    Object.entries(outcomes)
      .filter(([name]) => name.startsWith(`${kind} `))
      .sort(([, m], [, n]) => n - m)
      .map(([name, count]) => [html`<span class="quiet">${name.slice(kind.length + 1)}</span> ${exampleOf(run, name)}`, count]);
  const trouble = hosts.filter(({ pages: got, unchanged, failed, refused }) => got + unchanged === 0 && failed + refused > 0);
  return page(
    `Run ${record.run}`,
    lead,
    [
      head,
      section(
        'What became of every URL',
        funnel(
          KINDS.flatMap((kind) => [[NAMES[kind], sumOf(outcomes, kind)] as const, ...named(kind)]),
          urls,
        ),
        deferred === 0 ? null : html`<p class="quiet">${figure(deferred)} times a URL was put off, and came back.</p>`,
      ),
      ...(run.previous === null ? [] : [compared(run, run.previous)]),
      section(
        'Hosts',
        hostTable(hosts.slice(0, HOSTS)),
        hosts.length <= HOSTS ? null : html`<p class="quiet">and ${figure(hosts.length - HOSTS)} more</p>`,
      ),
      trouble.length === 0
        ? section('Trouble', html`<p>Every host gave at least one page.</p>`)
        : section(
            'Trouble',
            html`<p>
              ${figure(trouble.length)} ${trouble.length === 1 ? 'host' : 'hosts'} gave no page:
              ${trouble
                .slice(0, HOSTS)
                .map(({ key }) => key)
                .join(', ')}.
            </p>`,
          ),
      ...(run.traps.length === 0 ? [] : [trapSection(run.traps)]),
      ...(run.rights === null ? [] : [rightsSection(run.rights)]),
      section(
        'Sizes and times',
        run.sizes.total === 0 ? null : plots.histogram('Pages by size', 'bytes received', run.sizes.bins()),
        times.total === 0 ? null : plots.histogram('Requests by time until the last byte', 'milliseconds', times.bins()),
        run.minutes.length < 2
          ? null
          : plots.line(
              'Pages in each minute',
              'pages',
              run.minutes.map((y, x) => ({ x, y })),
            ),
      ),
      section(
        'Answers',
        html`<h3>Statuses</h3>`,
        counts(counted(run.statuses)),
        html`<h3>Media types</h3>`,
        counts(counted(run.mediaTypes)),
        html`<h3>Links from a seed</h3>`,
        counts([...run.depths].sort(([a], [b]) => Number(a) - Number(b))),
      ),
      section(
        'What was asked',
        html`<p>Configuration ${record.configDigest}. Why a URL is where it is: <code>garner explain URL</code>.</p>`,
      ),
    ],
    `Made by Garner ${version} from the ledger of this run.`,
  );
}

const trapSection = (traps: readonly TrapFigures[]): Markup =>
  section(
    'Left alone as traps',
    html`<p class="quiet">
      What was put in quarantine stays there until somebody lets it in: <code>garner quarantine list</code>,
      <code>garner quarantine release</code>.
    </p>`,
    table(traps.slice(0, HOSTS), [
      { name: 'rule', cell: ({ rule }) => rule },
      { name: 'because', cell: ({ because }) => because },
      { name: 'URLs', isNumber: true, cell: ({ urls }) => figure(urls) },
      { name: 'such as', cell: ({ example }) => link(example) },
    ]),
  );

const rightsSection = ({ rights, licences, looked, refused, isPart }: RunRights): Markup =>
  section(
    'Rights',
    html`<p class="quiet">
      What a build by today’s policy would make of ${isPart ? 'the first ' : ''}${figure(looked)} pages that were read. ${figure(refused)}
      more were not requested, or not taken, for what their host says.
    </p>`,
    html`<h3>Licences</h3>`,
    licences.names === 0
      ? html`<p>No page was kept.</p>`
      : funnel(
          licences.top.slice(0, 30),
          licences.top.reduce((sum, [, n]) => sum + n, 0),
        ),
    rightsTables(rights, { pages: looked + refused, kept: 0, characters: null }),
  );

const exampleOf = ({ examples }: RunFigures, name: string): Markup => {
  const example = examples.get(name);
  return example === undefined ? html`` : html`such as ${link(example)}`;
};

const counts = (of: readonly (readonly [name: string, count: number])[]): Markup =>
  funnel(
    of,
    of.reduce((sum, [, n]) => sum + n, 0),
  );

function compared({ outcomes }: RunFigures, { record, outcomes: before }: NonNullable<RunFigures['previous']>): Markup {
  const rows = KINDS.map((kind) => ({ name: NAMES[kind], earlier: sumOf(before, kind), now: sumOf(outcomes, kind) }));
  return section(
    'Compared with the run before',
    html`<p class="quiet">${record.run}, begun ${time(record.startedAt)}. A page that is fetched again is new or has changed.</p>`,
    table(rows, [
      { name: '', cell: ({ name }) => name },
      { name: 'then', isNumber: true, cell: ({ earlier }) => figure(earlier) },
      { name: 'now', isNumber: true, cell: ({ now }) => figure(now) },
      { name: 'difference', isNumber: true, cell: ({ earlier, now }) => `${now > earlier ? '+' : ''}${figure(now - earlier)}` },
    ]),
  );
}

const hostTable = (hosts: readonly HostFigures[]): Markup =>
  table(hosts, [
    { name: 'host', cell: ({ key }) => key },
    { name: 'pages', isNumber: true, cell: ({ pages }) => figure(pages) },
    { name: 'unchanged', isNumber: true, cell: ({ unchanged }) => figure(unchanged) },
    { name: 'redirects', isNumber: true, cell: ({ redirects }) => figure(redirects) },
    { name: 'refused', isNumber: true, cell: ({ refused }) => figure(refused) },
    { name: 'failed', isNumber: true, cell: ({ failed }) => figure(failed) },
    { name: 'received', isNumber: true, cell: ({ bytes }) => fileSize(bytes) },
    { name: 'median', isNumber: true, cell: ({ times }) => `${Math.round(times.quantile(0.5))} ms` },
    { name: '95 %', isNumber: true, cell: ({ times }) => `${Math.round(times.quantile(0.95))} ms` },
  ]);
