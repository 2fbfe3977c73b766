import { pathPattern } from '../../robots/robots.ts';
import { atLine, linesFor, tooManyLines } from './robots-lines.ts';
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

function fromRobots(context: RightsContext): readonly Finding[] {
  const { ours, others, tooMany } = linesFor(context, 'content-signal');
  return [
    ...(tooMany ? [tooManyLines('content-signal')] : []),
    ...ours.flatMap((line) => readSignals(context.url, line.value, atLine(line), { source: 'robots', mayGrant: true })),
    ...others
      .flatMap((line) => readSignals(context.url, line.value, atLine(line), { source: 'robots', mayGrant: false }))
      .map(({ says, strict, use: _use, ...finding }) => ({ ...finding, silent: true, strict: { ...says, ...strict } })),
  ];
}

const fromHeaders = ({ headers, url }: RightsContext): readonly Finding[] =>
  headers
    .filter(([name]) => name.toLowerCase() === 'content-signal')
    .flatMap(([name, value]) =>
      readSignals(url, value, { quote: `${name}: ${value.slice(0, 500)}`, where: `header ${name}` }, { source: 'header', mayGrant: false }),
    );

/** A line may begin with the path that it is about. Names and values are read in any case. */
function readSignals(url: string, text: string, place: Place, reads: Reads): readonly Finding[] {
  const path = /^(\/\S*)\s+/.exec(text);
  if (path !== null && !pathPattern(path[1] ?? '/').matches(url)) return [];
  const pairs = [...text.slice(path?.[0].length ?? 0, 4096).matchAll(/([\w-]+)\s*=\s*([\w-]*)/g)];
  return pairs.map(([, key = '', value = '']) => readSignal(key.toLowerCase(), value.toLowerCase(), place, reads));
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
