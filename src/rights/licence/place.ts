import { type AnyNode, isTag, isText, type Element } from 'domhandler';
import { textContent } from 'domutils';
import { isBadge } from './around.ts';
import { isOtherType, isPage, namesNoPlace, type PageAddresses } from './page-addresses.ts';
import { otherThing, ownText } from './words/nouns.ts';
import { plainText } from './words/pattern.ts';
import { reservation } from './words/reservations.ts';
import { pointing } from './words/statements.ts';

/** Where an element stands, as far as licences are concerned. */
export interface Place {
  /** In a caption, a comment, a widget, a form: a licence there is that of something else. */
  readonly apart: boolean;
  /** Where sites speak of their rights. */
  readonly footer: boolean;
  /** Markup gives it a subject that is not the page: `about="/img/a.jpg"`, `itemtype="…/Photograph"`. */
  readonly other: boolean;
}

interface Inside extends Place {
  /** Apart, unless the page's own parts stand in it: some call their frame a sidebar's. */
  readonly loose: boolean;
  /** Apart, unless the page's own parts or what is named a footer stand in it: some pages are one form. */
  readonly form: boolean;
  readonly article: boolean;
  /** The footer of the page, not of an article. */
  readonly bottom: boolean;
}

const apart: ReadonlySet<string> = new Set(
  'figure figcaption aside nav textarea select dialog iframe object template picture video audio svg blockquote q pre code'.split(' '),
);
const apartNames =
  /^(?:(?:[a-z]+[-_])?comments?(?:[-_](?:list|area|body|text|content|section|thread|form|respond|meta|wrapper|container|item|author|\d+))?|disqus.*|replies|reply|respond|signature|related.*|recommend.*|ad|ads|advert.*|promo.*|galler(?:y|ies).*|(?:[a-z]+[-_])*captions?(?:[-_]text)?|(?:[a-z]+[-_])*credits?|thumb.*|image|images|img|photo|photos|video|videos|media|embed.*|licensetpl.*|modal.*|popup.*|(?:[a-z]+[-_])?(?:share|sharing|sharethis|addtoany)(?:[-_].*)?|social.*|cookie.*|(?!(?:has|with|no|show)[-_])(?:[a-z]+[-_])?(?:filters?|facets?)(?:[-_].*)?)$/;
/**
 * Things that have rights of their own, with a word for those behind it or before it: `image-copyright`, `media__license`, `card-footer`. A
 * `license-icon` is the badge of a licence.
 */
const things =
  '(?:images?|img|pictures?|pics?|photos?|photographer|fotos?|bild(?:er)?|figures?|media|videos?|audio|tracks?|songs?|albums?|artwork|posters?|covers?|thumb(?:nail)?s?|galler(?:y|ies)|lightbox|slides?|slider|teasers?|captions?|banners?|avatars?|logos?|icons?|fonts?|maps?|datasets?|data|files?|downloads?|software|plugins?|packages?|products?|code|comments?|cards?|tiles?)';
const rights = '(?:info|licen[cs]es?|licensing|source|attribution|rights|copyrights?|meta|legal|cc|footer)';
const rightsOfThings = new RegExp(
  `^(?:(?:.*[-_])?${things}[-_]+${rights}(?:[-_].*)?|(?:copyrights?|licen[cs]e|rights|legal)[-_]+(?!(?:icon|logo|image|img|pic|picture|banner)s?$)${things})$`,
);

/** A post may be in a card, too. */
const footOfCard = /^(?:.*[-_])?(?:cards?|tiles?)[-_]+footer$/;

/** What stands apart elsewhere is a column or a line of a footer there. */
const linesOfFooter = /^(?:nav|aside|captions?|credits?|signature)$/;
const looseNames = /^(?:sidebar.*|widget.*)$/;
/** WordPress names the kind of a widget so. */
const otherWidgets = /^widget_(?!text|custom_html|block)/;
const footerNames = /^(?:.*[-_])?(?:footer|colophon|copyrights?|licen[cs]e|licensing|legal|rights|cc)(?:[-_].*)?$/;

const bottomNames = /^(?:.*[-_])?(?:footer|colophon)$/;

const page: Inside = { apart: false, footer: false, other: false, loose: false, form: false, article: false, bottom: false };

/** Tells places, and remembers them: many links stand in few. */
export class Places {
  readonly #known = new Map<Element, Inside>();
  readonly #addresses: PageAddresses;
  readonly #written: RegExp | undefined;

  /** `written`: ids and classes of what the users of a platform wrote. */
  constructor(addresses: PageAddresses, written?: RegExp) {
    this.#addresses = addresses;
    this.#written = written;
  }

  of(element: Element): Place {
    const { apart: hard, loose, form, footer, other } = this.#inside(element);
    return { apart: hard || loose || form, footer, other };
  }

