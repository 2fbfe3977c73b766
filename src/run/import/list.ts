import type { DocumentImport } from '../../config/import.ts';
import { addressOf, pathInUrl } from '../../documents/address.ts';
import { type Listed, type Listing, openListing } from '../../documents/listing.ts';
import type { Met } from '../../documents/walk.ts';
import { compileGlob } from '../../text/glob.ts';

type OnDisk = Extract<Listed, { kind: 'file' }>;

export interface Listings {
  readonly listing: Listing;
  /** Two files that would have one URL, of which the second came later. */
  readonly collision: readonly [OnDisk, OnDisk] | null;
  readonly hidden: number;
  /** Left out by `include` and `exclude`. */
  readonly excluded: number;
  /** Whose URLs would be too long. */
  readonly tooLong: number;
}

/** Gives every document its URL, before anything is archived; ends at the first two that would have the same. */
export async function listDocuments({ base, include, exclude }: DocumentImport, met: AsyncIterable<Met>): Promise<Listings> {
  const listing = openListing();
  const [included, excluded] = [include?.map(compileGlob), exclude.map(compileGlob)];
  const isOurs = (path: string): boolean => {
    const address = pathInUrl(path);
    return included?.some((matches) => matches(address)) !== false && !excluded.some((matches) => matches(address));
  };
  const counts = { hidden: 0, excluded: 0, tooLong: 0 };
  for await (const each of met) {
    if (each.kind === 'hidden') counts.hidden += 1;
    else if (!isOurs(each.path)) counts.excluded += 1;
    else {
      const url = addressOf(base, each.path);
      const earlier = url === null ? null : listing.add({ ...each, url });
      if (url === null) counts.tooLong += 1;
      else if (earlier?.kind === 'file' && each.kind === 'file') return { listing, collision: [earlier, { ...each, url }], ...counts };
    }
  }
  return { listing, collision: null, ...counts };
}
