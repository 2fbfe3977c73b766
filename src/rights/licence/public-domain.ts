import { WordSearch } from '../../text/word-search.ts';
import { ownText } from './words/nouns.ts';

/** Dedications and statements that a text is in the public domain, as they stand in front of the words and behind them. */
const statements: readonly RegExp[] = [
  /\b(?:this|the present) (?:document|page|text|site|website|web ?site|work|article|publication|material|content|wiki|blog)\b[^.;]{0,80}?\b(?:is|has been|are|was)\b[^.;]{0,40}?\b(?:in|into|to) the public domain\b(?! name)/iu,
  /\b(?:all |the )?(?:information|content|contents|material|materials|text|texts|works?|documents?)\b[^.;]{0,80}?\b(?:this|these|our|the) (?:web ?)?(?:site|sites|pages?|website)\b[^.;]{0,80}?\b(?:is|are)\b[^.;]{0,40}?\b(?:in|into|to) the public domain\b/iu,
  /\b(?:i|we|the authors?)\b[^.;]{0,30}\b(?:place|release|dedicate)s?\b[^.;]{0,60}\b(?:in|into|to) the public domain\b/iu,
  new RegExp(
    `\\b(?:i|we|the authors?) ha(?:ve|s) (?:hereby )?(?:placed|released|dedicated) (?:this|these) (?:${ownText.source}) (?:in|into|to) the public domain\\b`,
    'iu',
  ),
  /\bdies(?:es|er|e) (?:werk|text|dokument|seite|artikel)\b[^.;]{0,40}\bgemeinfrei\b/iu,
  /\bce(?:tte|t)? (?:œuvre|oeuvre|texte|document|page|site|article)\b[^.;]{0,40}\bdans le domaine public\b/iu,
  /\best[ea] (?:obra|texto|documento|página|sitio|artículo|artigo)\b[^.;]{0,40}\b(?:en el dominio público|(?:em|no) domínio público|de dominio público)/iu,
  /\bquest(?:o|a|['’])\s?(?:opera|testo|documento|pagina|sito|articolo)\b[^.;]{0,40}\b(?:di|nel) pubblico dominio\b/iu,
  /(?:это(?:т|й|о)?|данн(?:ый|ая|ое)) (?:произведение|текст|документ|материал|страница|статья)[^.;]{0,40}общественн(?:ом|ое|ым) достояни/iu,
  /(?:本|此|该)(?:作品|文|页面|網站|网站|文档|文件|文章)[^。;]{0,16}(?:公有领域|公共领域|公有領域|公眾領域)/u,
  /(?:この|本)(?:作品|文書|サイト|ページ|記事|著作物)[^。]{0,16}パブリック-?ドメイン/u,
  /(?:이|본) ?(?:저작물|문서|글|사이트|페이지)[^.]{0,16}퍼블릭 ?도메인/u,
  /هذ[اه] (?:ال)?(?:مصنف|عمل|نص|صفحة|موقع)[^.]{0,30}(?:الملكية|الملك|الملكيّة) العامة?/u,
];

/** In a place for notices it goes without saying whose contents. */
const notice =
  /(?:^|[,:] ?)(?:all |the )?(?:website |site )?(?:contents?|texts?|information|materials?) (?:is|are) (?:available under|in) (?:the )?public domain\b/iu;

/** What the deed of CC0 has its users say, with or without its name. */
const waiver =
  /\bwaived all copyright and related or neighbou?ring rights to (?:this|these|the|our) (?:\p{Ll}+ )?(?:works?|texts?|documents?|documentation|pages?|(?:web ?)?site|blog|articles?|book|list|contents?|wiki|posts?)\b/iu;

/** Works of the government of the United States, which it cannot hold copyright in (17 U.S.C. § 105). */
const federal =
  /\b(?:(?:this|the|these|all|our)\b[^.;]{0,60})?\b(?:works?|product|publication)s? (?:of|by|created by|prepared by) the (?:u\.?s\.?|united states|federal) (?:federal )?government\b[^;]{0,120}(?:public domain|not (?:protected by|subject to) copyright|copyright protection)|\b(?:is|are) (?:a )?(?:works? of the u\.?s\.? government|u\.?s\.? government works?)\b|\b17 u\.?s\.?c\.? ?(?:§|section|sec\.)? ?105\b/iu;

/** A cheap look before the dear ones. */
const hint = new WordSearch(
  'waived|public|domain|dominio|domínio|gemeinfrei|government|17 u|общественн|領域|领域|パブリック|퍼블릭|العام'.split('|'),
);
const denial =
  /\b(?:not(?! (?:copyrighted|subject|protected))|no longer|once|until|will|before|if)\b[^.;]{0,40}\bpublic domain\b|\bpublic domain name/iu;

/** What a sentence says of the public domain: the government's own works, a dedication, or nothing (null). Expects `plainText`. */
export function publicDomain(sentence: string, url: string, footer: boolean): { readonly id: string; readonly at: number } | null {
  if (!hint.isIn(sentence)) return null;
  if (footer && federal.test(sentence) && /this|these|all|our|site|page|unless|content|information/i.test(sentence))
    return { id: 'LicenseRef-PD-US-Gov', at: sentence.search(federal) };
  const waived = sentence.search(waiver);
  if (waived >= 0) return { id: 'CC0-1.0', at: waived };
  if (denial.test(sentence)) return null;
  const at = (footer ? [...statements, notice] : statements).map((statement) => sentence.search(statement)).find((found) => found >= 0);
  return at === undefined ? null : { id: isFederal(url) ? 'LicenseRef-PD-US-Gov' : 'LicenseRef-public-domain', at };
}

/** Hosts of the federal government; states have theirs below a code of two letters or their name, and keep their rights. */
function isFederal(url: string): boolean {
  const labels = URL.parse(url)?.hostname.split('.') ?? [];
  const owner = labels.at(-2) ?? '';
  return labels.at(-1) === 'mil' || (labels.at(-1) === 'gov' && !stateCodes.has(owner) && !states.test(owner));
}

const stateCodes: ReadonlySet<string> = new Set(
  'al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc pr gu vi'.split(
    ' ',
  ),
);
const states =
  /alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|mass(?:achusetts)?$|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|hampshire|jersey|mexico|newyork|carolina|dakota|ohio|oklahoma|oregon|pennsylvania|rhodeisland|tennessee|texas|utah|vermont|virginia|^wa|wisconsin|wyoming|city|county|town/;
