import { figure, percent, roughly } from '../corpus/figures.ts';
import { type RightsFigures, USES } from '../corpus/rights-count.ts';
import type { UseDecision } from '../records.ts';
import { html, type Markup } from './html.ts';
import { type ColumnOf, table } from './page.ts';

/** Signals that are shown at once. */
const FIRST = 12;

interface Around {
  /** Pages that were looked at. */
  readonly pages: number;
  /** Documents that were kept. */
  readonly kept: number;
  /** Of these; null when they are not known. */
  readonly characters: number | null;
}

/** What sites say about using their pages, and what that costs. */
export function rightsTables(rights: RightsFigures, around: Around): Markup {
  const { obligations, signals } = rights;
  const [first, rest] = [signals.top.slice(0, FIRST), signals.top.slice(FIRST)];
  return html`
    <h3>Uses</h3>
    ${decisions(rights)}
    ${
      obligations.top.length === 0
        ? null
        : html`<h3>What training is bound to</h3>
            ${table(obligations.top, [
              { name: 'condition', cell: ([name]) => name },
              { name: 'documents', isNumber: true, cell: ([, documents]) => figure(documents) },
            ])}`
    }
    <h3>Signals</h3>
    ${first.length === 0 ? html`<p>There were none.</p>` : signalTable(first)}
    ${
      rest.length === 0
        ? null
        : html`<details>
            <summary>${figure(signals.names - FIRST)} more</summary>
            ${signalTable(rest)}
          </details>`
    }
    <h3>What heeding them cost</h3>
    ${cost(rights, around)}
  `;
}

function decisions({ uses }: RightsFigures): Markup {
  const rows = Object.entries(USES).map(([use, name]) => ({ name, said: uses[use as keyof typeof USES] }));
  const column = (name: string, decision: UseDecision): ColumnOf<(typeof rows)[number]> => ({
    name,
    isNumber: true,
    cell: ({ said }) => figure(said[decision] ?? 0),
  });
  return table(rows, [
    { name: 'use', cell: ({ name }) => name },
    column('allowed', 'allow'),
    column('on conditions', 'conditional'),
    column('not said', 'unknown'),
    column('denied', 'deny'),
  ]);
}

const signalTable = (rows: RightsFigures['signals']['top']): Markup =>
  table(rows, [
    { name: 'signal', cell: ([name]) => name },
    { name: 'pages', isNumber: true, cell: ([, met]) => figure(met) },
    { name: 'kept', isNumber: true, cell: ([, , kept]) => figure(kept) },
  ]);

function cost({ cost: rules }: RightsFigures, { pages, kept, characters }: Around): Markup {
  const sum = rules.reduce((all, rule) => all + rule.pages, 0);
  if (sum === 0) return html`<p>No page was dropped for its rights.</p>`;
  const isTold = characters !== null && kept > 0;
  return html`<p>${figure(sum)} of ${figure(pages)} pages, ${percent(sum, pages)}.</p>
    ${table(rules, [
      { name: 'dropped by', cell: ({ rule }) => rule },
      { name: 'pages', isNumber: true, cell: (row) => figure(row.pages) },
      { name: 'share', isNumber: true, cell: (row) => percent(row.pages, pages) },
      ...(isTold
        ? [
            {
              name: 'characters, about',
              isNumber: true,
              cell: (row: (typeof rules)[number]) => roughly((row.pages * characters) / kept),
            },
          ]
        : []),
    ])}
    ${isTold ? html`<p class="quiet">Characters are what as many pages came to among the documents that were kept.</p>` : ''}`;
}
