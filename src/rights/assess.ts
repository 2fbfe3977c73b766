import { hash } from 'node:crypto';
import { type HtmlDocument, isXmlType, parseHtml } from '../html/parse.ts';
import type { Digest, Evidence, Headers, Licence, Statement, UseDecision } from '../records.ts';
import type { FrontMatter } from '../text/front-matter.ts';
import { parseRobots, type Robots } from '../robots/robots.ts';
import type { Assessment, RightsProfile } from './assessment.ts';
import type { EmbeddedMetadata } from './embedded.ts';
import { policyOf, type RightsPolicy } from './policy.ts';
import { remember } from './remember.ts';
import { readLicence } from './licence/licence.ts';
import { watchForRights } from './licence/notice.ts';
import { configured, statedBy } from './licence/outside.ts';
import { signals } from './signals/index.ts';
import { thePage } from './signals/markup.ts';
import { surveyPage } from './survey.ts';
import type { ContentUse, Finding, RightsContext, Says, Subject } from './signals/signal.ts';

export type { Assessment } from './assessment.ts';

interface Around {
  readonly url: string;
  /** Our user agent or its product token. */
  readonly userAgent: string;
  readonly headers?: Headers;
  /** Metadata that a PDF, an image or an EPUB carries within itself. */
  readonly embedded?: EmbeddedMetadata;
  /** Path → body: `/.well-known/tdmrep.json`, `/ai.txt` … */
  readonly wellKnown?: Readonly<Record<string, string>>;
  /** URL → body, for what a signal points to. */
  readonly documents?: Readonly<Record<string, string>>;
  /** Why there is no such document, by URL. */
  readonly missing?: Readonly<Record<string, string>>;
  /** ISO 8601 instant; without it nothing expires. */
  readonly now?: string;
  /** Default: standard. */
  readonly profile?: RightsProfile;
  /** Where the profile is not all that is wanted. */
  readonly policy?: RightsPolicy;
  /** Who trains, for terms that name countries: ISO 3166 code. */
  readonly operator?: { readonly geo?: string };
}

export interface RightsInput extends Around {
  readonly contentType?: string;
  readonly html?: string;
  /** Body of the origin's robots.txt. */
  readonly robots?: string;
}

/** The same for a page that is parsed already. */
export interface ParsedRightsInput extends Around {
  readonly document: HtmlDocument | null;
  /** Null when none was asked. */
  readonly robots: Robots | null;
  /** Of the files, by path or URL, where they are known: of what came over the wire. */
  readonly digests?: Readonly<Record<string, Digest>>;
  /** Of the page's own bytes. */
  readonly bodyDigest?: Digest;
  /** What a Markdown file says before its text begins. */
  readonly frontMatter?: FrontMatter | null;
  /** What whoever imported the document says of it. */
  readonly statement?: Statement;
  /** A licence known from outside the pages, by config: the page's own word outranks it. */
  readonly knownLicence?: { readonly id: string; readonly evidence: string };
}

/** What robots.txt, the host's files, headers and markup say about using a page, and its licence. Pure; throws nothing. */
export function assessRights(input: RightsInput): Assessment {
  const profile = input.policy?.profile ?? input.profile ?? 'standard';
  const isHtml = input.html !== undefined && !/^(?:text\/(?:plain|markdown)|application\/(?:json|pdf|epub))/i.test(input.contentType ?? '');
  return assess({
    ...input,
    document: isHtml ? parseHtml(input.html ?? '', {}, watchForRights, isXmlType(input.contentType)) : null,
    robots: input.robots === undefined ? null : parseRobots(input.robots, { profile }),
    ...(input.robots !== undefined && { digests: { '/robots.txt': digestOf(input.robots) } }),
    ...(input.html !== undefined && { bodyDigest: digestOf(input.html) }),
  });
}

const digestOf = (text: string): Digest => `sha256:${hash('sha256', text)}` as Digest;

/** The pages of a host share its files. */
const digestOfShared = remember(16, digestOf);

/** Headers, metas and links of one page that are read for signals: no honest page has more. */
const mostPlaces = 500;

