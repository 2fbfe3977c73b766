import type { DocumentImport } from '../config/import.ts';
import type { OutcomeCounts } from '../ledger/ledger.ts';
import type { FetchOutcome, PageUrl } from '../records.ts';
import type { ImportSummary } from '../run/import.ts';
import type { Opened } from '../run/import/document.ts';
import type { Listings } from '../run/import/list.ts';
import { printable } from '../text/printable.ts';
import { figure, secondsText } from './progress/figures.ts';

/** Files that are told of one by one; the summary counts the others. */
const TOLD = 20;

/** Why a document is not taken, as it is counted (`fetch/unsupported-type`) and in words; null when it is. */
function reasonOf(outcome: FetchOutcome | Opened): { readonly reason: string; readonly because: string } | null {
  if (outcome.kind === 'failed') return { reason: outcome.reason, because: outcome.because };
  if (outcome.kind !== 'refused') return null;
  const { stage, rule, because } = outcome.drop;
  return { reason: `${stage}/${rule}`, because };
}

/** One document as a line of JSON. `path` is null for one that is withdrawn. */
export const documentEvent = (url: PageUrl, path: string | null, outcome: FetchOutcome | Opened): object => ({
  event: 'document',
  url,
  path,
  outcome: outcome.kind,
  ...reasonOf(outcome),
});

export const leftOutLine = (path: string, outcome: FetchOutcome | Opened): string =>
  printable(`left out  ${path}: ${reasonOf(outcome)?.because ?? ''}`);

/** Counts the documents of an import, and tells them in a line. */
export class ImportTally {
  readonly #total: number;
  #done = 0;
  #left = 0;

  constructor(total: number) {
    this.#total = total;
  }

  /** A line about a document that is left out, unless there were many already. */
  add(outcome: FetchOutcome, path: string | null): string | null {
    if (path === null) return null;
    this.#done += 1;
    if (reasonOf(outcome) === null) return null;
    this.#left += 1;
    if (this.#left === TOLD + 1) return 'left out  … and more, which the summary counts';
    return this.#left > TOLD ? null : leftOutLine(path, outcome);
  }

  line(): string {
    return `${figure(this.#done)} of ${figure(this.#total)} documents`;
  }
}

export const line = (label: string, count: number, detail = ''): string =>
  `  ${label.padEnd(12)}${figure(count).padStart(10)}${detail === '' ? '' : `   ${detail}`}`;

export const lineIf = (label: string, count: number, detail = ''): readonly string[] => (count === 0 ? [] : [line(label, count, detail)]);

/** What was met and is no document of this import. */
type PassedOver = Pick<Listings, 'hidden' | 'excluded' | 'tooLong'>;

const passedOver = ({ hidden, excluded, tooLong }: PassedOver): readonly string[] => [
  ...lineIf('excluded', excluded),
  ...lineIf('hidden', hidden, 'names that begin with a dot'),
  ...lineIf('too long', tooLong, 'paths that no URL can hold'),
];

export function previewLines(
  { name, base, licence }: DocumentImport,
  { documents, leftOut, ...listed }: { documents: number; leftOut: number } & PassedOver,
): readonly string[] {
  return [
    `Import ${name} would take what is above, under ${licence}, as ${base}…; nothing was changed`,
    line('documents', documents),
    ...lineIf('left out', leftOut),
    ...passedOver(listed),
  ];
}

/** Why something was left out, the most frequent first; but for an outcome that has a line of its own. */
export const reasonLines = (outcomes: OutcomeCounts, told: string): readonly string[] =>
  Object.entries(outcomes)
    .filter(([outcome]) => /^(?:refused|failed) /.test(outcome) && outcome !== told)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([outcome, count]) => `${' '.repeat(14)}${figure(count).padStart(10)}   ${outcome.replace(/^\S+ /, '')}`);

type Taken = Pick<ImportSummary, 'name' | 'finished' | 'added' | 'unchanged'> & Partial<Pick<ImportSummary, 'changed' | 'withdrawn'>>;

/** What to do next; nothing after an import that changes no corpus. */
export function nextLine({ name, finished, added, unchanged, changed = 0, withdrawn = 0 }: Taken): readonly string[] {
  if (!finished) return ['Give the same command again to go on.'];
  return added + unchanged + changed + withdrawn === 0 ? [] : [`Build a corpus of them:  garner build ${name}`];
}

/** What a person would want to know. `outcomes` are those of the run. */
export function importLines(summary: ImportSummary, listed: PassedOver, outcomes: OutcomeCounts): readonly string[] {
  const { run, name, finished, durationMs, added, changed, unchanged, refused, failed, gone, withdrawn } = summary;
  const staying = gone - withdrawn;
  return [
    `Import ${name}, run ${run}, ${finished ? 'finished' : 'interrupted'} after ${secondsText(durationMs)}`,
    line('new', added),
    line('changed', changed),
    line('unchanged', unchanged),
    line('left out', refused + failed),
    ...reasonLines(outcomes, 'refused rights/withdrawn'),
    ...passedOver(listed),
    ...lineIf('withdrawn', withdrawn, 'not among these documents any more'),
    ...lineIf('gone', staying, 'imported earlier, not among these documents; --prune withdraws them'),
    ...nextLine(summary),
  ];
}
