import type { StorageError } from '../../sqlite/storage-error.ts';

/** One step of a decision, and how it went: `?` where nobody can know yet. */
export interface Finding {
  readonly step:
    | 'address'
    | 'scope'
    | 'trap'
    | 'removal'
    | 'robots'
    | 'queue'
    | 'history'
    | 'gone'
    | 'rights'
    | 'text'
    | 'corpus'
    | 'damaged'
    | 'now';
  readonly mark: 'yes' | 'no' | '?';
  /** In a few words. */
  readonly text: string;
  /** The evidence, a line each. */
  readonly details: readonly string[];
}

/** Why a URL is in a corpus, or is not: the crawler's own decisions, in its order. */
export interface Explanation {
  readonly asked: string;
  /** The canonical form; null when there is none. */
  readonly url: string | null;
  readonly findings: readonly Finding[];
  /** In one sentence. */
  readonly verdict: string;
  /** Of the URL that it redirects to. */
  readonly target?: Explanation;
}

export const finding = (step: Finding['step'], mark: Finding['mark'], text: string, details: readonly string[] = []): Finding => ({
  step,
  mark,
  text,
  details,
});

/** What is stored and cannot be read: it decides nothing. */
export const damaged = (what: string, { message }: StorageError): Finding => finding('damaged', '?', `${what} cannot be read`, [message]);

export const timeText = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
