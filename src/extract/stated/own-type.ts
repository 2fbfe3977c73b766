import type { HtmlDocument } from '../../html/document.ts';
import type { Thing } from '../../html/json-ld.ts';
import type { PageType } from '../../records.ts';
import type { Layout } from '../blocks/layout.ts';

/** How boards mark the page of a thread: XenForo on `html`; phpBB, Discuz and Invision on `body`. */
const VIEWS: readonly (readonly [on: 'html' | 'body', attribute: string, is: RegExp])[] = [
  ['html', 'data-template', /^thread_view/],
  ['body', 'class', /(?:^|\s)(?:section-viewtopic|pg_viewthread)(?:\s|$)/],
  ['body', 'data-pagecontroller', /^topic$/],
];
/** What the lists of posts of SMF and MyBB and a post of vBulletin are called. */
const POSTS = /^(?:forumposts|posts_container|post_message_\d+)$/;
const THREAD = /(?:^|[/:])DiscussionForumPosting$/;
/** Where Blogger has its posts; its pages and lists are elsewhere. */
const POST = /^\/\d{4}\/\d\d\/[^/]+\.html$/;

const isThread = (type: unknown): boolean =>
  typeof type === 'string'
    ? THREAD.test(type.trim())
    : Array.isArray(type) && type.some((each) => typeof each === 'string' && isThread(each));

/** The type that a page has by what its own program marks it as: a thread of a board, a post of Blogger; null where none does. */
export function ownType({ survey }: HtmlDocument, { boxes }: Layout, things: readonly Thing[], url: string): PageType | null {
  if (VIEWS.some(([on, attribute, is]) => is.test(survey[on]?.attribs[attribute] ?? ''))) return 'forum';
  if (
    things.some((thing) => isThread(thing['@type'])) ||
    boxes.some(({ element: { attribs } }) => isThread(attribs['itemtype']) || (attribs['id'] !== undefined && POSTS.test(attribs['id'])))
  )
    return 'forum';
  const isBlogger = survey.metas.some(({ attribs }) => attribs['name'] === 'generator' && attribs['content']?.toLowerCase() === 'blogger');
  return isBlogger && POST.test(URL.parse(url)?.pathname ?? '') ? 'article' : null;
}