export function assess(input: ParsedRightsInput): Assessment {
  const { url, userAgent, document, robots, headers = [], wellKnown = {}, documents = {}, missing = {}, embedded = {} } = input;
  const geo = input.operator?.geo;
  const policy = input.policy ?? policyOf(input.profile ?? 'standard', geo === undefined ? {} : { country: geo });
  const time = input.now === undefined ? Number.NaN : Date.parse(input.now);
  const agent = (/^[A-Za-z_-]+/.exec(userAgent)?.[0] ?? '').toLowerCase();
  const page = document === null ? null : surveyPage(document, agent);
  const { statement = null, frontMatter = null, knownLicence } = input;
  const now = Number.isNaN(time) ? null : time;
  const context: RightsContext = {
    url,
    agent,
    robots,
    access: robots === null ? null : robots.decide(agent, url),
    embedded,
    statement,
    wellKnown,
    documents,
    missing,
    now,
    policy,
    headers: headers.slice(0, mostPlaces),
    page: page === null ? null : { ...page, metas: page.metas.slice(0, mostPlaces), links: page.links.slice(0, mostPlaces) },
  };
  const findings = signals.flatMap((signal) => signal.read(context));
  const outside = statement !== null ? statedBy(statement) : knownLicence === undefined ? null : configured(knownLicence);
  const { bodyDigest } = input;
  const licence = inFile(readLicence({ url, headers, page, frontMatter, outside }), bodyDigest);
  const binding = statement?.own === true ? findings.filter(({ signal }) => signal.startsWith('import:')) : findings;
  const digestOfFile = (file: string): Digest | undefined => {
    if (file === thePage) return bodyDigest;
    const text = wellKnown[file] ?? documents[file];
    return input.digests?.[file] ?? (text === undefined ? undefined : digestOfShared(text));
  };
  return {
    ...combine(findings, binding, policy.profile, (finding) => evidenceOf(finding, digestOfFile)),
    licence,
    ...(now !== null && { at: new Date(now).toISOString() }),
  };
}

/** Any deny denies; then conditional; then allow; else nothing was said (draft-ietf-aipref-vocab §5.1, for all families). */
const weight = { unknown: 0, allow: 1, conditional: 2, deny: 3 } as const satisfies Record<UseDecision, number>;

function decisionsOf(statements: readonly (Says | undefined)[]): Says {
  const decided: Partial<Record<Subject, UseDecision>> = {};
  for (const says of statements)
    for (const subject in says) {
      const decision = says[subject as Subject] ?? 'unknown';
      if (weight[decision] > weight[decided[subject as Subject] ?? 'unknown']) decided[subject as Subject] = decision;
    }
  return decided;
}

/** All findings are evidence; those that are `binding` decide, which is all of them unless the document is the importer's own. */
function combine(
  findings: readonly Finding[],
  binding: readonly Finding[],
  profile: RightsProfile,
  evidence: (finding: Finding) => Evidence,
): Omit<Assessment, 'licence' | 'at'> {
  const decided = decisionsOf(
    profile === 'strict' ? binding.flatMap(({ says, strict }) => [says, strict]) : binding.map(({ says }) => says),
  );
  const denial = binding.find(({ says, strict }) => says?.train === 'deny' || (profile === 'strict' && strict?.train === 'deny'));
  const obligationsOf = (bound: readonly Finding[]): readonly string[] => [
    ...new Set(bound.flatMap(({ obligations = [] }) => obligations)),
  ];
  const snippets = binding.flatMap((finding) => finding.snippetMax ?? []);
  const expires = binding.flatMap((finding) => finding.expires ?? []).sort()[0];
  const policy = findings.find((finding) => finding.policy !== undefined)?.policy;
  const use = narrowest.find((each) => findings.some((finding) => finding.use === each));
  return {
    uses: {
      train: decided.train ?? 'unknown',
      aiInput: decided.aiInput ?? 'unknown',
      search: decided.search ?? 'unknown',
      index: decided.index ?? 'allow',
    },
    crawl: decided.crawl ?? 'unknown',
    follow: decided.follow ?? 'allow',
    archive: decided.archive ?? 'allow',
    images: decided.images ?? 'unknown',
    ...(snippets.length === 0 ? {} : { snippetMax: Math.min(...snippets) }),
    ...(expires === undefined ? {} : { expires }),
    signals: [...new Set(findings.filter((finding) => finding.silent !== true).map((finding) => finding.signal))].sort(),
    evidence: findings.map(evidence),
    ...(denial === undefined ? {} : { denial: evidence(denial) }),
    obligations: obligationsOf(binding),
    trainObligations: obligationsOf(binding.filter(({ says }) => says?.train === 'conditional')),
    ...(policy === undefined ? {} : { policy }),
    ...(use === undefined ? {} : { use }),
    profile,
  };
}

/** What a page says of its licence stands in the page. */
const inFile = (licence: Licence, file: Digest | undefined): Licence =>
  file === undefined
    ? licence
    : { ...licence, evidence: licence.evidence.map((each) => (/^(?:html|front-matter):/.test(each.signal) ? { ...each, file } : each)) };

const narrowest: readonly ContentUse[] = ['immediate', 'reference', 'full'];

function evidenceOf({ signal, quote, where, line, file }: Finding, digestOfFile: (file: string) => Digest | undefined): Evidence {
  const digest = file === undefined ? undefined : digestOfFile(file);
  return { signal, quote, where, ...(line !== undefined && { line }), ...(digest !== undefined && { file: digest }) };
}