  #inside(element: Element): Inside {
    const chain: Element[] = [];
    let inside = page;
    for (let at: Element | null = element; at !== null; at = at.parent !== null && isTag(at.parent) ? at.parent : null) {
      const known = this.#known.get(at);
      if (known !== undefined) {
        inside = known;
        break;
      }
      chain.push(at);
    }
    for (const at of chain.toReversed()) {
      inside = this.#enter(at, inside);
      this.#known.set(at, inside);
    }
    return inside;
  }

  #enter(element: Element, outer: Inside): Inside {
    const { name, attribs } = element;
    if (name === 'html' || name === 'body') return page;
    const names = namesOf(element);
    const isFooter = name === 'footer' || attribs['role'] === 'contentinfo';
    const isMain = name === 'main' || name === 'article';
    const isNotice = names.some((each) => footerNames.test(each));
    const footer = outer.footer || isFooter || isNotice;
    const frame = isMain || isFooter;
    const isBottom = isFooter || names.some((each) => bottomNames.test(each));
    const bottom = outer.bottom || (isBottom && !outer.article);
    const stands = (each: string): boolean => !(bottom && linesOfFooter.test(each));
    const widget = names.some((each) => (footer ? otherWidgets : looseNames).test(each));
    return {
      footer,
      // An article in an article is a comment (HTML standard §4.3.2).
      article: outer.article || name === 'article',
      bottom,
      apart:
        outer.apart ||
        (isNotice && !outer.footer && !isBottom && followsPicture(element) && !isOfPage(element)) ||
        (apart.has(name) && stands(name)) ||
        (name === 'article' && outer.article) ||
        names.some(
          (each) =>
            (name !== 'main' && apartNames.test(each) && stands(each)) ||
            (!outer.bottom && !frame && rightsOfThings.test(each) && !(footOfCard.test(each) && !outer.footer && isOfPage(element))) ||
            this.#written?.test(each) === true,
        ),
      loose: (outer.loose || widget) && !frame,
      form: name === 'form' || (outer.form && !frame && !isBottom),
      other: outer.other || this.#describesOther(element),
    };
  }

  #describesOther({ attribs }: Element): boolean {
    const about = attribs['about'] ?? attribs['itemid'];
    if (about !== undefined && !isPage(about, this.#addresses)) return true;
    // What has properties of its own names their object by it, not their subject.
    const { typeof: type, itemtype, resource, rel, property } = attribs;
    const subject = rel === undefined && property === undefined ? resource : undefined;
    if (subject !== undefined && !namesNoPlace(subject) && !isPage(subject.replace(/#.*$/s, ''), this.#addresses)) return true;
    const types = `${type ?? ''} ${itemtype ?? ''}`;
    // Whom a footer describes is who says it.
    return isOtherType(types) && !/(?:Person|Organization)\s*$/.test(types);
  }
}

/** Whether a notice that may be of a thing points at a text alone, or reserves rights, which nothing may overlook. */
function isOfPage(element: Element): boolean {
  const text = plainText(textContent(element).slice(0, 400));
  return ([pointing, ownText].every((words) => text.search(words) >= 0) && text.search(otherThing) < 0) || reservation(text) >= 0;
}

/** Nodes between a picture and what is said of it. */
const mostBetween = 4;

/** Whether a picture, and no badge of a licence and no logo, stands right before an element. */
function followsPicture({ prev }: Element): boolean {
  let before = prev;
  for (let i = 0; before !== null && !isTag(before) && i < mostBetween; i += 1) {
    if (isText(before) && before.data.trim() !== '') return false;
    before = before.prev;
  }
  return before !== null && isTag(before) && isPicture(before);
}

/** A picture alone, or in links and boxes around it. */
function isPicture({ name, attribs, children }: Element): boolean {
  if (name === 'img')
    return !isBadge(attribs) && !/logo/i.test(`${attribs['src'] ?? ''} ${attribs['alt'] ?? ''} ${attribs['class'] ?? ''}`);
  if (/^(?:picture|video|audio|figure)$/.test(name)) return true;
  // A paragraph is of the text.
  if (name === 'p') return false;
  const [only, ...more] = children.filter((child) => isTag(child) || (isText(child) && child.data.trim() !== ''));
  return only !== undefined && more.length === 0 && isTag(only) && isPicture(only);
}

/** Id and classes, lower case. */
const namesOf = ({ attribs: { id, class: classes } }: Element): readonly string[] =>
  id === undefined && classes === undefined
    ? []
    : `${id ?? ''} ${classes ?? ''}`
        .toLowerCase()
        .split(/\s+/, 40)
        .filter((name) => name !== '' && name.length < 80);

/** The chooser of Creative Commons says beside its link what the work is: `<span rel="dct:type" href="…/dcmitype/StillImage">`. */
export const namesOtherType = (node: AnyNode): boolean =>
  isTag(node) && /\b(?:dct?|dcterms):type\b/.test(node.attribs['rel'] ?? '') && isOtherType(node.attribs['href'] ?? '');
