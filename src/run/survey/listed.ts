import type { Drop, PageUrl } from '../../records.ts';
import type { RobotsSeen } from './robots-seen.ts';

/** Of pages out of scope, so many are remembered by their address. */
const EXAMPLES = 1000;

/** The pages of sitemaps, sorted by what a crawl would do with them. */
export interface Listed {
  /** In scope, and allowed by robots.txt as far as that was asked. */
  readonly open: readonly PageUrl[];
  /** In scope, and forbidden by robots.txt. */
  readonly forbidden: number;
  /** In scope, on hosts that were not asked for their robots.txt. */
  readonly unasked: number;
  /** Out of scope: how many, by the rule that says so. */
  readonly outside: Readonly<Record<string, number>>;
  /** Some that are out of scope, with the rule. */
  readonly examples: readonly { readonly url: PageUrl; readonly rule: string }[];
}

interface Sorting {
  readonly outOfScope: (url: PageUrl) => Drop | null;
  readonly excludes: readonly string[];
  readonly robots: RobotsSeen;
}

/** Sorts pages; hosts that have not been asked for their robots.txt are asked, within its bound. */
export async function sorted(pages: readonly PageUrl[], { outOfScope, excludes, robots }: Sorting): Promise<Listed> {
  const open: PageUrl[] = [];
  const outside: Record<string, number> = {};
  const examples: { url: PageUrl; rule: string }[] = [];
  let [forbidden, unasked] = [0, 0];
  for (const url of pages) {
    const drop = outOfScope(url);
    if (drop !== null) {
      const pattern = drop.rule === 'excluded' ? excludes.find((each) => drop.because.startsWith(`exclude pattern ${each} `)) : undefined;
      const rule = pattern === undefined ? drop.rule : `excluded by ${pattern}`;
      outside[rule] = (outside[rule] ?? 0) + 1;
      if (examples.length < EXAMPLES) examples.push({ url, rule });
      continue;
    }
    const verdict = await robots.verdict(url);
    if (verdict === 'disallow') forbidden += 1;
    else if (verdict === null) unasked += 1;
    else open.push(url);
  }
  return { open, forbidden, unasked, outside, examples };
}
