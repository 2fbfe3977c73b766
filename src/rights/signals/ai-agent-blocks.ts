import type { Robots } from '../../robots/robots.ts';
import { trainingAgents } from '../training-agents.ts';
import type { Finding, RightsContext, Signal } from './signal.ts';

/** Agents of the list that a file names: a file has the same ones for all its pages. */
const namedBy = new WeakMap<Robots, readonly (typeof trainingAgents)[number][]>();

function namedIn(robots: Robots): readonly (typeof trainingAgents)[number][] {
  const known = namedBy.get(robots);
  if (known !== undefined) return known;
  const tokens = new Set(robots.agents);
  const named = trainingAgents.filter(({ token }) => tokens.has(token));
  namedBy.set(robots, named);
  return named;
}

/**
 * robots.txt shuts known training agents out of this page by name. Formally that speaks to them alone; many sites mean all training by it. The
 * policy decides: it is ignored, recorded, or denies. It denies when two operators are shut out, or an agent that stands for training data as
 * such; and never when a group names us, for then the site has said what it wants of us.
 */
export const aiAgentBlocks: Signal = {
  name: 'ai-agent-blocks',
  read({ robots, agent, url, policy }: RightsContext) {
    if (robots === null || policy.aiAgentBlocks === 'ignore') return [];
    const blocked = namedIn(robots)
      .map((each) => ({ ...each, ...robots.decide(each.token, url) }))
      .filter(({ allowed }) => !allowed);
    if (blocked.length === 0) return [];
    const own = agent !== '' && robots.names(agent);
    const isBroad = blocked.some(({ generic }) => generic === true) || new Set(blocked.map(({ operator }) => operator)).size > 1;
    const denies = policy.aiAgentBlocks === 'deny' && isBroad && !own;
    // A lone vendor that is not wanted, beside a rule that lets everybody in: that is about the vendor.
    const lone = !isBroad && isOpenToAll(robots, url);
    return [
      ...blocked.map(({ token, rule = '', line, operator }): Finding => ({
        signal: `robots:ai-agent-block:${token}`,
        ...(lone && { silent: true }),
        quote: `User-agent: ${token} (${operator}) … ${rule}`,
        where: line === undefined ? 'robots.txt' : `robots.txt:${line}`,
        ...(line !== undefined && { line }),
        file: '/robots.txt',
        ...(denies && { says: { train: 'deny' } }),
      })),
      ...(own ? [{ signal: 'robots:own-group', quote: `User-agent: ${agent}`, where: 'robots.txt', file: '/robots.txt' }] : []),
    ];
  },
};

/** A rule of the group for all says so; that no rule forbids it would be no statement. */
function isOpenToAll(robots: Robots, url: string): boolean {
  const { allowed, line } = robots.decide('', url);
  return allowed && line !== undefined;
}
