import type { HtmlDocument } from '../../html/document.ts';
import type { Thing } from '../../html/json-ld.ts';
import type { PageType } from '../../records.ts';

/** How boards mark the page of a thread: XenForo on `html`; phpBB, Discuz and Invision on `body`. */
const VIEWS: readonly (readonly [on: 'html' | 'body', attribute: string, is: RegExp])[] = [
  ['html', 'data-template', /^thread_view/],
  ['body', 'class', /(?:^|\s)(?:section-viewtopic|pg_viewthread)(?:\s|$)/],
  ['body', 'data-pagecontroller', /^topic$/],
];
/** Where phpBB, vBulletin and MyBB, and SMF have their threads. */
const THREAD = /\/(?:viewtopic|showthread)\.php$|\/index\.php\?(?:.*[;&])?topic=\d/;
/** The same, for programs whose name must stand in the page, too. */
const PLACES: readonly (readonly [program: RegExp, place: RegExp, type: PageType])[] = [
  [/^discourse\b/i, /\/t\//, 'forum'],
  // Its pages and lists are elsewhere.
  [/^blogger$/i, /^\/\d{4}\/\d\d\/[^/]+\.html$/, 'article'],
];

const isSaid = (things: readonly Thing[], is: RegExp): boolean =>
  things.some(({ '@type': type }) => [type].flat().some((each) => typeof each === 'string' && is.test(each)));
/** Whether things tell of a thread, and of no article that it may be a comment on. */
const isThread = (things: readonly Thing[]): boolean =>
  isSaid(things, /^DiscussionForumPosting$/) && !isSaid(things, /Article$|^BlogPosting$/);

/** The type that a page has by what its own program says of it or where it has it: a thread of a board, a post of Blogger; null for any other. */
export function ownType({ survey }: HtmlDocument, things: readonly Thing[], address: string): PageType | null {
  if (VIEWS.some(([on, attribute, is]) => is.test(survey[on]?.attribs[attribute] ?? '')) || isThread(things)) return 'forum';
  const { pathname = '', search = '' } = URL.parse(address) ?? {};
  if (THREAD.test(pathname) || THREAD.test(pathname + search)) return 'forum';
  const generator = survey.metas.find(({ attribs }) => attribs['name'] === 'generator')?.attribs['content'] ?? '';
  return PLACES.find(([program, place]) => program.test(generator) && place.test(pathname))?.[2] ?? null;
}
