import type { OutcomeCounts } from '../ledger/ledger.ts';
import type { WebImportSummary, WebProgress } from '../run/import/web.ts';
import { line, lineIf, nextLine, reasonLines } from './import-summary.ts';
import { figure, secondsText } from './progress/figures.ts';

export const webProgress = ({ found, imported }: WebProgress): string =>
  imported === null ? `${figure(found)} records found` : `${figure(imported)} of ${figure(found)} records`;

/** What a person would want to know. `outcomes` are those of the run. */
export function webLines(summary: WebImportSummary, outcomes: OutcomeCounts): readonly string[] {
  const { run, name, finished, durationMs, records, flaws, unheard, added, unchanged, redirect, refused, failed } = summary;
  const read = Object.entries(records).map(([type, count]) => `${figure(count)} ${type}`);
  return [
    `Import ${name}, run ${run}, ${finished ? 'finished' : 'interrupted'} after ${secondsText(durationMs)}`,
    ...(read.length === 0 ? [] : [`  records read: ${read.join(', ')}`]),
    line('new', added),
    line('unchanged', unchanged),
    line('redirects', redirect),
    line('left out', refused + failed),
    ...reasonLines(outcomes, 'refused robots/host-file'),
    ...lineIf('host files', summary['host-file'], 'robots.txt and the like: pages are judged by them'),
    ...lineIf('others', summary.beside, 'no pages, or parts of pages'),
    ...lineIf('damaged', flaws, 'stretches or files that could not be read, told above'),
    ...(unheard.length === 0 ? [] : [`No record has ${unheard.join(' or ')}, so that --filter takes none.`]),
    ...nextLine(summary),
  ];
}
