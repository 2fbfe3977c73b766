import { figure, fileSize, percent, roughly } from '../corpus/figures.ts';
import { type RightsFigures, USES } from '../corpus/rights-count.ts';
import { html, type Markup } from './html.ts';
import { table } from './page.ts';

const SHOWN = 30;

interface Around {
  /** Pages that were looked at. */
  readonly pages: number;
  /** Of the documents that were kept; null when they are not known. */
  readonly characters: number | null;
}

/** What sites say about using their pages, and what that costs. */
export function rightsTables({ uses, obligations, signals, keptBytes, cost }: RightsFigures, { pages, characters }: Around): Markup {
  const number = (name: string, of: (row: (typeof decisions)[number]) => number) => ({
    name,
    isNumber: true,
    cell: (row: (typeof decisions)[number]) => figure(of(row)),
  });
  const decisions = Object.entries(USES).map(([use, name]) => ({ name, said: uses[use as keyof typeof USES] }));
  return html`
    ${table(decisions, [
      { name: 'use', cell: ({ name }) => name },
      number('allowed', ({ said }) => said['allow'] ?? 0),
      number('on conditions', ({ said }) => said['conditional'] ?? 0),
      number('not said', ({ said }) => said['unknown'] ?? 0),
      number('denied', ({ said }) => said['deny'] ?? 0),
    ])}
    ${
      obligations.top.length === 0
        ? null
        : html`<h3>What training is bound to</h3>
            ${table(obligations.top.slice(0, SHOWN), [
              { name: 'condition', cell: ([name]) => name },
              { name: 'documents', isNumber: true, cell: ([, documents]) => figure(documents) },
            ])}`
    }
    <h3>Signals</h3>
    ${
      signals.top.length === 0
        ? html`<p>No page and no host gave any.</p>`
        : table(signals.top.slice(0, SHOWN), [
            { name: 'signal', cell: ([name]) => name },
            { name: 'pages', isNumber: true, cell: ([, met]) => figure(met) },
            { name: 'kept', isNumber: true, cell: ([, , kept]) => figure(kept) },
          ])
    }
    ${signals.names > SHOWN ? html`<p class="quiet">and ${figure(signals.names - SHOWN)} more</p>` : null}
    <h3>What they cost</h3>
    ${
      cost.length === 0
        ? html`<p>No page was dropped for its rights.</p>`
        : table(cost, [
            { name: 'dropped by', cell: ({ rule }) => rule },
            { name: 'pages', isNumber: true, cell: (row) => figure(row.pages) },
            { name: 'share', isNumber: true, cell: (row) => percent(row.pages, pages) },
            { name: 'bytes', isNumber: true, cell: (row) => fileSize(row.bytes) },
            ...(characters === null || keptBytes === 0
              ? []
              : [
                  {
                    name: 'characters, about',
                    isNumber: true,
                    cell: ({ bytes }: { readonly bytes: number }) => roughly((bytes * characters) / keptBytes),
                  },
                ]),
          ])
    }
    <p class="quiet">
      Bytes are those in the
      archive${characters === null ? '' : '; characters are what as many bytes came to in the documents that were kept'}.
    </p>
  `;
}
