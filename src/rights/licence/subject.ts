import { isTag, isText, type AnyNode, type Element } from 'domhandler';

/** Elements whose content is not the page's own text, or not a statement about it. */
const apart: ReadonlySet<string> = new Set(
  'figure figcaption aside form nav textarea select dialog iframe object template picture video audio svg blockquote q pre code'.split(' '),
);
const apartNames =
  /^(?:comments?|comment-.*|disqus.*|replies|reply|respond|sidebar.*|widget.*|related.*|recommend.*|ad|ads|advert.*|promo.*|galler(?:y|ies).*|captions?|.*-caption|credits?|.*-credits?|thumb.*|image|images|img|photo|photos|video|videos|media|embed.*|licensetpl.*|modal.*|popup.*|share|sharing|social.*)$/;

/** Names of things that have a licence of their own, and of the texts that a page is. */
const otherThing =
  /\b(?:photos?|photographs?|pictures?|images?|icons?|logos?|illustrations?|fonts?|typefaces?|videos?|films?|music|audio|songs?|sounds?|code|software|programs?|themes?|templates?|layout|design|data|datasets?|database|maps?|artwork|covers?|diagrams?|figures?|animations?|banners?|plugins?|comments|contributions? to|slides)\b/gi;
const ownText =
  /\b(?:content|contents|text|texts|articles?|page|pages|site|website|wiki|works?|posts?|documents?|documentation|publications?|blog|books?|materials?|information|essays?|paper|journal|chapters?|lessons?|everything)\b/gi;

export const ancestors = function* (node: AnyNode): Generator<Element> {
  for (let at = node.parent; at !== null; at = at.parent) if (isTag(at)) yield at;
};

/** Whether an element stands where a licence is that of something else: a picture's caption, a comment, a widget, a form. */
export function standsApart(element: Element): boolean {
  return [element, ...ancestors(element)].some((at) => {
    if (at.name === 'body' || at.name === 'html' || at.name === 'main' || at.name === 'article') return false;
    return apart.has(at.name) || namesOf(at).some((name) => apartNames.test(name));
  });
}

/** Id and classes, lower case. */
const namesOf = (element: Element): readonly string[] =>
  `${element.attribs['id'] ?? ''} ${element.attribs['class'] ?? ''}`
    .toLowerCase()
    .split(/\s+/)
    .filter((name) => name !== '' && name.length < 80);

const footerNames = /^(?:.*[-_])?(?:footer|colophon|copyright|licen[cs]e|licensing|legal|rights|cc)(?:[-_].*)?$/;

/** Whether an element stands where sites speak of their rights. */
export function standsInFooter(element: Element): boolean {
  return [element, ...ancestors(element)].some(
    (at) =>
      at.name !== 'body' &&
      at.name !== 'html' &&
      (at.name === 'footer' || at.attribs['role'] === 'contentinfo' || namesOf(at).some((name) => footerNames.test(name))),
  );
}

/** Metadata attributes may name another subject: `about="/img/a.jpg"`, `typeof="ImageObject"`, `itemtype="…/Photograph"`. */
export function describesOther(element: Element, url: string): boolean {
  const chain = [element, ...ancestors(element)].filter((at) => at.name !== 'html' && at.name !== 'body');
  return chain.some((at) => {
    const about = at.attribs['about'];
    if (about !== undefined && !isPage(about, url)) return true;
    return isOtherType(`${at.attribs['typeof'] ?? ''} ${at.attribs['itemtype'] ?? ''}`);
  });
}

/** Types of schema.org, Dublin Core and Open Graph that are no text. */
export const isOtherType = (types: string): boolean =>
  /(?:^|[\s/#:])(?:\w*(?:Image|Video|Audio|Media|Music|Software)\w*|Photograph|Painting|VisualArtwork|Sculpture|Dataset|DataDownload|DataCatalog|Map|Movie|Product|StillImage|MovingImage|Sound|Comment|Person|Organization)(?:$|\s)/i.test(
    types,
  );

/** Whether a reference means the page at `url`, its fragment aside. */
export function isPage(reference: string, url: string): boolean {
  const target = URL.parse(reference, url);
  const page = URL.parse(url);
  if (target === null || page === null) return false;
  return target.hash.length <= 1 && `${target.host}${target.pathname}${target.search}` === `${page.host}${page.pathname}${page.search}`;
}

/** What a clause that leads up to a licence speaks of: the noun nearest to it decides, unless both stand side by side. */
export function subjectOf(before: string): 'own' | 'other' | 'none' {
  const clause = before.split(/[.;!?。；！？]\s|[。；！？]/).at(-1) ?? '';
  const other = lastMatch(otherThing, clause);
  const own = lastMatch(ownText, clause);
  if (other === null) return own === null ? 'none' : 'own';
  if (own === null) return 'other';
  if (own.index > other.index) return 'own';
  const between = clause.slice(own.index + own[0].length, other.index);
  return /^(?:\s*(?:,|and|&|or)\s*)+(?:\w+\s+)?$/i.test(between) ? 'own' : 'other';
}

const lastMatch = (pattern: RegExp, text: string): RegExpExecArray | null => [...text.matchAll(pattern)].at(-1) ?? null;

const blocks: ReadonlySet<string> = new Set(
  'p li div td th dd dt footer section article main body header address center ul ol table small'.split(' '),
);

/** The block that a link stands in, as the texts before it, of it, and behind it; each bounded. */
export function around(element: Element): { readonly before: string; readonly behind: string } {
  let block: Element = element;
  for (const at of ancestors(element)) {
    block = at;
    if (blocks.has(at.name)) break;
  }
  const texts = { before: '', behind: '' };
  let side: keyof typeof texts = 'before';
  const walk = (node: AnyNode): void => {
    if (node === element) {
      side = 'behind';
      return;
    }
    if (isText(node)) texts[side] = side === 'before' ? (texts.before + node.data).slice(-400) : (texts.behind + node.data).slice(0, 400);
    else if (isTag(node) && node.name !== 'script' && node.name !== 'style' && texts.behind.length < 400) node.children.forEach(walk);
  };
  block.children.forEach(walk);
  return { before: texts.before.replaceAll(/\s+/g, ' '), behind: texts.behind.replaceAll(/\s+/g, ' ') };
}
