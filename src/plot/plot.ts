import type * as Library from '@observablehq/plot';
import type { PlotOptions } from '@observablehq/plot';

/** Draws charts, in a document of its own. The same options give the same element. */
export type Draw = (options: PlotOptions) => SVGElement;

/** Loads the plotting library, and a document for it to draw in, which jsdom would take a second to be: neither is needed before something is drawn. */
export async function openPlot(): Promise<{ readonly Plot: typeof Library; readonly draw: Draw }> {
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  return {
    Plot,
    draw(options) {
      const svg = Plot.plot({ document, ...options }) as SVGElement;
      // Its own rules would be foreign to the policy of a page; whoever shows it has rules for it.
      for (const own of svg.querySelectorAll('style')) own.remove();
      svg.removeAttribute('class');
      svg.setAttribute('fill', 'currentColor');
      return svg;
    },
  };
}
