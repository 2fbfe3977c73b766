/**
 * Rights, measured: labelled signals and robots.txt cases with each miss, what assessing a page costs, and what hostile inputs cost.
 * `npm run bench -- rights --data DIR`, DIR being the folder of outside data (default: GARNER_DATA).
 */
import { parseArgs } from 'node:util';
import { assessRights, type RightsInput } from '../src/rights/assess.ts';
import { scoreSignals } from './rights/cases.ts';
import { costOf, cpuMs } from './rights/cost.ts';
import { hostile } from './rights/hostile.ts';
import { scoreRobots } from './rights/robots-cases.ts';

const { values } = parseArgs({ options: { data: { type: 'string' }, only: { type: 'string' } } });
const folder = values.data ?? process.env['GARNER_DATA'];
if (folder === undefined) throw new Error('Name the folder of outside data: --data DIR, or GARNER_DATA.');
const wants = (part: string): boolean => values.only === undefined || values.only === part;

/** The same with files that nobody has read before, so that none is remembered. */
function unseen(input: RightsInput, round: number): RightsInput {
  const longer = (files: RightsInput['wellKnown'] = {}): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text + ' '.repeat(round)]));
  return { ...input, wellKnown: longer(input.wellKnown), documents: longer(input.documents) };
}

if (wants('cases')) {
  const { cases, checked, misses } = scoreSignals(folder);
  console.log(`ai-signals        ${checked - misses.length} of ${checked} decisions and signals, ${cases} cases, standard and strict`);
  for (const { id, profile, key, expected, found } of misses) console.log(`  ${id} (${profile}): ${key} is ${found}, not ${expected}`);
  for (const { name, passed, of, misses: missed } of scoreRobots(folder)) {
    console.log(`${name.padEnd(17)} ${passed} of ${of}`);
    for (const id of missed) console.log(`  ${id}`);
  }
}

if (wants('cost')) {
  const cost = costOf(folder);
  const each = (ms: number): string => `${ms.toFixed(3)} ms`;
  const [least = 0, ...more] = cost.rounds.toSorted((a, b) => a - b);
  console.log(
    `cost of a page    parse ${each(cost.without)}, parse and assess ${each(cost.with)}: +${each(cost.with - cost.without)} CPU (${cost.pages} WCXB pages)`,
  );
  console.log(
    `                  in whole rounds +${each(least)} to +${each(more.at(-1) ?? least)}, median +${each(more[Math.floor(more.length / 2) - 1] ?? least)}`,
  );
}

/** Of three times the least counts: the rest is the collector, and the neighbours. */
if (wants('hostile')) {
  for (const [, input] of hostile) assessRights(input);
  let worst = 0;
  for (const [name, input] of hostile) {
    const ms = Math.min(...Array.from({ length: 3 }, (_, round) => cpuMs(() => assessRights(unseen(input, round + 1)))));
    worst = Math.max(worst, ms);
    console.log(`hostile           ${ms.toFixed(1).padStart(6)} ms  ${name}${ms >= 50 ? '  TOO SLOW' : ''}`);
  }
  console.log(`hostile           worst ${worst.toFixed(1)} ms CPU of ${hostile.length}, parsing of HTML included`);
}
