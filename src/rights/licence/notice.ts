import type { Element } from 'domhandler';

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

/** Whether a text can hold a notice of rights; nearly all text ends here. */
export const isNotice = (text: string): boolean =>
  text.length >= shortest && text.length <= longest && unusual.test(text) && (usual.test(text) || others.test(text));

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
