import { isTag, type AnyNode } from 'domhandler';
import type { Platform } from './platform.ts';

/**
 * MediaWiki says it in the head and in its footer (`footer-info-copyright`). What stands in an article is somebody's text: tables of
 * licences, the licence of a file.
 */
export const mediawiki: Platform = {
  serves: (page) =>
    page.metas.some(({ attribs }) => attribs['content']?.startsWith('MediaWiki') === true) ||
    hasClass(page.references[0] ?? page.links[0] ?? null),
  written: /^(?:mw-content-text|mw-parser-output|mw-body-content)$/,
};

/** `<body class="mediawiki …">`. */
function hasClass(node: AnyNode | null): boolean {
  for (let at = node; at !== null; at = at.parent) {
    const siblings = isTag(at) && at.name === 'head' ? (at.parent?.children ?? []) : [at];
    if (siblings.some((each) => isTag(each) && each.name === 'body' && /(?:^|\s)mediawiki(?:\s|$)/.test(each.attribs['class'] ?? '')))
      return true;
  }
  return false;
}
