import { openPlot } from '../../plot/plot.ts';
import { type Bins, countIn, quantile } from '../distribution.ts';
import { figure } from '../figures.ts';
import type { Manifest } from '../manifest.ts';
import type { Tally } from '../tally.ts';
import { oneLine } from './markdown.ts';
import { picture } from './picture.ts';

/** A picture that stands beside the card. */
export interface CardPlot {
  /** Relative to the card. */
  readonly path: string;
  readonly title: string;
  /** What it shows, for who does not see it. */
  readonly alt: string;
  readonly svg: string;
}

/** Bars of a tally that are shown. */
const BARS = 12;
/** Measures that are shown, and how many side by side. */
const MEASURES = 12;
const COLUMNS = 4;
/** The narrowest bar of a share. */
const HARDLY = 0.05;
/** Columns of letters that a bar's name may have. */
const NAME = 28;

type Measure = readonly [name: string, bins: Bins];

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
  const shares = (name: string, title: string, measures: readonly Measure[]): CardPlot[] => {
    const alt = measures.map(([measure, bins]) => `${measure} ${spread(bins, '')}`).join('; ');
    const bars = measures.flatMap(([measure, bins], n) =>
      bins.map(([x1, to, count]) => {
        // None, a bin without width, is stacked with what is hardly more.
        const x2 = Math.max(to, HARDLY);
        return { measure, column: n % COLUMNS, row: Math.floor(n / COLUMNS), x1, x2, part: count / countIn(bins) };
      }),
    );
    const facets = { fx: 'column', fy: 'row' } as const;
    return drawn(name, title, alt, measures.length, () =>
      picture(draw, title, {
        height: 70 + 90 * Math.ceil(measures.length / COLUMNS),
        marginLeft: 14,
        marginTop: 50,
        fx: { axis: null, padding: 0.2 },
        fy: { axis: null, padding: 0.4 },
        x: { domain: [0, 1], label: null, ticks: 2 },
        y: { axis: null },
        marks: [
          Plot.rectY(bars, { ...facets, x1: 'x1', x2: 'x2', y: 'part', fill: 'var(--one)', inset: 0.5, insetTop: 4 }),
          Plot.ruleY([0]),
          Plot.text(
            measures.map(([measure], n) => ({ measure, column: n % COLUMNS, row: Math.floor(n / COLUMNS) })),
            { ...facets, text: ({ measure }: { measure: string }) => shortened(measure), frameAnchor: 'top-left', dy: -14 },
          ),
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
    ...shares('quality', 'Measures of quality that differ most, as shares', mostDifferent(Object.entries(measured?.quality ?? {}))),
  ];
}

/** Shares by how far apart the documents are in them: those that say most about a corpus. */
function mostDifferent(measures: readonly Measure[]): readonly Measure[] {
  const apart = (bins: Bins): number => quantile(bins, 0.9) - quantile(bins, 0.1);
  const shares = measures.filter(([, bins]) => bins.length > 1 && bins.every(([, to]) => to <= 1));
  return shares.toSorted(([, a], [, b]) => apart(b) - apart(a)).slice(0, MEASURES);
}

function drawn(name: string, title: string, alt: string, parts: number, svg: (title: string) => string): CardPlot[] {
  return parts === 0 ? [] : [{ path: `plots/${name}.svg`, title, alt: `${title}: ${alt}`, svg: svg(title) }];
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
