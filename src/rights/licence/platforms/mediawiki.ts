import type { Platform } from './platform.ts';

/**
 * MediaWiki says it in the head and in its footer (`footer-info-copyright`). What stands in an article is somebody's text: tables of
 * licences, the licence of a file.
 */
export const mediawiki: Platform = {
  serves: (page) =>
    page.metas.some(({ attribs }) => attribs['content']?.startsWith('MediaWiki') === true) ||
    // `<body class="mediawiki …">`.
    /(?:^|\s)mediawiki(?:\s|$)/.test(page.document.survey.body?.attribs['class'] ?? ''),
  written: /^(?:mw-content-text|mw-parser-output|mw-body-content)$/,
};
