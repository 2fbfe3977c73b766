import type { Layout } from '../blocks/layout.ts';

/**
 * What boards call the parts of a post that are not what was written: who wrote it, since when and how often, the signature below it, and
 * what may be done with it. phpBB, XenForo 2 and 1, vBulletin, SMF, MyBB, Invision, Discuz, Discourse.
 */
const BESIDE = new RegExp(
  `(?:^|\\s)(?:${[
    'postprofile|post-buttons|signature',
    'message-cell--user|message-signature|actionBar|reactionsBar',
    'messageUserInfo|messageMeta|likesSummary',
    'userinfo|signaturecontainer|postfoot',
    'poster|quickbuttons|moderatorbar',
    'post_author|author_statistics|post_controls',
    'cAuthorPane|ipsComment_tools|ipsItemControls',
    'pls|sign|po',
    'post-likes',
  ].join('|')})(?:\\s|$)`,
);

const isBeside = ({ class: named, 'data-role': role }: Readonly<Record<string, string>>): boolean =>
  role === 'memberSignature' || (named !== undefined && BESIDE.test(named));

/** Drops what stands beside the posts of a thread, unless it is all that is kept. */
export function dropBesidePosts({ boxes }: Layout, kept: Uint8Array): void {
  const rest = kept.slice();
  for (const { element, first, end } of boxes) if (isBeside(element.attribs)) rest.fill(0, first, end);
  if (rest.includes(1)) kept.set(rest);
}
