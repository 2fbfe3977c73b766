import type { CrawlerConfig } from '../config/crawler.ts';
import type { Focus } from '../config/topic.ts';
import type { PersonalDataPolicy } from '../privacy/personal-data.ts';
import type { RightsPolicy } from '../rights/policy.ts';
import type { HostFiles } from '../rights/host-files.ts';
import type { Capture, Digest, Instant, PageUrl, Refined, Step } from '../records.ts';

/** What of the project's settings decides what becomes of a page. Its digest is part of the key under which results are kept. */
export interface RefinePolicy {
  readonly rights: 'standard' | 'strict';
  /** The project's own policy, where it is not that profile as it is. */
  readonly own?: RightsPolicy;
  /** The product token of our user agent, for rules that name it. */
  readonly agent: string;
  /** What is made of personal data in texts. */
  readonly personalData: PersonalDataPolicy;
}

/** One archived page and all that is needed to judge it: refining reads no clock, disk or network. */
export interface RefineInput {
  readonly capture: Capture;
  readonly body: Uint8Array;
  /** The robots.txt it was fetched under: digest of the file, or why there was none. */
  readonly robots: string;
  /** Names the files that spoke for its host; missing when there were none. */
  readonly hostFiles?: Digest;
  /** Those files. */
  readonly files?: HostFiles;
  /** The page is judged as of this instant; as of its capture when left out. */
  readonly judgedAt?: Instant;
  readonly crawler: Pick<CrawlerConfig, 'extractor' | 'secondOpinion' | 'select' | 'write' | 'language' | 'licence' | 'query'>;
  readonly policy: RefinePolicy;
  /** Of a focused crawl. It adds to the result and changes nothing else in it. */
  readonly focus?: Focus;
}

/** What a focused crawl wants to know of a page; scores are 0 to 1. */
export interface Focused {
  /** Of the focus by which it was told. */
  readonly digest: Digest;
  readonly score: number;
  /** What each of the result's links promises, by itself and by what stands around it. */
  readonly promises: readonly number[];
}

export interface RefineResult {
  /** Canonical, in order, without repeats; empty when the page asks not to be followed. */
  readonly links: readonly PageUrl[];
  /** Feeds the page announces. */
  readonly feeds: readonly PageUrl[];
  readonly step: Step<Refined>;
  /** When the page asks not to be used any longer: judged after this, it may fare otherwise. */
  readonly expires?: Instant;
  readonly focused?: Focused;
}
