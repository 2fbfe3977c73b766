import type { Element, Text } from 'domhandler';

/**
 * What nearly every notice of rights holds: parts of words, spelt out in both cases, for to ignore case or to have more alternatives over
 * a whole page is dear. It costs most of what licences cost, so it may say yes too often; formulas with letters beyond ASCII are below.
 */
const usual =
  /CC|ommons|OMMONS|[eéi][sz]erv[aeéo]|RESERV|i[csz]en[cszç]|ICEN|isans|[cC] [dD]omain|omin[ií]o p|co dominio|domaine p|meinfrei|eh(?:al|ol|ou)[td]|GFDL|dl-de|enntart|ilindungi|ttribution|17 U\.?S/;
/** The same, or any letter beyond ASCII but the marks that Latin texts have too: one look instead of two. */
const unusual = new RegExp(`${usual.source}|[\u00C0-\u1FFF\u2E80-\uFFFF]`);
const others =
  /servés|prawa|strzeż|örbeh|ensamrätt|idätetään|yhrazen|yhraden|idržan|adržan|aklıdır|ảo lưu|iấy phép|прав|ПРАВ|общественн|ицензи|іценз|ікенз|запазени|δικαι|άδεια|הזכויות|רישיון|ברשיון|حقوق|المشاع|مرخص|رخيص|رخصة|کامنز|العامة|版[权權]|著作權|保留|轉載|转载|許可|许可|授[权權]|創用|创用|知[识識]共享|创意共享|署名|公[有共眾][领領]域|継承|非営利|無断|禁[じ止]|コモンズ|パブリック|ライセンス|利用規約|政府資料|권리|판권|무단|공공누리|저작자|커먼즈|라이[선센]스|퍼블릭|सर्वाधिकार|สงวน|[协協][议議]/;

/** Longer texts are no notices, and between elements there are mostly spaces. */
const shortest = 8;
const longest = 4000;

/** Four letters of every alternative of `usual` but `CC`, whatever case it is in. */
const marks = [
  ...'ommo OMMO serv zerv SERV icen isen izen ICEN isan inio aine einf ehal ehol ehou GFDL dl-d ennt ilin ttri'.split(' '),
  'c do',
  'c Do',
  'C do',
  'C Do',
  'co d',
  '17 U',
];
const slotOf = (letters: number): number => Math.imul(letters, 0x9e_37_79_b1) >>> 16;
const isMark = new Uint8Array(65_536);
for (const mark of marks) isMark[slotOf(Buffer.from(mark, 'latin1').readUInt32BE())] = 1;
const CC = 0x43_43;

/** Whether there is a mark between two places, or a letter beyond Latin-1's signs: nearly all text ends here, after one look at each letter. */
function mayBeNotice(source: string, from: number, to: number): boolean {
  let letters = 0;
  for (let i = from; i < to; i += 1) {
    const unit = source.charCodeAt(i);
    letters = (letters << 8) | (unit & 0xff);
    const isForeign = unit >= 0xc0 && (unit < 0x20_00 || unit >= 0x2e_80);
    if (isForeign || isMark[slotOf(letters)] === 1 || (letters & 0xffff) === CC) return true;
  }
  return false;
}

/** Whether a text can hold a notice of rights; `source` is the page that it stands in. */
export const isNotice = ({ data, startIndex: from }: Text, source: string): boolean =>
  data.length >= shortest &&
  data.length <= longest &&
  (from === null || mayBeNotice(source, from, from + data.length)) &&
  unusual.test(data) &&
  (usual.test(data) || others.test(data));

/** Whether an element may name a licence by an address or a property; nearly all links end here. */
export function mayReference({ name, attribs }: Element): boolean {
  if (name === 'a' || name === 'area') {
    const { href } = attribs;
    return href !== undefined && (href.includes('icen') || href.includes('LICEN') || href.endsWith('-ov-file') || address.test(href));
  }
  const property = attribs['property'] ?? attribs['itemprop'];
  return property !== undefined && property.includes('icen');
}

const address =
  /^\s*(?:https?:)?\/\/(?:www\.)?(?:creativecommons|gnu|arxiv|nationalarchives|open\.canada|data\.gov\.tw|etalab|github\.com\/etalab|govdata|data\.norge|dati\.gov|kogl|usa\.gov|opendatacommons|artlibre|apache|opensource|digital\.go|spdx)\b/i;
