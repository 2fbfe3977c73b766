import type { PageSurvey } from '../../survey.ts';
import type { Candidate } from '../candidate.ts';

/** A platform whose pages say in a place of their own what the licence of their text is. */
export interface Platform {
  /** Whether a page is one of its, by host and markup. */
  readonly serves: (page: PageSurvey, url: URL) => boolean;
  /** Ids and classes of what its users wrote, which is no word of the platform's. */
  readonly written?: RegExp;
  /** What it says in its own place; when it does, links and prose elsewhere in the page count for nothing, but for what it `adds` to. */
  readonly read?: (page: PageSurvey, url: URL) => readonly Candidate[];
  /** What is read is more exact than what the rest of the page says, which stands. */
  readonly adds?: boolean;
}
