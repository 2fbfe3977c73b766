import { pathPattern, type PathPattern, type RobotsExtension } from '../../robots/robots.ts';
import { type Member, parseDictionary } from '../structured-field.ts';
import { atElement } from './markup.ts';
import { atLine, fromLines, tooManyLines } from './robots-lines.ts';
import type { Finding, RightsContext, Signal, Subject } from './signal.ts';

/** Categories of draft-ietf-aipref-vocab-08 §4. */
const categories: ReadonlyMap<string, Subject> = new Map([
  ['train-ai', 'train'],
  ['ai-use', 'aiInput'],
  ['search', 'search'],
]);
/** Of earlier drafts. Nobody defines them any longer; whoever wrote `n` meant to reserve something. */
const retired: ReadonlySet<string> = new Set([
  'bots',
  'tdm',
  'ai',
  'train-genai',
  'genai',
  'ai-input',
  'ai-train',
  'foundation-model-production',
]);

/** AIPREF usage preferences: the `Content-Usage` header, and rules of robots.txt (draft-ietf-aipref-attach-05). There is no form for HTML. */
export const contentUsage: Signal = {
  name: 'content-usage',
  read: (context) => [...fromHeader(context), ...fromRobots(context), ...fromMarkup(context)],
};

type Place = Pick<Finding, 'quote' | 'where' | 'line' | 'file'>;

/** Field lines are one field (RFC 9110 §5.3). */
function fromHeader({ headers }: RightsContext): readonly Finding[] {
  const lines = headers.filter(([name]) => name.toLowerCase() === 'content-usage').map(([, value]) => value);
  if (lines.length === 0) return [];
  const value = lines.join(', ');
  return preferences('header', value, { quote: `Content-Usage: ${value.slice(0, 500)}`, where: 'header Content-Usage' });
}

function fromMarkup({ page }: RightsContext): readonly Finding[] {
  return (page?.metas ?? []).flatMap((meta) => {
    const name = (meta.attribs['http-equiv'] ?? meta.attribs['name'] ?? '').trim().toLowerCase();
    if (name !== 'content-usage') return [];
    return preferences('html', meta.attribs['content'] ?? '', atElement(meta)).map(undefinedForm);
  });
}

/** What a place that the drafts do not define says counts under the strict profile, and only where it denies. */
const undefinedForm = ({ says, strict, ...finding }: Finding): Finding => ({
  ...finding,
  silent: true,
  strict: { ...denials(says), ...strict },
});

const denials = (says: Finding['says']): NonNullable<Finding['says']> =>
  Object.fromEntries(Object.entries(says ?? {}).filter(([, decision]) => decision === 'deny'));

/**
 * The rule with the longest path decides; of equally long ones all do (attach §3.3). What may not be fetched has no preference, and a rule that
 * cannot be parsed is none, but keeps a shorter one from granting what it might have denied.
 */
function fromRobots(context: RightsContext): readonly Finding[] {
  const { access, url } = context;
  const said = access?.allowed === true ? rulesIn(context) : null;
  if (said === null) return [];
  const rules = said.ours.filter(({ pattern }) => pattern.matches(url));
  const longest = Math.max(-1, ...rules.filter(({ valid }) => valid).map(({ pattern }) => pattern.length));
  const veiled = rules.some(({ valid, pattern }) => !valid && pattern.length >= longest);
  return [
    ...said.tooMany,
    ...rules
      .filter(({ valid, pattern }) => !valid || pattern.length === longest)
      .flatMap(({ findings }) => (veiled ? findings.map(withoutGrants) : findings)),
    ...said.others.filter(({ pattern }) => pattern.matches(url)).flatMap(({ findings }) => findings.map(undefinedForm)),
  ];
}

interface Rule {
  readonly pattern: PathPattern;
  readonly valid: boolean;
  readonly findings: readonly Finding[];
}

const rulesIn = fromLines('content-usage', ({ ours, others, tooMany }) => ({
  ours: ours.map(ruleOf),
  others: others.map(ruleOf),
  tooMany: tooMany ? [tooManyLines('content-usage')] : [],
}));

/** `[path ]preference`: a dictionary never begins with a slash. */
function ruleOf(line: RobotsExtension): Rule {
  const path = /^(\/\S*)(?:\s+|$)/.exec(line.value);
  const preference = path === null ? line.value : line.value.slice(path[0].length);
  return {
    pattern: pathPattern(path?.[1] ?? '/'),
    valid: parseDictionary(preference) !== null,
    findings: preferences('robots', preference, atLine(line)),
  };
}

const withoutGrants = (finding: Finding): Finding => (finding.says === undefined ? finding : { ...finding, says: denials(finding.says) });

function preferences(source: 'header' | 'robots' | 'html', text: string, place: Place): readonly Finding[] {
  const members = parseDictionary(text);
  const malformed = (strict: Finding['strict']): Finding => ({
    signal: `${source}:content-usage:malformed`,
    silent: true,
    ...place,
    ...(strict !== undefined && { strict }),
  });
  if (members === null) return [malformed({ train: 'deny', aiInput: 'deny' })];
  const last = new Map<string, Member>(members);
  const found: Finding[] = [];
  for (const [key, subject] of categories) {
    const member = last.get(key);
    if (member === undefined) continue;
    const value = member.kind === 'token' ? member.value : '';
    if (value !== 'y' && value !== 'n') {
      found.push(malformed({ [subject]: 'deny' }));
      continue;
    }
    const wasDenied = members.some(([name, each]) => name === key && !(each.kind === 'token' && each.value === 'y'));
    const says = { [subject]: value === 'n' ? ('deny' as const) : ('allow' as const) };
    const strict = wasDenied ? { [subject]: 'deny' as const } : {};
    found.push({ signal: `${source}:content-usage:${key}=${value}`, ...place, says, strict });
  }
  const legacy = [...last].some(([key, member]) => retired.has(key) && !(member.kind === 'token' && member.value === 'y'));
  return legacy ? [...found, malformed({ train: 'deny' })] : found;
}
