import type { Document } from 'domhandler';
import { parseHtml } from '../html/parse.ts';
import type { Evidence, Headers, Licence, Statement, UseDecision } from '../records.ts';
import type { FrontMatter } from '../text/front-matter.ts';
import { parseRobots, type Robots } from '../robots/robots.ts';
import type { Assessment, RightsProfile } from './assessment.ts';
import { readLicence } from './licence/licence.ts';
import { configured, statedBy } from './licence/outside.ts';
import { signals } from './signals/index.ts';
import { surveyPage } from './survey.ts';
import type { Finding, RightsContext, Says, Subject } from './signals/signal.ts';

export type { Assessment } from './assessment.ts';

interface Around {
  readonly url: string;
  /** Our user agent or its product token. */
  readonly userAgent: string;
  readonly headers?: Headers;
  /** Path → body: `/.well-known/tdmrep.json`, `/ai.txt` … */
  readonly wellKnown?: Readonly<Record<string, string>>;
  /** URL → body, for what a signal points to. */
  readonly documents?: Readonly<Record<string, string>>;
  /** ISO 8601 instant; without it nothing expires. */
  readonly now?: string;
  /** Default: standard. */
  readonly profile?: RightsProfile;
}

export interface RightsInput extends Around {
  readonly contentType?: string;
  readonly html?: string;
  /** Body of the origin's robots.txt. */
  readonly robots?: string;
}

/** The same for a page that is parsed already. */
export interface ParsedRightsInput extends Around {
  readonly document: Document | null;
  /** Null when none was asked, or it has been asked before. */
  readonly robots: Robots | null;
  /** What a Markdown file says before its text begins. */
  readonly frontMatter?: FrontMatter | null;
  /** What whoever imported the document says of it. */
  readonly statement?: Statement;
  /** A licence known from outside the pages, by config: the page's own word outranks it. */
  readonly knownLicence?: { readonly id: string; readonly evidence: string };
}

/** What robots.txt, headers and markup say about using a page, and its licence. Pure; throws nothing. */
export function assessRights(input: RightsInput): Assessment {
  const profile = input.profile ?? 'standard';
  const isHtml = input.html !== undefined && !/^(?:text\/(?:plain|markdown)|application\/(?:json|pdf|epub))/i.test(input.contentType ?? '');
  return assess({
    ...input,
    document: isHtml ? parseHtml(input.html ?? '') : null,
    robots: input.robots === undefined ? null : parseRobots(input.robots, { profile }),
  });
}

export function assess(input: ParsedRightsInput): Assessment {
  const { url, userAgent, document, robots, headers = [], wellKnown = {}, documents = {}, profile = 'standard' } = input;
  const time = input.now === undefined ? Number.NaN : Date.parse(input.now);
  const agent = (/^[A-Za-z_-]+/.exec(userAgent)?.[0] ?? '').toLowerCase();
  const page = document === null ? null : surveyPage(document);
  const { statement = null, frontMatter = null, knownLicence } = input;
  const now = Number.isNaN(time) ? null : time;
  const context: RightsContext = { url, agent, headers, robots, page, statement, wellKnown, documents, now };
  const findings = signals.flatMap((signal) => signal.read(context));
  const outside = statement !== null ? statedBy(statement) : knownLicence === undefined ? null : configured(knownLicence);
  const licence = readLicence({ url, headers, page, frontMatter, outside });
  return combine(
    findings,
    statement?.own === true ? findings.filter(({ signal }) => signal.startsWith('import:')) : findings,
    profile,
    licence,
  );
}

/** Any deny denies; then conditional; then allow; else nothing was said (draft-ietf-aipref-vocab §5.1, for all families). */
const order: readonly UseDecision[] = ['deny', 'conditional', 'allow'];

/** All findings are evidence; those that are `binding` decide, which is all of them unless the document is the importer's own. */
function combine(findings: readonly Finding[], binding: readonly Finding[], profile: RightsProfile, licence: Licence): Assessment {
  const statements: readonly Says[] = binding.flatMap((finding) => [
    finding.says ?? {},
    (profile === 'strict' ? finding.strict : undefined) ?? {},
  ]);
  const decide = (subject: Subject, unsaid: UseDecision): UseDecision =>
    order.find((decision) => statements.some((says) => says[subject] === decision)) ?? unsaid;
  const denial = binding.find(({ says, strict }) => says?.train === 'deny' || (profile === 'strict' && strict?.train === 'deny'));
  const snippets = binding.flatMap((finding) => finding.snippetMax ?? []);
  const expires = binding.flatMap((finding) => finding.expires ?? []).sort()[0];
  const policy = findings.find((finding) => finding.policy !== undefined)?.policy;
  return {
    uses: {
      train: decide('train', 'unknown'),
      aiInput: decide('aiInput', 'unknown'),
      search: decide('search', 'unknown'),
      index: decide('index', 'allow'),
    },
    crawl: decide('crawl', 'unknown'),
    follow: decide('follow', 'allow'),
    archive: decide('archive', 'allow'),
    images: decide('images', 'unknown'),
    ...(snippets.length === 0 ? {} : { snippetMax: Math.min(...snippets) }),
    ...(expires === undefined ? {} : { expires }),
    signals: [...new Set(findings.filter((finding) => finding.silent !== true).map((finding) => finding.signal))].sort(),
    evidence: findings.map(evidenceOf),
    ...(denial === undefined ? {} : { denial: evidenceOf(denial) }),
    obligations: [...new Set(findings.flatMap((finding) => finding.obligation ?? []))],
    ...(policy === undefined ? {} : { policy }),
    licence,
    profile,
  };
}

const evidenceOf = ({ signal, quote, where }: Finding): Evidence => ({ signal, quote, where });
