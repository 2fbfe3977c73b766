import { Recent } from '../recent.ts';
import { type Measure, measurePage } from './measure.ts';

/** A page with less text than this, and scripts, may have its text made by them. */
const LITTLE = 250;
/** A page of a kind whose text scripts have made before needs more text of its own than this to be taken as it came. */
const SOME = 1000;
/** Pages of a kind that gained nothing before the kind is left alone. */
const TRIES = 3;
/** What rendering must add for a page to have needed it. */
const GAIN = { prose: 200, links: 5 };
const KINDS_KEPT = 10_000;

interface Experience {
  readonly gained: number;
  readonly vain: number;
}

/** Learns which kinds of pages have their text made by scripts: a kind is all pages whose addresses have the same shape. */
export class RenderNeed {
  readonly #known = new Recent<string, Experience>(KINDS_KEPT);

  /** Whether the page, as it came, is to be rendered. */
  isLikely(url: string, body: Uint8Array): boolean {
    const { gained, vain } = this.#known.get(shapeOf(url)) ?? { gained: 0, vain: 0 };
    if (vain >= TRIES * (gained + 1)) return false;
    const { prose, scripts } = measurePage(body);
    return scripts > 0 && prose < (gained > vain ? SOME : LITTLE);
  }

  /** Whether rendering has brought anything, which is remembered. */
  hasGained(url: string, before: Uint8Array, after: Uint8Array): boolean {
    const gained = isMore(measurePage(before), measurePage(after));
    const shape = shapeOf(url);
    const known = this.#known.get(shape) ?? { gained: 0, vain: 0 };
    this.#known.set(shape, { gained: known.gained + Number(gained), vain: known.vain + Number(!gained) });
    return gained;
  }
}

const isMore = (before: Measure, after: Measure): boolean =>
  after.prose >= before.prose + GAIN.prose || after.links >= before.links + GAIN.links;

/** `https://example.org/news/2026/some-title?id=7` → `https://example.org/news/#/*?id`. */
export function shapeOf(url: string): string {
  const { origin, pathname, searchParams } = new URL(url);
  const segments = pathname.slice(1).split('/');
  const path = segments.map((segment, n) =>
    n > 0 && n === segments.length - 1 && segment !== ''
      ? '*'
      : segment.replaceAll(/%[0-9A-F]{2}|\d+/g, (part) => (part.startsWith('%') ? part : '#')),
  );
  const names = [...new Set(searchParams.keys())].sort();
  return `${origin}/${path.slice(0, 6).join('/')}${names.length === 0 ? '' : `?${names.join('&')}`}`;
}
