import type { HostFacts } from '../ledger/host-facts.ts';
import type { Discovery, Drop, Instant, PageUrl, RunId, UrlPattern } from '../records.ts';
import type { RefineResult } from '../refine/refine.ts';
import { trapOf } from '../traps/held.ts';
import { type Breadth, nearnessTo, type Pattern, patternsOf } from '../traps/pattern.ts';
import { LIMITS, WORTH } from '../traps/score.ts';
import { keyOfPage, NEAR_BANDS, sketchOf } from '../traps/sketch.ts';
import type { Barren, Quarantine } from '../traps/traps.ts';
import { type ReadPage, worthOf } from '../traps/worth.ts';
import { originOf } from '../url/origin.ts';
import type { TrapMemory } from './trap-memory.ts';

interface Parts {
  readonly run: RunId;
  readonly facts: HostFacts;
  readonly memory: TrapMemory;
  /** What goes on record as the time. */
  readonly stamp: () => Instant;
}

const SAID: Readonly<Record<Barren, string>> = {
  copies: 'has the text of an earlier page, or nearly',
  'no-text': 'has hardly a word',
  babble: 'has a text as machines make it',
  'endless-links': 'leads to nothing that is known',
};

/** What was found of the patterns of a run's pages, and what is left alone for it. */
export class TrapWatch {
  readonly #parts: Parts;
  /** What was decided before the run, by pattern. */
  readonly #before: ReadonlyMap<string, Quarantine>;

  private constructor(parts: Parts, before: ReadonlyMap<string, Quarantine>) {
    this.#parts = parts;
    this.#before = before;
  }

  static async open(parts: Parts): Promise<TrapWatch> {
    return new TrapWatch(parts, new Map(await quarantines(parts.facts)));
  }

  /** Why a page is left alone; null when it may be asked for. */
  async trapOf(url: PageUrl): Promise<Drop | null> {
    const patterns = patternsOf(url);
    const now = await this.#parts.memory.held(patterns);
    const found = new Map(patterns.map(({ text }, n) => [text, now[n] ?? null]));
    return trapOf(url, (pattern) => this.#before.get(pattern) ?? quarantineOf(found.get(pattern) ?? null));
  }

  /**
   * Takes in what a page brought: what was made of it, and how many links it had, of which so many nobody knew. One that is read again, after a crash, would seem a
   * copy of itself and to lead to nothing new: it counts once.
   */
  async read(url: PageUrl, { step }: Pick<RefineResult, 'step'>, links: number, news: NewLinks): Promise<void> {
    const patterns = patternsOf(url);
    if (this.#isReleased(patterns)) return;
    const { wasRead, isCopy } = await this.#know(url, step.kept ? step.record.text : null);
    if (wasRead) return;
    const page: ReadPage = { step, isCopy, links, newLinks: news.form + news.section + news.host };
    const leadsOut: Readonly<Record<Breadth, boolean>> = { form: news.section + news.host > 0, section: news.host > 0, host: false };
    const charges = patterns.flatMap((pattern) => {
      const worth = worthOf(page, leadsOut[pattern.breadth]);
      return worth === null ? [] : [{ pattern, worth }];
    });
    const scores = await this.#parts.memory.add(
      charges.map(({ pattern, worth }) => ({ pattern: pattern.text, by: worth === 'worth' ? WORTH : 1 })),
    );
    for (const [n, { pattern, worth }] of charges.entries()) {
      if (worth !== 'worth' && (scores[n] ?? 0) >= LIMITS[pattern.breadth]) await this.#hold(pattern, worth, url);
    }
  }

  /** Remembers a page and its text, if it has one, in one step: whoever reads it at the same time finds it read. */
  async #know(url: PageUrl, text: string | null): Promise<{ readonly wasRead: boolean; readonly isCopy: boolean }> {
    const sketch = text === null ? null : sketchOf(originOf(url), text);
    const keys = sketch === null ? [] : [sketch.whole, ...sketch.bands];
    const [wasRead = false, isSame = false, ...near] = await this.#parts.memory.know([keyOfPage(url), ...keys]);
    return { wasRead, isCopy: isSame || near.filter(Boolean).length >= NEAR_BANDS };
  }

  async #hold({ text, breadth }: Pattern, rule: Barren, example: PageUrl): Promise<void> {
    const { facts, memory, run, stamp } = this.#parts;
    const [known] = await memory.held([{ text, breadth }]);
    if (this.#before.has(text) || (known ?? null) !== null) return;
    const because = `${LIMITS[breadth]} of its pages brought nothing new that no other made up for, each for ${-WORTH}; the last one ${SAID[rule]}`;
    const at = stamp();
    const value = JSON.stringify({ version: 1, rule, because, example, run, at } satisfies Quarantine);
    await facts.put(text as UrlPattern, 'quarantine', { value, at, expires: Number.MAX_SAFE_INTEGER });
    await memory.hold(text, value);
  }

  #isReleased(patterns: readonly Pattern[]): boolean {
    return patterns.some(({ text }) => this.#before.get(text)?.releasedAt !== undefined);
  }
}

/** Links of a page that nobody in the run knew, by how near to the page they stay. */
export type NewLinks = Readonly<Record<Breadth, number>>;

/** Puts links of a page into the frontier, what stays nearest to it first, and counts the new ones. */
export async function addByNearness(
  page: PageUrl,
  links: readonly Discovery[],
  add: (found: readonly Discovery[]) => Promise<number>,
): Promise<NewLinks> {
  const nearness = nearnessTo(page);
  const { form = [], section = [], host = [] } = Object.groupBy(links, ({ url }) => nearness(url));
  return { form: await add(form), section: await add(section), host: await add(host) };
}

const quarantineOf = (json: string | null): Quarantine | null => (json === null ? null : (JSON.parse(json) as Quarantine));

/** All that was ever decided, by pattern. */
export async function quarantines(facts: HostFacts): Promise<readonly (readonly [UrlPattern, Quarantine])[]> {
  return (await facts.all('quarantine')).map(([of, { value }]) => [of as UrlPattern, JSON.parse(value) as Quarantine]);
}
