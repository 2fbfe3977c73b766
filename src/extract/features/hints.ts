import type { Block, Box } from '../blocks/layout.ts';
import type { Thing } from '../../html/json-ld.ts';
import type { Surroundings } from './surroundings.ts';

/** What a page says it is. */
export interface Claims {
  readonly things: readonly Thing[];
  readonly openGraphType: string;
}

const types: readonly RegExp[] = [
  /^(?:News|Blog|Report|Opinion|Review|Advertiser)?(?:Article|Posting)$/,
  /^(?:TechArticle|APIReference|HowTo)$/,
  /^Product(?:Group)?$/,
  /^(?:QAPage|DiscussionForumPosting|Question)$/,
  /^(?:ItemList|CollectionPage|OfferCatalog|SearchResultsPage)$/,
  /^FAQPage$/,
  /^(?:Service|LocalBusiness|ProfessionalService|SoftwareApplication|Organization|Corporation)$/,
  /^BreadcrumbList$/,
  /^WebPage$/,
];

const paths: readonly RegExp[] = [
  /\/(?:products?|p|dp|itm?|item|shop|gp|pdp)\//,
  /\/(?:collections?|c|category|categories|cat|catalog|plp|b)\//,
  /\/(?:blogs?|news|articles?|posts?|stories|insights|magazine|learn|guides?|resources)\//,
  /(?:docs?\.|\/docs?\/|documentation|reference|manual|\/api\/|tutorial|guide\/)/,
  /(?:forums?|community|\/threads?\/|\/t\/|\/questions?\/|topic|discuss|comments|viewtopic|showthread)/,
  /\/(?:tags?|topics?|list|directory|best|search|browse|archives?)\b/,
  /\/(?:services?|solutions?|pricing|features|platform|about|plans)\b/,
];

const isAmong = (thing: Thing, type: RegExp): boolean =>
  [thing['@type']].flat().some((each) => typeof each === 'string' && type.test(each));

function shareOfImages({ images, blocks }: { readonly images: number; readonly blocks: readonly Block[] }): number {
  return images / Math.max(1, blocks.length);
}

/** Repeated things with pictures, with dates, with much text: tiles, entries, posts. */
function repeated(page: Surroundings): number[] {
  let tiles = 0;
  let posts = 0;
  let rows = 0;
  for (const { members, words, images, linkWords } of page.repeats.all) {
    const each = words / members.length;
    if (images >= members.length * 0.7 && each > 2 && each < 80) tiles = Math.max(tiles, members.length);
    if (each >= 30 && linkWords < words * 0.3) posts = Math.max(posts, members.length);
    if (linkWords > words * 0.6 && each > 2) rows = Math.max(rows, members.length);
  }
  return [tiles, posts, rows];
}

const counted = ['article', 'pre', 'table', 'h2', 'form'];

function countsOf(boxes: readonly Box[]): number[] {
  const counts = counted.map(() => 0);
  for (const { element } of boxes) {
    const at = counted.indexOf(element.name);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** For its type, that of Open Graph, its address, what repeats, pictures and elements. */
export const hintColumns = types.length + 1 + paths.length + 3 + 1 + counted.length;

export function hintsOf(page: Surroundings, { things, openGraphType }: Claims): number[] {
  const { boxes } = page.layout;
  const path = `/${page.path.join('/')}/`.toLowerCase();
  return [
    ...types.map((type) => things.filter((thing) => isAmong(thing, type)).length),
    /article|blog|post/.test(openGraphType) ? 1 : /product/.test(openGraphType) ? 2 : openGraphType === '' ? 0 : 3,
    ...paths.map((pattern) => (pattern.test(path) ? 1 : 0)),
    ...repeated(page),
    shareOfImages(page.layout),
    ...countsOf(boxes),
  ];
}
