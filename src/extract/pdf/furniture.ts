import type { Line } from './lines.ts';

/** The part of a page, at its top and at its bottom, where running heads and feet are. */
const MARGIN = 0.12;
/** Pages, and the part of them, on which a line must come again. */
const PAGES = 3;
const SHARE = 0.4;

export interface LaidPage {
  readonly height: number;
  readonly lines: readonly Line[];
}

/** A line without what differs from page to page. */
const shapeOf = ({ text }: Line): string => text.toLowerCase().replace(/\d+|\b[ivxlc]+\b/g, '#');

/** Takes running heads, feet and page numbers out. */
export function withoutFurniture(pages: readonly LaidPage[]): readonly LaidPage[] {
  const places = pages.map(({ height, lines }) => lines.filter(({ y }) => y < MARGIN * height || y > (1 - MARGIN) * height));
  const seen = new Map<string, number>();
  for (const lines of places) for (const shape of new Set(lines.map(shapeOf))) seen.set(shape, (seen.get(shape) ?? 0) + 1);
  const isFurniture = (line: Line): boolean => (seen.get(shapeOf(line)) ?? 0) >= Math.max(PAGES, SHARE * pages.length);
  return pages.map((page, n) => {
    const gone = new Set(places[n]?.filter(isFurniture));
    return { ...page, lines: page.lines.filter((line) => !gone.has(line)) };
  });
}
