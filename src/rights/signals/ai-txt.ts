import { looksLikeHtml } from '../../robots/challenge.ts';
import { scanLines } from '../../robots/lines.ts';
import { toOctets } from '../../robots/octets.ts';
import { type PathPattern, pathPattern } from '../../robots/robots.ts';
import { remember } from '../remember.ts';
import type { Finding, RightsContext, Signal } from './signal.ts';

export const aiTxtPath = '/ai.txt';
const largestFile = 262_144;
const mostRules = 1000;

const images = /^\*\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|avif|ico|heic|raw|psd|jfif)\$?$/;
const markup = /^\*\.x?html?\$?$/;

interface Rule {
  readonly allow: boolean;
  readonly value: string;
  readonly pattern: PathPattern;
  readonly line: number;
  readonly text: string;
}

/**
 * Spawning's ai.txt: robots.txt's form, for what data sets may hold, mostly by the ending of a name. It only reserves: an Allow undoes a
 * shorter Disallow, and grants nothing. Other files have this name too; what has no `User-Agent` line is one of those.
 */
export const aiTxt: Signal = {
  name: 'ai-txt',
  read(context) {
    const text = context.wellKnown[aiTxtPath];
    if (text === undefined || text.length > largestFile) return [];
    const { ours, others } = rulesFor(groupsOf(text), context.agent);
    const strict = others.filter((rule) => !rule.allow && covers(rule, context));
    return [
      ...judge(ours, context),
      ...strict.slice(0, 1).map((rule): Finding => ({ ...found(rule), silent: true, strict: { train: 'deny' } })),
    ];
  },
};

function judge(rules: readonly Rule[], context: RightsContext): readonly Finding[] {
  const seen = new Set<string>();
  const matching = rules.filter((rule) => covers(rule, context)).map((rule) => ({ rule, length: rule.pattern.length }));
  const longest = Math.max(0, ...matching.map(({ length }) => length));
  const denied = matching.some(({ rule, length }) => !rule.allow && length === longest);
  return rules.flatMap((rule): readonly Finding[] => {
    const isText = matching.some((each) => each.rule === rule);
    const isImage = rule.value === '/' || images.test(rule.value);
    if (rule.allow || (!isText && !isImage) || seen.has(rule.value)) return [];
    seen.add(rule.value);
    const says = { ...(isText && denied && { train: 'deny' as const }), ...(isImage && { images: 'deny' as const }) };
    return [{ ...found(rule), says, ...(isText && { strict: { train: 'deny' } }) }];
  });
}

const found = ({ value, line, text }: Rule): Finding => ({
  signal: `aitxt:disallow=${value}`,
  quote: text,
  where: `ai.txt:${line}`,
  line,
  file: aiTxtPath,
});

/** A page of HTML is one whatever its address ends in. */
const covers = ({ value, pattern }: Rule, { url, page }: RightsContext): boolean =>
  pattern.matches(value.startsWith('*.') ? url.toLowerCase() : url) || (page !== null && markup.test(value));

interface Group {
  readonly agents: string[];
  readonly rules: Rule[];
}

const groupsOf = remember(16, (text): readonly Group[] => {
  if (looksLikeHtml(text)) return [];
  const groups: Group[] = [];
  let count = 0;
  scanLines(toOctets(text), 'standard', ({ kind, value, number, text: line }) => {
    const group = groups.at(-1);
    if (kind === 'user-agent') {
      if (group === undefined || group.rules.length > 0) groups.push({ agents: [value.toLowerCase()], rules: [] });
      else group.agents.push(value.toLowerCase());
    } else if ((kind === 'allow' || kind === 'disallow') && value !== '' && group !== undefined && (count += 1) <= mostRules) {
      group.rules.push({ allow: kind === 'allow', value: spelt(value), pattern: pathPattern(spelt(value)), line: number, text: line });
    }
  });
  return groups;
});

/** `*` is all there is, and endings are written in any case. */
const spelt = (value: string): string => (value === '*' ? '/' : value.startsWith('*.') ? value.toLowerCase() : value);

function rulesFor(groups: readonly Group[], agent: string): { readonly ours: readonly Rule[]; readonly others: readonly Rule[] } {
  const named = agent !== '' && groups.some(({ agents }) => agents.includes(agent)) ? agent : '*';
  const of = (own: boolean): readonly Rule[] => groups.filter(({ agents }) => agents.includes(named) === own).flatMap(({ rules }) => rules);
  return { ours: of(true), others: of(false) };
}
