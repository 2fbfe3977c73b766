import type { Headers, Statement, UseDecision } from '../../records.ts';
import type { Robots, RobotsDecision } from '../../robots/robots.ts';
import type { EmbeddedMetadata } from '../embedded.ts';
import type { RightsPolicy } from '../policy.ts';
import type { PageSurvey } from '../survey.ts';

/** What a signal may look at: one page, and the files that speak for its host. */
export interface RightsContext {
  readonly url: string;
  /** Our product token, lower case. */
  readonly agent: string;
  readonly headers: Headers;
  /** Null when there was none to ask. */
  readonly robots: Robots | null;
  /** What that says of us and this URL. */
  readonly access: RobotsDecision | null;
  /** The page, when it is HTML. */
  readonly page: PageSurvey | null;
  /** What the file carries within itself, when it is no HTML. */
  readonly embedded: EmbeddedMetadata;
  /** Of whoever imported it; null for a page of the web. */
  readonly statement: Statement | null;
  /** Path → body of well-known files. */
  readonly wellKnown: Readonly<Record<string, string>>;
  /** URL → body of what a signal points to. */
  readonly documents: Readonly<Record<string, string>>;
  /** Why there is no such document, by URL, where that is known. */
  readonly missing: Readonly<Record<string, string>>;
  /** Milliseconds since 1970; null when the time is not known, then nothing expires. */
  readonly now: number | null;
  readonly policy: RightsPolicy;
}

export type Subject = 'train' | 'aiInput' | 'search' | 'index' | 'crawl' | 'follow' | 'archive' | 'images';
export type Says = Readonly<Partial<Record<Subject, UseDecision>>>;

/** Cloudflare's `use`: interact and keep nothing, refer to it, or use it in full. */
export type ContentUse = 'immediate' | 'reference' | 'full';

/** One statement that was found. */
export interface Finding {
  /** Canonical string, `source:mechanism:key=value`; `@agent` marks what is addressed to somebody else. */
  readonly signal: string;
  /** Evidence only, such as a robots.txt verdict: not listed among the signals. */
  readonly silent?: boolean;
  /** The raw line, header or markup. */
  readonly quote: string;
  /** Header, element, or file and line. */
  readonly where: string;
  /** Of the file, from 1. */
  readonly line?: number;
  /** What it stands in: `page`, a path of the host, or a URL. */
  readonly file?: string;
  readonly says?: Says;
  /** What it says besides under the strict profile. */
  readonly strict?: Says;
  readonly snippetMax?: number;
  /** ISO 8601 instant. */
  readonly expires?: string;
  /** What a use that is `conditional` is bound to. */
  readonly obligations?: readonly string[];
  /** The use that Content Signals limit things to. */
  readonly use?: ContentUse;
  readonly policy?: string;
}

/** A family of signals, by its own rules of precedence; families are then combined, the most restrictive statement first. */
export interface Signal {
  readonly name: string;
  read(context: RightsContext): readonly Finding[];
}
