import type { PlotOptions } from '@observablehq/plot';
import { type Draw, openPlot } from '../../plot/plot.ts';
import { type Bins, countIn, quantile } from '../distribution.ts';
import { figure } from '../figures.ts';
import type { Manifest } from '../manifest.ts';
import type { Tally } from '../tally.ts';
import { oneLine } from './markdown.ts';

/** A picture that stands beside the card. */
export interface CardPlot {
  /** Relative to the card. */
  readonly path: string;
  readonly title: string;
  /** What it shows, for who does not see it. */
  readonly alt: string;
  readonly svg: string;
}

const WIDTH = 640;
/** Bars of a tally that are shown. */
const BARS = 12;
/** Columns of letters that a bar's name may have. */
const NAME = 28;

/**
 * A picture is shown by sites in whatever theme their reader has, and cannot ask for it everywhere: so it brings its own paper, and ink that goes
 * with it. Colours that people who see few of them tell apart (Okabe and Ito 2008).
 */
const STYLE =
  'svg{color:#1c2321;--paper:#fdfdfb;--one:#0072b2;font:12px system-ui,sans-serif}' +
  '@media(prefers-color-scheme:dark){svg{color:#e4e9e7;--paper:#14191a;--one:#56b4e9}}' +
  '.paper{fill:var(--paper)}';

/** The plots of a generation; there are none of what nothing is known of. */
export async function cardPlots({ makeup }: Pick<Manifest, 'makeup'>): Promise<readonly CardPlot[]> {
  const { Plot, draw } = await openPlot();
  const sizes = (name: string, unit: string, bins: Bins): CardPlot[] =>
    drawn(name, `Documents by length in ${unit}`, spread(bins, unit), bins.length, (title) =>
      picture(draw, title, {
        x: { type: 'log', label: unit, ticks: 5, tickFormat: '~s' },
        y: { label: null, grid: true, ticks: 4, tickFormat: '~s' },
        marks: [
          Plot.rectY(
            bins.filter(([, to]) => to > 1),
            { x1: ([from]: Bins[number]) => Math.max(1, from), x2: '1', y: '2', fill: 'var(--one)', inset: 0.5 },
          ),
          Plot.ruleY([0]),
        ],
      }),
    );
  const scores = (name: string, title: string, bins: Bins): CardPlot[] =>
    drawn(name, title, spread(bins, ''), bins.length, () =>
      picture(draw, title, {
        x: { domain: [0, 1], label: null, ticks: 5 },
        y: { label: null, grid: true, ticks: 4, tickFormat: '~s' },
        marks: [Plot.rectY(bins, { x1: '0', x2: '1', y: '2', fill: 'var(--one)', inset: 0.5 }), Plot.ruleY([0])],
      }),
    );
  const tallied = (name: string, title: string, { top }: Tally): CardPlot[] => {
    const bars = top.slice(0, BARS).map(([label, count]) => ({ label: shortened(label), count }));
    return drawn(name, title, bars.map(({ label, count }) => `${label} ${figure(count)}`).join(', '), bars.length, () =>
      picture(draw, title, {
        height: 48 + 22 * bars.length,
        marginBottom: 12,
        marginLeft: 190,
        marginRight: 60,
        x: { axis: null },
        // By their places, for two names may be the same when they are shortened.
        y: { label: null, domain: bars.map((_, n) => n), tickSize: 0, tickFormat: (n: number) => bars[n]?.label ?? '' },
        marks: [
          Plot.barX(bars, { x: 'count', y: (_, n) => n, fill: 'var(--one)', insetTop: 2, insetBottom: 2 }),
          Plot.text(bars, {
            x: 'count',
            y: (_, n) => n,
            text: ({ count }: { count: number }) => figure(count),
            textAnchor: 'start',
            dx: 5,
          }),
        ],
      }),
    );
  };
  const { measured, languages, licences } = makeup;
  return [
    ...sizes('characters', 'characters', measured?.characters ?? []),
    ...sizes('tokens', 'tokens', measured?.tokens ?? []),
    ...tallied('languages', 'Documents by language', languages),
    ...scores('language-score', 'How sure their language is', measured?.languageScore ?? []),
    ...tallied('licences', 'Documents by licence', licences),
    ...tallied('topics', 'Documents by topic', measured?.topics ?? { names: 0, top: [] }),
    ...scores('topic-score', 'How well documents fit their topic', measured?.topicScore ?? []),
  ];
}

function drawn(name: string, title: string, alt: string, parts: number, svg: (title: string) => string): CardPlot[] {
  return parts === 0 ? [] : [{ path: `plots/${name}.svg`, title, alt: `${title}: ${alt}`, svg: svg(title) }];
}

/** The picture as a file of its own. */
function picture(draw: Draw, title: string, options: PlotOptions): string {
  const svg = draw({ width: WIDTH, height: 200, marginTop: 36, marginLeft: 50, marginBottom: 36, ...options });
  const document = svg.ownerDocument;
  const part = (name: string, attributes: Readonly<Record<string, string>>, text = ''): Element => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  svg.prepend(part('title', {}, title), part('style', {}, STYLE), part('rect', { class: 'paper', width: '100%', height: '100%', rx: '6' }));
  svg.append(part('text', { x: '12', y: '20', 'text-anchor': 'start', 'font-weight': '600' }, title));
  svg.setAttribute('role', 'img');
  const { XMLSerializer } = document.defaultView ?? {};
  if (XMLSerializer === undefined) throw new Error('the document that plots are drawn in has no window');
  return `${new XMLSerializer().serializeToString(svg)}\n`;
}

const shortened = (name: string): string => {
  const line = oneLine(name).replace(/[\uFFFD\p{Cc}\p{Cf}]/gu, ' ');
  return line.length <= NAME ? line : `${line.slice(0, NAME - 1).toWellFormed()}…`;
};

function spread(bins: Bins, unit: string): string {
  const at = (part: number): string => {
    const value = quantile(bins, part);
    return unit === '' ? value.toFixed(2) : figure(Math.round(value));
  };
  const [low, middle, high] = [at(0.1), at(0.5), at(0.9)];
  return `of ${figure(countIn(bins))}, a tenth has at most about ${low}, half ${middle}, nine tenths ${high} ${unit}`.trim();
}
