import { pageFeatures, pageValues } from '../features/page.ts';
import type { Surroundings } from '../features/surroundings.ts';
import { type Claims, hintColumns, hintsOf } from '../features/hints.ts';
import type { PageType } from '../../records.ts';
import { sumOf } from './forest.ts';
import type { Weights } from './weights.ts';

const isPageType = (type: string): type is PageType => /^(?:article|documentation|service|forum|collection|listing|product)$/.test(type);

export const pageColumns = pageFeatures.columns + hintColumns;

/** What a guess at the type goes by: the page as a whole, and what it claims to be. */
export const typeValues = (page: Surroundings, claims: Claims): number[] => [...pageValues(page), ...hintsOf(page, claims)];

/** The likeliest type of a page. */
export function pageTypeOf(page: Surroundings, claims: Claims, { types }: Weights): PageType | null {
  const row = Float32Array.from(typeValues(page, claims));
  let best: PageType | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const [type, forest] of types) {
    const sum = sumOf(forest, row, 0);
    if (sum <= most || !isPageType(type)) continue;
    most = sum;
    best = type;
  }
  return best;
}
