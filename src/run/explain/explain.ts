import type { Config } from '../../config/config.ts';
import type { CrawlerConfig } from '../../config/crawler.ts';
import type { ImportConfig } from '../../config/import.ts';
import { ConfigError } from '../../config/load.ts';
import { problemText } from '../../config/problem.ts';
import type { QueuedUrl } from '../../frontier/frontier.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { nearest } from '../../text/nearest.ts';
import { compileScope } from '../../frontier/scope.ts';
import type { Validators } from '../../ledger/ledger.ts';
import type { PageUrl, Refined, RunId, Step } from '../../records.ts';
import type { RefinePool } from '../../refine/pool.ts';
import { trapOf } from '../../traps/held.ts';
import { goneDrop } from '../../revisit/gone.ts';
import type { Quarantine } from '../../traps/traps.ts';
import { canonicalize } from '../../url/canonical.ts';
import { politenessKeyOf } from '../../url/politeness.ts';
import { type Blocked, openBlocked } from '../blocked.ts';
import { fetchPage } from '../fetch-page.ts';
import type { Reading } from '../reading.ts';
import { readingOf, refined } from '../refined.ts';
import { faultOnly } from '../corpora.ts';
import { corpusFindings } from './corpus-finding.ts';
import { damaged, type Explanation, type Finding, finding, timeText } from './explanation.ts';
import { goneFinding, isLeftOut } from './gone-finding.ts';
import { historyFinding } from './history-finding.ts';
import { pageFindings } from './page-findings.ts';
import { quarantines } from '../trap-watch.ts';
import { robotsFinding } from './robots-finding.ts';

export interface ExplainParts {
  readonly config: Config;
  readonly reading: Reading;
  readonly pool: RefinePool;
  /** Ask the host now, too. */
  readonly fetch: boolean;
}

/** Redirects that are followed in an explanation. */
const HOPS = 5;

/**
 * Why a URL is in the corpora, or is not: each decision by the very code that a crawl and a build decide with, over what is stored. Before any
 * crawl, what can be told from the configuration alone.
 */
export async function explain(parts: ExplainParts, asked: string): Promise<Explanation> {
  const blocked = await openBlocked(parts.config).catch((error: unknown) => {
    if (error instanceof ConfigError) return error;
    throw error;
  });
  return explainOne(parts, blocked, asked, new Set());
}

/** `blocked` is what is wrong with the block lists where they cannot be read. */
async function explainOne(
  parts: ExplainParts,
  blocked: Blocked | ConfigError,
  asked: string,
  seen: ReadonlySet<string>,
): Promise<Explanation> {
  const { config, reading } = parts;
  const plain = canonicalize(asked);
  if (plain === null) {
    const findings = [finding('address', 'no', 'no http(s) address, or one of more than 4,096 characters')];
    return { asked, url: null, findings, verdict: `${asked} is not an address that can be fetched` };
  }
  const owner = ownerOf(config, plain);
  const url = canonicalize(asked, undefined, owner?.query) ?? plain;
  const entries = (await reading.ledger?.byUrl(url)) ?? [];
  const history = historyFinding(entries, owner?.limits.depth);
  const last = entries.findLast(({ outcome }) => outcome.kind !== 'deferred')?.outcome;
  const source = owner?.name ?? importOf(config, url)?.name;
  const standing = source === undefined ? null : ((await reading.ledger?.validators({ url, crawler: source, role: 'page' })) ?? null);
  const page = source === undefined || standing === null ? null : await pageOf(parts, source, standing);
  const inCorpora = await corpusFindings(config.storage, url, reading.faults);
  const findings: Finding[] = [
    finding('address', 'yes', url === asked ? 'in its canonical form' : `known as ${url}`),
    ...scopeFindings(config, url, owner, blocked),
    ...(await trapFindings(reading, url)),
    ...forgottenFindings(reading, url),
    await robotsFinding(config, reading.ledger, url),
    ...(await queueFindings(reading, url)),
    history,
    ...(source === undefined || standing?.gone === undefined ? [] : [goneFinding(config, source, standing.gone)]),
    ...(page === null ? [] : pageFindings(page)),
    ...inCorpora,
    ...(page !== null && inCorpora.every(({ step }) => step === 'damaged') ? [notBuilt(page)] : []),
    ...(parts.fetch ? [await nowFinding(config, url)] : []),
  ];
  const to = last?.kind === 'redirect' ? last.to : null;
  const isNew = to !== null && !seen.has(to) && seen.size < HOPS;
  const target = isNew ? await explainOne({ ...parts, fetch: false }, blocked, to, new Set([...seen, url, to])) : undefined;
  return { asked, url, findings, verdict: verdictOf(url, findings, target), ...(target !== undefined && { target }) };
}

