import { pathPattern, type PathPattern } from '../../robots/robots.ts';
import { atLine, fromLines, tooManyLines } from './robots-lines.ts';
import type { ContentUse, Finding, RightsContext, Signal, Subject } from './signal.ts';

const subjects: ReadonlyMap<string, Subject> = new Map([
  ['search', 'search'],
  ['ai-input', 'aiInput'],
  ['ai-train', 'train'],
]);
const uses: ReadonlySet<string> = new Set(['immediate', 'reference', 'full'] satisfies ContentUse[]);

type Place = Pick<Finding, 'quote' | 'where' | 'line' | 'file'>;
type Reads = { readonly source: 'robots' | 'header'; readonly mayGrant: boolean };

/**
 * Cloudflare's Content Signals Policy (contentsignals.org): `Content-Signal: search=yes, ai-train=no` in a group of robots.txt; what is left out is
 * neither granted nor restricted. As a header it is specified nowhere, and a vendor's default sends `yes` there: it grants nothing, and may restrict.
 */
export const contentSignal: Signal = {
  name: 'content-signal',
  read: (context) => [...fromRobots(context), ...fromHeaders(context)],
};

/** What a line says, and of which pages: null stands for all. */
interface Said {
  readonly path: PathPattern | null;
  readonly findings: readonly Finding[];
}

const saidIn = fromLines('content-signal', ({ ours, others, tooMany }): readonly Said[] => [
  ...(tooMany ? [{ path: null, findings: [tooManyLines('content-signal')] }] : []),
  ...ours.map((line) => readSignals(line.value, atLine(line), { source: 'robots', mayGrant: true })),
  ...others.map((line) => onlyStrict(readSignals(line.value, atLine(line), { source: 'robots', mayGrant: false }))),
]);

const onlyStrict = ({ path, findings }: Said): Said => ({
  path,
  findings: findings.map(({ says, strict, use: _use, ...finding }) => ({ ...finding, silent: true, strict: { ...says, ...strict } })),
});

const heardBy = (url: string, { path, findings }: Said): readonly Finding[] => (path === null || path.matches(url) ? findings : []);

const fromRobots = (context: RightsContext): readonly Finding[] => (saidIn(context) ?? []).flatMap((said) => heardBy(context.url, said));

const fromHeaders = ({ headers, url }: RightsContext): readonly Finding[] =>
  headers
    .filter(([name]) => name.toLowerCase() === 'content-signal')
    .flatMap(([name, value]) => {
      const place = { quote: `${name}: ${value.slice(0, 500)}`, where: `header ${name}` };
      return heardBy(url, readSignals(value, place, { source: 'header', mayGrant: false }));
    });

/** A line may begin with the path that it is about. Names and values are read in any case. */
function readSignals(text: string, place: Place, reads: Reads): Said {
  const path = /^(\/\S*)(?:\s+|$)/.exec(text);
  const said = text.slice(path?.[0].length ?? 0, 4096);
  const pairs = [...said.matchAll(/([\w-]+)\s*=\s*"?([\w-]*)/g)];
  const findings = pairs.map(([, key = '', value = '']) => readSignal(key.toLowerCase(), value.toLowerCase(), place, reads));
  if (pairs.length === 0 && said.trim() !== '')
    findings.push({ signal: `${reads.source}:content-signal:malformed`, silent: true, ...place, strict: { train: 'deny' } });
  return { path: path === null ? null : pathPattern(path[1] ?? '/'), findings };
}

function readSignal(key: string, value: string, place: Place, { source, mayGrant }: Reads): Finding {
  const signal = `${source}:content-signal:${key}=${value}`;
  const subject = subjects.get(key);
  if (key === 'use' && uses.has(value)) {
    // Only `full` leaves room for a copy that stays.
    return { signal, ...place, use: value as ContentUse, ...(value === 'full' ? {} : { strict: { train: 'deny' } }) };
  }
  if (subject !== undefined && value === 'no') return { signal, ...place, says: { [subject]: 'deny' } };
  if (subject !== undefined && value === 'yes') return { signal, ...place, says: mayGrant ? { [subject]: 'allow' } : {} };
  // Another vocabulary's word, or no answer: if it was meant to reserve anything, it was training.
  const reserves = subject !== undefined || /^(?:n|no|false|0|disallow|deny)$/.test(value);
  return { signal, silent: true, ...place, ...(reserves ? { strict: { [subject ?? 'train']: 'deny' } } : {}) };
}
