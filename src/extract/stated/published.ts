import { type ChildNode, type Document, type Element, isTag, isText } from 'domhandler';
import { innerText } from 'domutils';
import type { PageType } from '../../records.ts';
import { blocks } from '../elements.ts';
import type { ExtractPage } from '../extract.ts';
import { isThing, type Thing } from '../../html/json-ld.ts';
import { isAboutPage } from '../json-ld.ts';
import { DATE_NAMES } from '../metadata.ts';
import { isoDate, writtenDate } from '../published.ts';
import { selected } from '../select.ts';
import { dateInPath, shownDate, statedDate } from './dates.ts';
import { announcesChange, changeDate, dateInLines, labelledDate, ownDate } from './labelled.ts';
import { LAST_CHANGE } from '../../html/who-and-when.ts';

type Meta = ReadonlyMap<string, string>;

/** Those of the times of a page that are of a change; looked for when first asked. */
type Changes = () => ReadonlySet<Element>;

/** Elements that may date a page. */
interface Dating {
  /** Of the page, by which day and month are told apart. */
  readonly language: string | null;
  readonly named: readonly Element[];
  readonly times: readonly Element[];
  readonly changes: Changes;
  /** Those that have a property, and others. */
  readonly properties: readonly Element[];
  /** Short texts beside the title, and all short texts. */
  readonly beside: readonly string[];
  readonly lines: () => readonly string[];
}

const MODIFIED_NAMES = ['article:modified_time', 'og:updated_time', 'datemodified', 'dcterms.modified', 'last-modified', 'revised'];
const FURNITURE = /^(?:aside|footer|nav)$/;
const BESIDE_CLASS = /(?:^|[\s_-])(?:comments?|reviews|related|sidebar|recommend\w*)(?:$|[\s_-])/i;
/** Properties of a page that are texts of others, with dates of their own. */
const BESIDE_PROPERTY = /^(?:comment|acceptedAnswer|suggestedAnswer|review|isRelatedTo)$/;
/** Classes of elements that hold the date of a page. */
const DATE_CLASS =
  /(?:^|[\s_-])(?:date|dateline|published|pubdate|postdate)(?:$|[\s_-])|(?:post|publish|published|article|entry|story)[_-]?(?:date|time)/i;
const OTHER_NAME = /(?:^|[-_.:])(?:(?:date|time)?[-_]?published|(?:publi(?:sh(?:ed)?|cation)|pub)?[-_]?(?:date|time))$/i;
/** Where today's date stands, or news that run by. */
const PASSING =
  /(?:current|todays?)[_-]?(?:date|day|time)|(?:date|time)[_-]?(?:now|today)|(?:^|\s)today(?:$|\s)|(?:^|[\s_-])(?:ticker|marquee)(?:$|[\s_-])/i;
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
    const [value] = [thing[field]].flat();
    const date = statedDate(isThing(value) ? value['@value'] : typeof value === 'number' ? String(value) : value);
    if (date !== null) return date;
  }
  return null;
}

function selectedDate(page: ExtractPage, document: Document, language: string | null): string | null {
  const [chosen] = selected(page.select.date, document);
  if (chosen === undefined) return null;
  const { datetime, content } = chosen.attribs;
  return (
    isoDate(datetime) ?? isoDate(content) ?? writtenDate(datetime ?? content ?? innerText(chosen)) ?? shownDate(innerText(chosen), language)
  );
}

const isOfOther = ({ name, attribs }: Element): boolean =>
  FURNITURE.test(name) || BESIDE_CLASS.test(attribs['class'] ?? '') || BESIDE_PROPERTY.test(attribs['itemprop'] ?? '');

const isBeside = (element: Element): boolean => {
  for (let up = element.parent; up !== null; up = up.parent) if (isTag(up) && isOfOther(up)) return true;
  return false;
};

