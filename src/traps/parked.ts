import type { Look } from './look.ts';

/** What companies that park names put into their pages. */
const MARKS: readonly string[] = [
  'sedoparking.com',
  'parkingcrew.net',
  'bodis.com',
  'parklogic.com',
  'data-adblockkey=',
  'hugedomains.com/domain_profile',
  'afternic.com/forsale',
  'dan.com/buy-domain',
  'undeveloped.com/buy-domain',
  'parking.godaddy.com',
  'img.sedo.com',
  'd38psrni17bvxu.cloudfront.net',
];

const FOR_SALE =
  /\b[\w-]+\.[a-z]{2,} is for sale\b|\b(?:this |the )?domain(?: name)? (?:\S+ )?(?:is|may be) (?:for sale|available for (?:sale|purchase)|parked)\b|\bbuy this domain\b|\bdomain(?:name)? (?:steht zum verkauf|zu verkaufen)|\bce (?:nom de )?domaine est à vendre|\beste dominio está (?:en|a la) venta|域名(?:正在)?出售|此域名可(?:能)?(?:转让|出售)/i;

/** Nobody sells a name in so many words, but for advertisements. */
const FEW_WORDS = 150;

/** Why a page is only there until somebody buys the name; null for a page. The words for it count in its title and heading alone: texts may be about that. */
export function parkedBy(page: Look): string | null {
  const { markup, title, heading } = page;
  const mark = MARKS.find((text) => markup.includes(text));
  const said = [title, heading].find((text) => FOR_SALE.test(text));
  if ((mark ?? said) === undefined || page.words.length > FEW_WORDS) return null;
  return mark === undefined ? `it says “${said?.slice(0, 200) ?? ''}”` : `it has ${mark} in it`;
}