/** The import among whose documents the URL would be. */
const importOf = (config: Config, url: PageUrl): ImportConfig | undefined =>
  [...config.imports.values()].find(({ base }) => base !== undefined && url.startsWith(base));

/** The crawler whose scope has the URL. */
const ownerOf = (config: Config, url: PageUrl): CrawlerConfig | undefined =>
  [...config.crawlers.values()].find((crawler) => compileScope(crawler)(url) === null);

function scopeFindings(config: Config, url: PageUrl, owner: CrawlerConfig | undefined, blocked: Blocked | ConfigError): readonly Finding[] {
  const scope = scopeFinding(config, url, owner);
  if (blocked instanceof ConfigError)
    return [
      finding('scope', '?', 'no crawl begins before the block lists can be read', blocked.problems.slice(0, 1).map(problemText)),
      scope,
    ];
  const line = blocked(url);
  return [line === null ? scope : finding('scope', 'no', 'on a block list', [line.because])];
}

function scopeFinding(config: Config, url: PageUrl, owner: CrawlerConfig | undefined): Finding {
  if (owner !== undefined)
    return finding('scope', 'yes', `wanted by crawler ${owner.name}`, [
      `limits: ${owner.limits.pages} pages a run, ${owner.limits.depth} links from a seed`,
    ]);
  const imported = importOf(config, url);
  if (imported !== undefined)
    return finding('scope', 'yes', `among the documents of import ${imported.name}`, [`stated licence: ${imported.licence}`]);
  const drops = [...config.crawlers.values()].map((crawler) => ({ name: crawler.name, drop: compileScope(crawler)(url) }));
  const near = drops.filter(({ drop }) => drop?.rule !== 'other-host');
  if (near.length > 0)
    return finding(
      'scope',
      'no',
      'out of scope',
      near.map(({ name, drop }) => `${name}: ${drop?.rule ?? ''}: ${drop?.because ?? ''}`),
    );
  const { hostname } = new URL(url);
  const closest = nearest(hostname, [...config.crawlers.keys()]);
  return finding('scope', 'no', `no crawler has the host ${hostname}`, closest === null ? [] : [`the nearest is ${closest}`]);
}

/** What a crawl that began now would leave alone. */
async function trapFindings({ ledger }: Reading, url: PageUrl): Promise<readonly Finding[]> {
  const found = new Map<string, Quarantine>(ledger === null ? [] : await quarantines(ledger));
  const drop = trapOf(url, (pattern) => found.get(pattern) ?? null);
  return drop === null ? [] : [finding('trap', 'no', `has the marks of a trap (${drop.rule})`, [drop.because])];
}

function forgottenFindings({ forgotten }: Reading, url: PageUrl): readonly Finding[] {
  const drop = forgotten.of(url);
  return drop === null ? [] : [finding('removal', 'no', drop.because, ['it is neither fetched nor imported, and no build takes it'])];
}