/** What an element says to machines: `title` is where the date microformats have it, if it is not that of a change. */
function machineDate({ attribs }: Element): string | null {
  const { datetime, content, title = '' } = attribs;
  return statedDate(datetime ?? content ?? (changeDate(title) === null ? title : undefined));
}

const dateOf = (element: Element, language: string | null): string | null => machineDate(element) ?? ownDate(innerText(element), language);

/** Elements around a text that say what it is. */
const MAX_AROUND = 4;
/** Siblings before an element whose text is looked at. */
const MAX_BEFORE = 8;

/** Whether a text, by the elements around it, says today's date or that of a change, or is one of many that run by. */
export function isPassing(text: ChildNode | undefined): boolean {
  let up = text?.parent ?? null;
  for (let n = 0; n < MAX_AROUND && up !== null && isTag(up); n += 1, up = up.parent) {
    const { itemprop, class: names = '', id = '' } = up.attribs;
    if (up.name === 'body' || up.name === 'article' || up.name === 'main') return false;
    if (up.name === 'marquee' || itemprop === 'dateModified' || PASSING.test(`${names} ${id}`)) return true;
  }
  return false;
}

/** Nodes in a sibling that are looked at: many elements may stand behind the same one. */
const MAX_NODES = 100;

function textIn(node: ChildNode, left = { nodes: MAX_NODES }): string {
  if (isText(node)) return node.data;
  let text = '';
  if (isTag(node) && node.name !== 'script' && node.name !== 'style')
    for (const child of node.children) {
      left.nodes -= 1;
      if (left.nodes < 0) break;
      text += textIn(child, left);
    }
  return text;
}

/** The text before an element in the same line: of its siblings, or of those of what it is alone in; a title is no word for a day. */
function textBefore(element: Element): string {
  let text = '';
  for (let at: Element = element; text === '' && at.parent !== null && isTag(at.parent) && !blocks.has(at.name); at = at.parent)
    for (let before = at.prev, n = 0; before !== null && n < MAX_BEFORE && text.length < MAX_DATE; before = before.prev, n += 1)
      if (!isTag(before) || before.name !== 'h1') text = `${textIn(before)} ${text}`.trim();
  return text.slice(-MAX_DATE);
}

/** Whether the date of an element is that of a change: by microdata, by its class, by its words or by those before it. */
function isOfChange(element: Element, language: string | null): boolean {
  const { itemprop = '', class: names = '' } = element.attribs;
  if (itemprop === 'dateModified') return true;
  if (/publish|created/i.test(`${itemprop} ${names}`)) return false;
  return CHANGED.test(names) || changeDate(innerText(element), language) !== null || announcesChange(textBefore(element));
}

export function changesAmong(times: readonly Element[], language: string | null): Changes {
  let found: ReadonlySet<Element> | null = null;
  return () => (found ??= new Set(times.filter((time) => isOfChange(time, language))));
}

/** The first date that elements say outside furniture; else one in it, if they all say the same. */
function dateAmong(elements: readonly Element[], language: string | null, mustAgree = false): string | null {
  const aside = new Map<string, string>();
  for (const element of elements) {
    const date = dateOf(element, language);
    if (date === null) continue;
    const isAside = isBeside(element);
    if (!isAside && !mustAgree) return date;
    aside.set(date.slice(0, 10), isAside ? date.slice(0, 10) : date);
  }
  const [only = null] = aside.values();
  return aside.size === 1 ? only : null;
}

/** Properties that date a page, of microdata or RDFa. */
const PUBLISHED = [/(?:^|[\s:])datePublished(?:\s|$)/, /(?:^|[\s:])(?:dateCreated|created)(?:\s|$)/];
/** The same in microformats (hAtom, h-entry), which say a date to machines in its title. */
const PUBLISHED_CLASS = /(?:^|\s)(?:dt-)?published(?:\s|$)/;
const isMarked = (element: Element): boolean => PUBLISHED_CLASS.test(element.attribs['class'] ?? '') && machineDate(element) !== null;
const propertyOf = ({ attribs }: Element): string => attribs['itemprop'] ?? attribs['property'] ?? '';

