import { Flag } from '../blocks/flags.ts';
import { isHeading } from './sums.ts';
import type { Surroundings } from './surroundings.ts';
import type { FeatureGroup } from './table.ts';

const count = (page: Surroundings, is: (flags: number) => boolean): number =>
  page.layout.blocks.reduce((sum, { flags, words }) => sum + (is(flags) ? words : 0), 0);

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
    count(page, (flags) => (flags & Flag.article) !== 0) / words,
    count(page, (flags) => (flags & Flag.main) !== 0) / words,
    count(page, (flags) => (flags & Flag.code) !== 0) / words,
    count(page, (flags) => (flags & Flag.noscript) !== 0) / words,
    count(page, (flags) => (flags & Flag.nav) !== 0) / words,
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
