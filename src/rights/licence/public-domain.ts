import { WordSearch } from '../../text/word-search.ts';
import { subjectOf } from './subject.ts';
import { ownText } from './words/nouns.ts';
import { someOf } from './words/statements.ts';

/** What may stand between a text and where it is: no other thing, and nothing that is told of it. */
const placed =
  '(?:(?:hereby|now|therefore|thus|also|(?:considered|deemed|believed)(?: to be)?|all|entirely|explicitly|expressly|freely|available|released|placed|dedicated|published|put|donated|committed|made|by (?:the|its|their|his|her|an?) (?:authors?|owners?|creators?|copyright holders?)),? )*';
const inDomain = '(?:in|into|to|part of|within) the public domain\\b(?! name)';

/** Dedications and statements that a text is in the public domain: what is said of it follows right behind it. */
const statements: readonly RegExp[] = [
  new RegExp(
    `\\b(?:this|the present) (?:document|page|text|site|website|web ?site|work|article|publication|material|content|wiki|blog)\\b(?<between>[^.;]{0,80}?)(?: is not (?:copyrighted|(?:protected by|subject to) copyright(?: protection)?),? and| is an? (?:work|product) of the [^.;,]{0,40}government,? and)? (?:is|has been|are|was) ${placed}${inDomain}`,
    'iu',
  ),
  new RegExp(
    `\\b(?:all |the )?(?:information|content|contents|material|materials|text|texts|works?|documents?)\\b(?<between>[^.;]{0,80}?\\b(?:this|these|our|the) (?:web ?)?(?:site|sites|pages?|website)\\b[^.;]{0,80}?) (?:is|are) ${placed}${inDomain}`,
    'iu',
  ),
  new RegExp(
    `\\b(?:i|we|the authors?)(?:,? (?:hereby|also|the (?:authors?|creators?|owners?|copyright (?:holders?|owners?))(?: of this work)?|voluntarily|explicitly|freely))*,? (?:place|release|dedicate)s? (?<between>(?:this|these|it|all|any|the|my|our)\\b[^.;]{0,60}?) ?${inDomain}`,
    'iu',
  ),
  new RegExp(
    `\\b(?:i|we|the authors?) ha(?:ve|s) (?:hereby )?(?:placed|released|dedicated) (?:this|these) (?:${ownText.source}) ${inDomain}`,
    'iu',
  ),
  /\bdies(?:es|er|e) (?:werk|text|dokument|seite|artikel) (?:ist|wurde) (?:(?!(?:nicht|keineswegs|noch|kaum|erst|nie|niemals|bald|fast)\s)\p{L}+ ){0,5}gemeinfrei\b/iu,
  /\bce(?:tte|t)? (?:œuvre|oeuvre|texte|document|page|site|article) (?:est|a été)(?: (?!pas|plus|jamais|presque|quasi|bientôt|peut)\p{L}+){0,2} dans le domaine public\b/iu,
  /\best[ea] (?:obra|texto|documento|página|sitio|artículo|artigo) (?:es|está|se encuentra|é|foi|encontra-se)(?: \p{L}+)? (?:(?:en|em|de|no) (?:el )?)dom[ií]nio público\b/iu,
  /\bquest(?:o|a|['’])\s?(?:opera|testo|documento|pagina|sito|articolo) è(?: \p{L}+)? (?:di|nel) pubblico dominio\b/iu,
  /(?:это(?:т|й|о)?|данн(?:ый|ая|ое)) (?:произведение|текст|документ|материал|страница|статья) (?:находится|является|считается|перешл[оа]|перешел|передан[оа]?)(?: \p{L}+)? общественн(?:ом|ое|ым) достояни/iu,
  /(?:本|此|该)(?:作品|文|页面|網站|网站|文档|文件|文章)(?:[已现現在经經处處于於属屬进進入归歸为為是]|内容|內容|发布|發佈|贡献|貢獻|释出|釋出|到|至|给|給){0,8}(?:公有领域|公共领域|公有領域|公眾領域)/u,
  /(?:この|本)(?:作品|文書|サイト|ページ|記事|著作物)(?:の(?:内容|本文|文章))?は、?[^。、]{0,12}パブリック-?ドメイン(?:(?:の(?:作品|著作物))?(?:です|であ)|と[しな]|に(?!つい|関|対))/u,
  /(?:이|본) ?(?:저작물|문서|글|사이트|페이지)(?:의 내용)?[은는]? [^.]{0,12}퍼블릭 ?도메인(?:입|이[다며고]|으로|에 (?:속|있|놓))/u,
  /هذ[اه] (?:ال)?(?:مصنف|عمل|نص|صفحة|موقع) (?:(?:هو|هي|ملك|ضمن|في|من|يقع|تقع|أصبحت?|نطاق|متاحة?|إلى) ){0,4}(?:الملكية|الملك|الملكيّة) العامة?/u,
];

/** What is told of other things on the way: `this article is about works that are in the public domain`. */
const ofOthers =
  /\b(?:is|are|was|were|has|have|had|contains?|includes?|lists?|shows?|uses?|describes?|explains?|discusses|about|which|who|that|whose|what|why|how|when|where)\b/iu;

/** Whether a sentence says of the page's text, rather than of some of it or of other things, what it says. */
const isOfText = (match: RegExpExecArray): boolean =>
  !ofOthers.test(match.groups?.['between'] ?? '') &&
  !isQuoted.test(match.input.slice(0, match.index).slice(-40)) &&
  subjectOf(said(match)) !== 'other' &&
  !someOf.test(said(match));

const said = ({ input, index, 0: match }: RegExpExecArray): string => input.slice(0, index + match.length);

const isQuoted = /["“„«「『‘]\P{L}*$/u;

/** In a place for notices it goes without saying whose contents. */
const notice =
  /(?:^|[,:] ?)(?:all |the )?(?:website |site )?(?:contents?|texts?|information|materials?) (?:is|are) (?:available under|in) (?:the )?public domain\b/iu;

/** What the deed of CC0 has its users say, with or without its name; outside of notices, `the work` may be any. */
const waived = (pointer: string): RegExp =>
  new RegExp(
    `(?<!\\b(?:not|never) )\\bwaived all copyright and related or neighbou?ring rights to (?:${pointer}) (?:\\p{Ll}+ )?(?:works?|texts?|documents?|documentation|pages?|(?:web ?)?site|blog|articles?|book|list|contents?|wiki|posts?)\\b`,
    'iu',
  );
const waiver = waived('this|these|the|our');
const waiverOfThis = waived('this|these|our');

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
  const works = footer ? federal.exec(sentence) : null;
  if (works !== null && subjectOf(said(works)) !== 'other' && /this|these|all|our|site|page|unless|content|information/i.test(sentence))
    return { id: 'LicenseRef-PD-US-Gov', at: works.index };
  const given = sentence.search(footer ? waiver : waiverOfThis);
  if (given >= 0) return { id: 'CC0-1.0', at: given };
  if (denial.test(sentence)) return null;
  const at = (footer ? [...statements, notice] : statements)
    .map((statement) => statement.exec(sentence))
    .find((match) => match !== null && isOfText(match))?.index;
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
