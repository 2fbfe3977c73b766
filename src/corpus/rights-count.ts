import { z } from 'zod';
import type { Clearance, Drop, UseDecision } from '../records.ts';
import { Counter } from './tally.ts';

const count = z.int().min(0);
const decisions = z.record(z.string(), count);

export const rightsSchema = z.object({
  /** Documents by what their sources say of each use. */
  uses: z.object({ train: decisions, aiInput: decisions, search: decisions, index: decisions }),
  /** Documents by what training on them is bound to. */
  obligations: z.object({ names: count, top: z.array(z.tuple([z.string(), count])) }),
  /** What was said: by the signal without addresses, how many pages said it, and how many of these were kept for all that. */
  signals: z.object({ names: count, top: z.array(z.tuple([z.string(), count, count])) }),
  /** What rights cost: pages by the rule that dropped them. */
  cost: z.array(z.object({ rule: z.string(), pages: count })),
});

/** The rights of pages in figures. */
export type RightsFigures = z.infer<typeof rightsSchema>;

/** The uses, as people call them. */
export const USES = { train: 'training', aiInput: 'input of AI answers', search: 'search', index: 'index' } as const;
const uses = ['train', 'aiInput', 'search', 'index'] as const;

/** Rules that drop a page for what its site says, whatever its text is like. */
export const isForRights = ({ stage, rule }: Pick<Drop, 'stage' | 'rule'>): boolean =>
  stage === 'rights' || `${stage}/${rule}` === 'robots/disallowed';

/** What of a clearance is counted. */
export type RightsCounted = Pick<Clearance, 'uses' | 'obligations' | 'signals'>;

/** Counts what pages say about using them, and what that costs. */
export class RightsCount {
  readonly #uses = { train: new Counter(), aiInput: new Counter(), search: new Counter(), index: new Counter() };
  readonly #obligations = new Counter();
  readonly #met = new Counter();
  readonly #kept = new Counter();
  readonly #cost = new Map<string, number>();

  /** Counts a page that was kept. */
  keep(rights: RightsCounted): void {
    for (const use of uses) this.#uses[use].add(rights.uses[use] satisfies UseDecision);
    for (const obligation of rights.obligations) this.#obligations.add(obligation);
    for (const name of namesOf(rights.signals)) {
      this.#met.add(name);
      this.#kept.add(name);
    }
  }

  /** Counts a page that was dropped, if that was for its rights. */
  drop(drop: Drop): void {
    if (!isForRights(drop)) return;
    for (const name of namesOf((drop.evidence ?? []).map(({ signal }) => signal))) this.#met.add(name);
    const rule = `${drop.stage}/${drop.rule}`;
    this.#cost.set(rule, (this.#cost.get(rule) ?? 0) + 1);
  }

  figures(): RightsFigures {
    const { names, top } = this.#met.tally();
    return {
      uses: {
        train: this.#uses.train.all(),
        aiInput: this.#uses.aiInput.all(),
        search: this.#uses.search.all(),
        index: this.#uses.index.all(),
      },
      obligations: this.#obligations.tally(),
      signals: { names, top: top.map(([name, met]) => [name, met, this.#kept.of(name)]) },
      cost: [...this.#cost].map(([rule, pages]) => ({ rule, pages })).sort((a, b) => b.pages - a.pages || (a.rule < b.rule ? -1 : 1)),
    };
  }
}

/** Each once, without the addresses, paths and names of agents that would make every site's one of its own. */
function namesOf(signals: readonly string[]): ReadonlySet<string> {
  return new Set(
    signals
      .filter((signal) => !/^(?:robots:crawl|rsl:(?:train|aiInput|search))=|:licence=/.test(signal))
      .map((signal) =>
        signal
          .replace(/=(?:https?:|[/*]).*$/s, '')
          .replace(/@[^:]*/, '@other')
          .slice(0, 80),
      ),
  );
}