/**
 * The date that an element says by a property, in a comment only if nowhere else, or by being a time; times of pages that are not of a day
 * count if they are all of the same.
 */
function dateInMarkup({ named, changes, language }: Dating, pageType: PageType | null): string | null {
  const said = PUBLISHED.flatMap((property) => named.filter((element) => property.test(propertyOf(element))));
  for (const elements of [said.filter((element) => !isBeside(element)), said]) {
    for (const element of elements) {
      const date = dateOf(element, language);
      if (date !== null) return date;
    }
  }
  const times = named.filter((element) => (element.name === 'time' ? !changes().has(element) : isMarked(element)));
  return dateAmong(
    times.filter((time) => !isPassing(time.children[0])),
    language,
    !isDated(pageType),
  );
}

/** The date in an element that its class gives it to. */
const dateByClass = ({ named, language }: Dating): string | null =>
  dateAmong(
    named.filter((element) => {
      const names = element.attribs['class'] ?? '';
      if (!DATE_CLASS.test(names) || CHANGED.test(names) || PASSING.test(names)) return false;
      const text = innerText(element).trim();
      return text.length <= MAX_DATE && (machineDate(element) ?? ownDate(text, language)) !== null;
    }),
    language,
  );

/** What a meta element of no known name calls a date: `ms.date`, `w-published-date`. */
function dateInOther(meta: Meta): string | null {
  for (const [name, value] of meta) {
    const date = OTHER_NAME.test(name) && !CHANGED.test(name) ? statedDate(value) : null;
    if (date !== null) return date;
  }
  return null;
}

/** The first of some dates; as an instant, where another says one on that day. */
function saidToMachines(dates: readonly (string | null)[]): string | null {
  const said = dates.filter((date) => date !== null);
  const [first = null] = said;
  return said.find((date) => date.length > 10 && date.startsWith(first ?? '')) ?? first;
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
  selectedDate(page, document, dating.language) ??
  saidToMachines([datedThing(things, 'datePublished'), firstOf(DATE_NAMES, meta), dateInOther(meta)]) ??
  dateInMarkup(dating, pageType) ??
  dateInLines(dating.beside, 'own', dating.language) ??
  (isDated(pageType) ? (dateByClass(dating) ?? labelledDate(dating.lines(), dating.language) ?? shownChange(dating)) : null) ??
  dateInPath(page.url);

/** The day of a change that a page shows: if it shows no other, its text as it stands is of that day. */
const shownChange = ({ changes, beside, language }: Dating): string | null =>
  changeAmong(changes(), language) ?? dateInLines(beside, 'change', language);

/** When a page was changed last, if it says so. */
export const modifiedOf = (meta: Meta, things: readonly Thing[], dating: Dating): string | null =>
  datedThing(things, 'dateModified') ??
  firstOf(MODIFIED_NAMES, meta) ??
  changeAmong(
    dating.properties.filter(({ attribs }) => attribs['itemprop'] === 'dateModified'),
    dating.language,
  ) ??
  shownChange(dating) ??
  lastChange(dating);

/** The day in an element whose name is that of the last change, wherever it stands; none where they say several. */
function lastChange({ named, language }: Dating): string | null {
  const elements = named.filter(({ attribs }) => LAST_CHANGE.test(`${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`));
  const days = new Set(
    elements.map((element) => machineDate(element) ?? shownDate(innerText(element), language)).filter((day) => day !== null),
  );
  const [only = null] = days;
  return days.size === 1 ? only : null;
}

/** The first date of a change that elements say, in the text itself. */
function changeAmong(elements: Iterable<Element>, language: string | null): string | null {
  for (const element of elements) {
    const date = isBeside(element)
      ? null
      : (machineDate(element) ?? shownDate(innerText(element), language) ?? changeDate(element.attribs['title'] ?? '', language));
    if (date !== null) return date;
  }
  return null;
}
