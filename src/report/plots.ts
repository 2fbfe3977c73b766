import type { PlotOptions } from '@observablehq/plot';
import { openPlot } from '../plot/plot.ts';
import { html, type Markup, raw } from './html.ts';

/** Text stays legible on a phone: the picture is narrow, and grows with the page. */
const WIDTH = 560;
const HEIGHT = 200;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Plots {
  /** How often what lies between two powers of ten was met; `unit` stands below. */
  histogram(title: string, unit: string, bins: readonly Bin[]): Markup;
  /** Something over minutes. */
  line(title: string, unit: string, points: readonly Point[]): Markup;
}

/** From `from` to just below `to`. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export async function openPlots(): Promise<Plots> {
  const { Plot, draw: drawn } = await openPlot();
  const draw = (title: string, options: PlotOptions): Markup => {
    const svg = drawn({ width: WIDTH, height: HEIGHT, marginLeft: 50, marginBottom: 36, ...options });
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', title);
    return html`<figure>
      ${raw(svg.outerHTML)}
      <figcaption>${title}</figcaption>
    </figure>`;
  };
  return {
    histogram: (title, unit, bins) =>
      draw(title, {
        x: { type: 'log', label: unit, ticks: 5, tickFormat: '~s' },
        y: { label: null, grid: true, ticks: 4, tickFormat: '~s' },
        marks: [Plot.rectY(bins, { x1: 'from', x2: 'to', y: 'count', fill: 'var(--one)', inset: 0.5 }), Plot.ruleY([0])],
      }),
    line: (title, unit, points) =>
      draw(title, {
        x: { label: 'minutes since the start' },
        y: { label: unit, grid: true, ticks: 4, tickFormat: '~s', zero: true },
        marks: [
          Plot.areaY(points, { x: 'x', y: 'y', fill: 'var(--one)', fillOpacity: 0.25 }),
          Plot.lineY(points, { x: 'x', y: 'y', stroke: 'var(--one)' }),
          Plot.ruleY([0]),
        ],
      }),
  };
}
