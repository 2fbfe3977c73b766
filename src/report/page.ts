import { createHash } from 'node:crypto';
import { figure, percent } from '../corpus/figures.ts';
import { html, type Markup, raw } from './html.ts';
import { style } from './style.ts';

/** In one piece, for its hash stands in the page's policy: no white space may come between. */
const styleElement = raw(`<style>${style}</style>`);

/** One file that works offline: nothing is loaded, nothing runs, and the browser is told to see to it (CSP level 3). */
export function page(title: string, lead: string, body: readonly Markup[], foot: string): string {
  const allowed = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${allowed}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p class="quiet">${lead}</p>
        </header>
        <main>${body}</main>
        <footer>${foot}</footer>
      </body>
    </html> `.text;
}

/** Large figures side by side. */
export const figures = (all: readonly (readonly [name: string, value: string])[]): Markup =>
  html`<dl class="figures">
    ${all.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;

export const section = (title: string, ...content: readonly (Markup | null)[]): Markup =>
  html`<section>
    <h2>${title}</h2>
    ${content}
  </section> `;

export interface ColumnOf<Row> {
  readonly name: string;
  /** Numbers stand to the right. */
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => Markup | string;
}

export function table<Row>(rows: readonly Row[], columns: readonly ColumnOf<Row>[]): Markup {
  const kind = ({ isNumber }: ColumnOf<Row>): string => (isNumber === true ? 'n' : '');
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${columns.map((column) => html`<th class="${kind(column)}">${column.name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map((column) => html`<td class="${kind(column)}">${column.cell(row)}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Counts with their part of the whole, as figures and as bars. */
export function funnel(rows: readonly (readonly [name: Markup | string, count: number])[], whole: number): Markup {
  const bar = (count: number): Markup => html`<meter min="0" max="${Math.max(1, whole)}" value="${count}">${percent(count, whole)}</meter>`;
  return html`<div class="scroll">
    <table>
      <tbody>
        ${rows.map(
          ([name, count]) =>
            html`<tr>
              <td>${name}</td>
              <td class="n">${figure(count)}</td>
              <td class="n">${percent(count, whole)}</td>
              <td class="meter">${bar(count)}</td>
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}
