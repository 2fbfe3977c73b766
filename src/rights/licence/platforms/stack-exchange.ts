import { type Element, isTag } from 'domhandler';
import { visitElements } from '../../../html/walk.ts';
import { candidate, type Candidate } from '../candidate.ts';
import { licenceOfText } from '../identify.ts';
import type { Platform } from './platform.ts';
import type { PageSurvey } from '../../survey.ts';

/**
 * Stack Exchange licenses each version of a post by its day (stackoverflow.com/help/licensing): CC BY-SA 2.5, since 8 April 2011 3.0, since
 * 2 May 2018 4.0. The footer says only `CC BY-SA`; a page has the versions of all its posts at once.
 */
export const stackExchange: Platform = {
  serves: (_page, { hostname }) =>
    /(?:^|\.)(?:stackoverflow\.com|stackexchange\.com|superuser\.com|serverfault\.com|askubuntu\.com|stackapps\.com|mathoverflow\.net)$/.test(
      hostname,
    ),
  written: /^(?:s-prose|js-post-body|post-text)$/,
  adds: true,
  read: (page, url) => {
    if (!/^\/(?:q|a|questions)\/\d/.test(url.pathname)) return [];
    const posts = postsOf(page);
    const quotes = posts.map(({ quote }) => quote).join('; ');
    const ids = [...new Set(posts.map(({ id }) => id))].toSorted();
    return ids.length === 0
      ? []
      : ([candidate(ids.join(' AND '), 'page', 'stack-exchange', quotes, 'posts')] satisfies readonly Candidate[]);
  },
};

interface Post {
  readonly id: string;
  readonly quote: string;
}

function postsOf(page: PageSurvey): readonly Post[] {
  const elements: Element[] = [];
  visitElements(page.document.children, (element) => elements.push(element));
  const stated = elements.flatMap(({ attribs }) => {
    const quote = attribs['data-se-share-sheet-license-name'];
    const id = quote === undefined ? null : licenceOfText(quote, 'about:blank');
    return id === null || quote === undefined ? [] : [{ id, quote }];
  });
  if (stated.length > 0) return stated;
  // The last change of each post, since each version has the licence of its day.
  const last = new Map<Element | null, string>();
  for (const { post, day } of datesOf(elements)) if (day > (last.get(post) ?? '')) last.set(post, day);
  if (last.size > 1) last.delete(null);
  return [...last.values()].map((day) => ({ id: byDay(day), quote: day }));
}

const byDay = (day: string): string => (day < '2011-04-08' ? 'CC-BY-SA-2.5' : day < '2018-05-02' ? 'CC-BY-SA-3.0' : 'CC-BY-SA-4.0');

const isPost = ({ attribs }: Element): boolean =>
  /(?:^|\s)(?:question|answer)(?:\s|$)/.test(attribs['class'] ?? '') || /\/(?:Question|Answer)$/.test(attribs['itemtype'] ?? '');

/** Days of posts and of their versions; those of comments count for nothing, and those outside of posts are the question's. */
function* datesOf(elements: readonly Element[]): Generator<{ readonly post: Element | null; readonly day: string }> {
  for (const element of elements) {
    if (element.name !== 'time' && element.name !== 'span') continue;
    const { datetime, title } = element.attribs;
    const day = /^\d{4}-\d\d-\d\d/.exec(datetime ?? title ?? '')?.[0];
    if (day === undefined || !/^date(?:Created|Published|Modified)$/.test(element.attribs['itemprop'] ?? 'dateCreated')) continue;
    let post: Element | null = null;
    let comment = false;
    for (let at = element.parent; at !== null && isTag(at) && post === null; at = at.parent) {
      if (isPost(at)) post = at;
      comment ||=
        /(?:^|\s)comments?(?:-|\s|$)/.test(at.attribs['class'] ?? '') ||
        /(?:^|\s)(?:sidebar|related|user-hover)/.test(at.attribs['id'] ?? '');
    }
    if (!comment) yield { post, day };
  }
}
