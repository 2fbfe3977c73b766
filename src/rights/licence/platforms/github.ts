import { textContent } from 'domutils';
import { spdxId } from '../../../config/spdx.ts';
import { atElement } from '../../signals/markup.ts';
import { candidate } from '../candidate.ts';
import type { Platform } from './platform.ts';

/**
 * A repository's page says the licence of its files, and so of the README on it, beside the text: `MIT license`, a link to the file.
 * `View license` means that GitHub does not know it. Issues and discussions are their authors'.
 */
export const github: Platform = {
  serves: (_page, { hostname, pathname }) =>
    hostname === 'github.com' &&
    /^\/[^/]+\/[^/]+(?:\/(?:tree|blob|wiki)\/.*|\/)?$/.test(pathname) &&
    !/^\/(?:orgs|topics|features|marketplace|sponsors)\//.test(pathname),
  written: /^(?:markdown-body|readme|wiki-body)$/,
  read: (page) =>
    page.references.flatMap((link) => {
      const href = link.attribs['href'] ?? '';
      if (link.name !== 'a' || !/-ov-file$|\/(?:LICEN[CS]E|COPYING|UNLICENSE)(?:[-.][\w.-]*)?$/i.test(href)) return [];
      const label = textContent(link).slice(0, 200).replaceAll(/\s+/g, ' ').trim();
      const name = /^(.{2,40}) licen[cs]e$/i.exec(label)?.[1];
      const id = name === undefined ? null : repositoryId(name);
      if (id === null) return [];
      const { quote, ...place } = atElement(link);
      return [candidate(id, 'site', 'github', `${quote}${label}`, place)];
    }),
};

/** The text of the GPL does not say whether later versions will do: the one that is there surely does. */
const repositoryId = (name: string): string | null => spdxId(`${name}-only`) ?? spdxId(name);
