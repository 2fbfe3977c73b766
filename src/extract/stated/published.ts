import { type Document, type Element, isTag } from 'domhandler';
import { innerText } from 'domutils';
import type { PageType } from '../../records.ts';
import type { ExtractPage } from '../extract.ts';
import { isAboutPage, type Thing } from '../json-ld.ts';
import { DATE_NAMES } from '../metadata.ts';
import { isoDate, writtenDate } from '../published.ts';
import { selected } from '../select.ts';
import { dateInPath, shownDate, statedDate } from './dates.ts';
import { labelledDate } from './labelled.ts';
import type { Named } from './named.ts';

type Meta = ReadonlyMap<string, string>;

/** Elements that may date a page. */
interface Dating {
  readonly named: Named;
  readonly times: readonly Element[];
  /** Short texts beside the title, and all short texts. */
  readonly beside: readonly string[];
  readonly lines: () => readonly string[];
}

const MODIFIED_NAMES = ['article:modified_time', 'og:updated_time', 'datemodified', 'dcterms.modified', 'last-modified', 'revised'];
const FURNITURE = /^(?:aside|footer|nav)$/;
const BESIDE_CLASS = /(?:^|[\s_-])(?:comments?|related|sidebar|recommend\w*)(?:$|[\s_-])/i;
/** Properties of a page that are texts of others, with dates of their own. */
const BESIDE_PROPERTY = /^(?:comment|acceptedAnswer|suggestedAnswer|review|isRelatedTo)$/;
/** Classes of elements that hold the date of a page. */
const DATE_CLASS =
  /(?:^|[\s_-])(?:date|dateline|published|pubdate|postdate)(?:$|[\s_-])|(?:post|publish|published|article|entry|story)[_-]?(?:date|time)/i;
const OTHER_NAME = /(?:^|[-_.:])(?:(?:date|time)?[-_]?published|(?:publi(?:sh(?:ed)?|cation)|pub)?[-_]?(?:date|time))$/i;
/** Types of pages that are published on a day; a date that others show is of something else. */
const isDated = (type: PageType | null): boolean => type === 'article' || type === 'forum' || type === 'documentation';
const CHANGED = /updat|modif|chang|revis|review|expir|releas|valid/i;
/** Letters of a line that is a date. */
const MAX_DATE = 60;

function firstOf(names: readonly string[], meta: Meta): string | null {
  for (const name of names) {
    const date = statedDate(meta.get(name));
    if (date !== null) return date;
  }
  return null;
}

function datedThing(things: readonly Thing[], field: string): string | null {
  for (const thing of things.filter(isAboutPage)) {
    const date = statedDate(thing[field]);
    if (date !== null) return date;
  }
  return null;
}

function selectedDate(page: ExtractPage, document: Document): string | null {
  const [chosen] = selected(page.select.date, document);
  if (chosen === undefined) return null;
  const { datetime, content } = chosen.attribs;
  return isoDate(datetime) ?? isoDate(content) ?? writtenDate(datetime ?? content ?? innerText(chosen)) ?? shownDate(innerText(chosen));
}

const isOfOther = ({ name, attribs }: Element): boolean =>
  FURNITURE.test(name) || BESIDE_CLASS.test(attribs['class'] ?? '') || BESIDE_PROPERTY.test(attribs['itemprop'] ?? '');

const isBeside = (element: Element): boolean => {
  for (let up = element.parent; up !== null; up = up.parent) if (isTag(up) && isOfOther(up)) return true;
  return false;
};

const dateOf = (element: Element): string | null =>
  statedDate(element.attribs['datetime'] ?? element.attribs['content']) ?? shownDate(innerText(element));

/** The first date that elements say outside furniture; else one in it, if they all say the same. */
function dateAmong(elements: readonly Element[]): string | null {
  const aside = new Set<string>();
  for (const element of elements) {
    const date = dateOf(element);
    if (date !== null && !isBeside(element)) return date;
    if (date !== null) aside.add(date.slice(0, 10));
  }
  const [only = null] = aside;
  return aside.size === 1 ? only : null;
}

/** The date that an element says by microdata, in a comment only if nowhere else, or by being a time. */
function dateInMarkup({ named, times }: Dating): string | null {
  const said = ['datePublished', 'dateCreated'].flatMap((property) => named().filter(({ attribs }) => attribs['itemprop'] === property));
  for (const elements of [said.filter((element) => !isBeside(element)), said]) {
    for (const element of elements) {
      const date = dateOf(element);
      if (date !== null) return date;
    }
  }
  return dateAmong(times);
}

/** Whether a text says a day of its own before one of a change, if it says any of a change. */
const saysOwn = (text: string): boolean => {
  const change = text.search(CHANGED);
  return change < 0 || shownDate(text.slice(0, change)) !== null;
};

/** The date in an element that its class gives it to. */
const dateByClass = ({ named }: Dating): string | null =>
  dateAmong(
    named().filter((element) => {
      const names = element.attribs['class'] ?? '';
      if (!DATE_CLASS.test(names) || CHANGED.test(names)) return false;
      const text = innerText(element).trim();
      return text.length <= MAX_DATE && saysOwn(text);
    }),
  );

/** What a meta element of no known name calls a date: `ms.date`, `w-published-date`. */
function dateInOther(meta: Meta): string | null {
  for (const [name, value] of meta) {
    const date = OTHER_NAME.test(name) && !CHANGED.test(name) ? statedDate(value) : null;
    if (date !== null) return date;
  }
  return null;
}

/** When a page was published: as the config says where, as it is said to machines, as it is shown, as its address has it. */
export const publishedOf = (
  page: ExtractPage,
  document: Document,
  meta: Meta,
  things: readonly Thing[],
  dating: Dating,
  pageType: PageType | null,
): string | null =>
  selectedDate(page, document) ??
  datedThing(things, 'datePublished') ??
  firstOf(DATE_NAMES, meta) ??
  dateInOther(meta) ??
  dateInMarkup(dating) ??
  dating.beside.map(shownDate).find((date) => date !== null) ??
  (isDated(pageType) ? (dateByClass(dating) ?? labelledDate(dating.lines())) : null) ??
  dateInPath(page.url);

/** When a page was changed last, if it says so. */
export const modifiedOf = (meta: Meta, things: readonly Thing[]): string | null =>
  datedThing(things, 'dateModified') ?? firstOf(MODIFIED_NAMES, meta);
