import { Flag } from '../blocks/flags.ts';
import { isHeading } from './sums.ts';
import type { Surroundings } from './surroundings.ts';
import type { FeatureGroup } from './table.ts';

const counted = [Flag.article, Flag.main, Flag.code, Flag.noscript, Flag.nav];

/** How much of the page's words stand in elements of some kinds. */
function sharesOf({ layout }: Surroundings, all: number): number[] {
  const sums = counted.map(() => 0);
  for (const { flags, words } of layout.blocks)
    for (let i = 0; i < counted.length; i += 1) if ((flags & (counted[i] ?? 0)) !== 0) sums[i] = (sums[i] ?? 0) + words;
  return sums.map((sum) => sum / all);
}

/** What the page is like as a whole: the same for all of its blocks, and for the guess at its type. */
export function pageValues(page: Surroundings): number[] {
  const { layout, sums, repeats, anchors, path } = page;
  const { blocks, root } = layout;
  const words = Math.max(1, sums.words[root.end] ?? 1);
  const prose = sums.prose[root.end] ?? 0;
  const largest = repeats.all.reduce((most, group) => Math.max(most, group.words), 0);
  const withImages = repeats.all.reduce(
    (most, { images, members }) => (images >= members.length ? Math.max(most, members.length) : most),
    0,
  );
  const [best] = anchors.boxes;
  const last = path.at(-1) ?? '';
  return [
    words,
    blocks.length,
    (sums.linkWords[root.end] ?? 0) / words,
    prose / words,
    prose,
    sums.paragraphs[root.end] ?? 0,
    blocks.filter(isHeading).length,
    layout.images,
    layout.fields,
    largest / words,
    withImages,
    best === undefined ? 0 : (sums.words[best.end] ?? 0) - (sums.words[best.first] ?? 0),
    ...sharesOf(page, words),
    blocks.reduce((sum, { currencies }) => sum + currencies, 0),
    path.length,
    last.length,
    (last.match(/[-_]/g) ?? []).length,
    (last.match(/\d/g) ?? []).length,
  ];
}

export const pageFeatures: FeatureGroup<Surroundings> = {
  name: 'page',
  columns: 22,
  write(page, table, column) {
    const values = pageValues(page);
    for (let row = 0; row < page.layout.blocks.length; row += 1) {
      table.seek(row, column);
      for (const value of values) table.add(value);
    }
  },
};
