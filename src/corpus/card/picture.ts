import type { PlotOptions } from '@observablehq/plot';
import type { Draw } from '../../plot/plot.ts';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 640;

/**
 * A picture is shown by sites in whatever theme their reader has, and cannot ask for it everywhere: so it brings its own paper, and ink that goes
 * with it. Colours that people who see few of them tell apart (Okabe and Ito 2008).
 */
const STYLE =
  'svg{color:#1c2321;--paper:#fdfdfb;--one:#0072b2;font:12px system-ui,sans-serif}' +
  '@media(prefers-color-scheme:dark){svg{color:#e4e9e7;--paper:#14191a;--one:#56b4e9}}' +
  '.paper{fill:var(--paper)}';

/** A plot as a file of its own, under its title. */
export function picture(draw: Draw, title: string, options: PlotOptions): string {
  const svg = draw({ width: WIDTH, height: 200, marginTop: 36, marginLeft: 50, marginBottom: 36, ...options });
  const document = svg.ownerDocument;
  const part = (name: string, attributes: Readonly<Record<string, string>>, text = ''): Element => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  svg.prepend(part('title', {}, title), part('style', {}, STYLE), part('rect', { class: 'paper', width: '100%', height: '100%', rx: '6' }));
  svg.append(part('text', { x: '12', y: '20', 'text-anchor': 'start', 'font-weight': '600' }, title));
  svg.setAttribute('role', 'img');
  svg.setAttribute('xmlns', SVG);
  return `${svg.outerHTML}\n`;
}
