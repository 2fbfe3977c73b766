import type { Robots, RobotsExtension } from '../../robots/robots.ts';
import type { Finding, RightsContext } from './signal.ts';

/** Lines of one kind that are read; nobody who means something writes more. */
const mostLines = 1000;

/**
 * Lines of a robots.txt that are no rules of access, by whom they speak to: the agents above them. For rules of access such a line ends no list of
 * agents (RFC 9309 §2.2.4); to who takes it for a rule of its own, as the drafts for these do, the list above it is whole, and agents that are
 * named after it begin another one.
 */
interface SpokenLines {
  /** Ours: of the groups that name us, or else of `*`; and those that stand outside of all groups. */
  readonly ours: readonly OwnLine[];
  /** To others, who alone are meant; the strict profile heeds them all the same. */
  readonly others: readonly RobotsExtension[];
  /** There are more than are read. */
  readonly tooMany: boolean;
}

interface OwnLine extends RobotsExtension {
  /** It stands outside of all groups. */
  readonly global: boolean;
}

/** What is made of the lines of one kind, once for all pages of a host; null without a robots.txt or such lines in it. */
export function fromLines<T>(key: string, make: (lines: SpokenLines) => T): (context: RightsContext) => T | null {
  const known = new WeakMap<Robots, { readonly agent: string; readonly made: T | null }>();
  return ({ robots, agent }) => {
    if (robots === null) return null;
    const found = known.get(robots);
    if (found?.agent === agent) return found.made;
    const lines = linesFor(robots, agent, key);
    const made = lines === null ? null : make(lines);
    known.set(robots, { agent, made });
    return made;
  };
}

function linesFor(robots: Robots, agent: string, key: string): SpokenLines | null {
  const lines = robots.extensions.filter((line) => line.key === key);
  if (lines.length === 0) return null;
  const named = agent !== '' && robots.names(agent) ? agent : '*';
  const ours: OwnLine[] = [];
  const others: RobotsExtension[] = [];
  let list: Pick<RobotsExtension, 'agents'> & { readonly from: number; readonly to: number } = { agents: [], from: 0, to: 0 };
  for (const line of lines.slice(0, mostLines)) {
    const { agents, agentsAbove: to } = line;
    if (agents !== list.agents) list = { agents, from: 0, to };
    else if (to > list.to) list = { agents, from: list.to, to };
    const global = agents.length === 0;
    if (global || agents.slice(list.from, list.to).includes(named)) ours.push({ ...line, global });
    else others.push(line);
  }
  return { ours, others, tooMany: lines.length > mostLines };
}

/** Where such a line stood. */
export const atLine = ({ text, line }: RobotsExtension): Pick<Finding, 'quote' | 'where' | 'line' | 'file'> => ({
  quote: text,
  where: `robots.txt:${line}`,
  line,
  file: '/robots.txt',
});

/** What cannot be read to its end is taken for a denial, as a robots.txt is that costs too much. */
export const tooManyLines = (key: string): Finding => ({
  signal: `robots:${key}:too-many`,
  silent: true,
  quote: `more than ${mostLines} lines`,
  where: 'robots.txt',
  file: '/robots.txt',
  says: { train: 'deny', aiInput: 'deny' },
});
