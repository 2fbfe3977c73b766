import type { Chance } from '../chance.ts';
import type { Language } from './lexicon.ts';

export interface PlannedPage {
  readonly host: PlannedHost;
  readonly path: string;
  readonly subject: number;
}

export interface PlannedHost {
  readonly name: string;
  readonly language: Language;
  readonly pages: PlannedPage[];
}

/** The subject that a crawl is after. */
export const TARGET = 0;

interface PlanOptions {
  readonly pages: number;
  readonly hosts: number;
  readonly subjects: number;
  /** Of all pages, how many are about the target. */
  readonly share: number;
}

/**
 * Which host has pages about what. Subjects live in clusters: a tenth of the hosts are mostly about the target, a sixth have a section on it, and
 * one of its pages in twenty stands where nobody would look. Other subjects are spread likewise, three to a host.
 */
export function plan(chance: Chance, { pages, hosts: count, subjects, share }: PlanOptions): readonly PlannedHost[] {
  const hosts = Array.from({ length: count }, (_, n): PlannedHost => ({
    name: `h${n}-${Math.floor(chance.next() * 1e6)}.test`,
    language: n % 2 === 0 ? 'en' : 'zh',
    pages: [],
  }));
  const mixed = chance.shuffle(hosts);
  const devoted = mixed.slice(0, Math.ceil(count / 10));
  const sections = mixed.slice(devoted.length, devoted.length + Math.ceil(count / 6));
  const others = Array.from({ length: subjects - 1 }, (_, n) => n + 1);
  const add = (host: PlannedHost, subject: number): void => {
    host.pages.push({ host, path: `/${(host.pages.length * 7919 + 13) % 100_003}.html`, subject });
  };
  const targets = Math.round(pages * share);
  for (let n = 0; n < targets; n += 1) {
    const turn = chance.next();
    add(chance.pick(turn < 0.6 ? devoted : turn < 0.95 ? sections : hosts), TARGET);
  }
  const interests = new Map(hosts.map((host) => [host, chance.shuffle(others).slice(0, 3)]));
  // Sizes of hosts differ: the larger the earlier in this order.
  const sizes = chance.shuffle(hosts);
  for (let n = targets; n < pages; n += 1) {
    const host = sizes[Math.floor(sizes.length * chance.next() ** 1.5)] ?? chance.pick(hosts);
    add(host, chance.pick(interests.get(host) ?? others));
  }
  return hosts;
}
