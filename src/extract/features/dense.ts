import { aboveFeatures } from './above.ts';
import { aroundFeatures } from './around.ts';
import { membershipFeatures } from './membership.ts';
import { pageFeatures } from './page.ts';
import { placeFeatures } from './place.ts';
import { standingFeatures } from './standing.ts';
import type { Surroundings } from './surroundings.ts';
import { FeatureTable } from './table.ts';
import { textFeatures } from './text.ts';

const groups = [textFeatures, placeFeatures, aroundFeatures, aboveFeatures, standingFeatures, membershipFeatures, pageFeatures];

export const denseColumns = groups.reduce((sum, { columns }) => sum + columns, 0);

/** A row of figures for each block; a change of what they are needs new weights. `spare` columns are left at the end of each row. */
export function denseFeatures(page: Surroundings, spare = 0): FeatureTable {
  const table = new FeatureTable(page.layout.blocks.length, denseColumns + spare);
  let column = 0;
  for (const group of groups) {
    group.write(page, table, column);
    column += group.columns;
  }
  return table;
}