async function queueFindings(reading: Reading, url: PageUrl): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const { run, state } of (await reading.ledger?.runs()) ?? []) {
    if (state !== 'running') continue;
    const queued = await queuedIn(reading, run, url).catch(faultOnly);
    if (queued instanceof StorageError) found.push(damaged(`the queue of run ${run}`, queued));
    if (queued === null || queued instanceof StorageError) continue;
    const { host, notBefore } = queued;
    found.push(
      finding('queue', '?', queued.state === 'leased' ? `is being fetched by run ${run}` : `waits in run ${run}`, [
        `${host.queued} URLs of ${host.key} are in it; the host ${host.nextAt <= Date.now() ? 'is due' : `rests until ${timeText(host.nextAt)}`}`,
        ...(notBefore === null ? [] : [`it is to come back at ${timeText(notBefore)}`]),
      ]),
    );
  }
  return found;
}

const queuedIn = async (reading: Reading, run: RunId, url: PageUrl): Promise<QueuedUrl | null> =>
  (await (await reading.frontier(run))?.find(url, politenessKeyOf(url))) ?? null;

/** What a build would make of the page as it stands. */
async function pageOf({ config, reading, pool }: ExplainParts, owner: string, page: Validators): Promise<Step<Refined> | null> {
  const drop = reading.forgotten.of(page.capture.url) ?? page.withdrawn;
  if (drop !== undefined) return { kept: false, drop };
  const gone = page.gone !== undefined && isLeftOut(config, owner, page.gone) ? goneDrop(page.gone) : null;
  if (gone !== null) return { kept: false, drop: gone };
  const staging = { get: async (key: string) => (await reading.staging?.get(key)) ?? null, put: async () => undefined };
  const bodyOf = async (): Promise<Uint8Array> => (await reading.archive.read(page.capture.recordId, page.location)).body;
  const ledger = reading.ledger;
  if (ledger === null) return null;
  const { step } = await refined({ config, staging, pool, ledger }, readingOf(config, owner), page, bodyOf);
  const text = step.kept ? reading.forgotten.ofText(step.record.text) : null;
  return text === null ? step : { kept: false, drop: text };
}

const notBuilt = (page: Step<Refined>): Finding =>
  page.kept
    ? finding('corpus', '?', 'in no corpus yet: a build would take it, unless an equal text comes first')
    : finding('corpus', 'no', `in no corpus: a build would drop it by ${page.drop.stage}/${page.drop.rule}`);

async function nowFinding(config: Config, url: PageUrl): Promise<Finding> {
  const result = await fetchPage(config, url);
  if (result.kind === 'failed') return finding('now', 'no', `cannot be fetched now (${result.reason})`, [result.because]);
  if (result.kind === 'dropped')
    return finding('now', 'no', `would be dropped now by ${result.drop.stage}/${result.drop.rule}`, [result.drop.because]);
  return finding(
    'now',
    'yes',
    `can be fetched now: ${result.record.text.length} characters of text`,
    pageFindings({ kept: true, record: result.record }).map(({ text }) => text),
  );
}

/** The last step that was decided says it; of those that come after an answer, none can. */
function verdictOf(url: string, findings: readonly Finding[], target: Explanation | undefined): string {
  if (target !== undefined) return `${url} leads elsewhere. ${target.verdict}`;
  const of = (step: Finding['step']): Finding | undefined => findings.findLast((each) => each.step === step);
  const forgotten = of('removal');
  if (forgotten !== undefined) return `${url}: ${forgotten.text}.`;
  const corpora = findings.filter(({ step }) => step === 'corpus');
  if (corpora.length > 0)
    return `${url}: ${corpora.map(({ mark, text, details: [why] }) => (mark === 'no' && why !== undefined ? `${text} (${why})` : text)).join('; ')}.`;
  const waits = of('queue');
  if (waits !== undefined) return `${url}: ${waits.text}.`;
  const history = of('history');
  if (history?.mark === 'no') return `${url}: ${history.text}.`;
  const no = findings.find(({ mark, step }) => mark === 'no' && step !== 'now');
  if (no !== undefined) return `${url} will not be fetched: ${no.text}${no.details[0] === undefined ? '' : ` (${no.details[0]})`}.`;
  const unknown = findings.find(({ mark, step }) => mark === '?' && step === 'scope');
  if (unknown !== undefined) return `${url} has not been fetched: ${unknown.text}.`;
  return `${url} has not been fetched; a crawl that comes upon it would fetch it.`;
}
