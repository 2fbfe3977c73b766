import type { Layout } from '../blocks/layout.ts';
import { type Anchors, anchorsOf } from './anchors.ts';
import { type Repeats, repeatsOf } from './repeats.ts';
import { type Sums, sumsOf } from './sums.ts';

/** A laid-out page with what its features are computed from. */
export interface Surroundings {
  readonly layout: Layout;
  readonly sums: Sums;
  readonly repeats: Repeats;
  readonly anchors: Anchors;
  /** Path of the page's address, split. */
  readonly path: readonly string[];
}

export function surroundingsOf(layout: Layout, url: string): Surroundings {
  const sums = sumsOf(layout);
  const repeats = repeatsOf(layout, sums);
  const path = (URL.parse(url)?.pathname ?? '').split('/').filter((part) => part !== '');
  return { layout, sums, repeats, anchors: anchorsOf(layout, sums, repeats), path };
}
