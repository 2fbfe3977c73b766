import { atElement } from './markup.ts';
import { readDirectives, toFindings } from './robots-directives.ts';
import { byPrefix, otherOf } from './robots-tag.ts';
import type { Signal } from './signal.ts';

/** Agents that pages address by a meta element of their name; others count when the name looks like one. */
const agents: ReadonlySet<string> = new Set([
  'googlebot-news',
  'googleother',
  'google-extended',
  'slurp',
  'msnbot',
  'teoma',
  'yandex',
  'baiduspider',
  'applebot-extended',
  'duckassistbot',
  'anthropic-ai',
  'claude-web',
  'cohere-ai',
  'meta-externalagent',
  'chatgpt-user',
]);
const looksLikeAgent = /^[a-z_-]*(?:bot|spider|crawler)$/;

/** `<meta name="robots">`, or with our own name, anywhere in the page, as search engines read it; negative rules add up. */
export const robotsMeta: Signal = {
  name: 'robots-meta',
  read: ({ page, agent, now }) =>
    (page?.metas ?? []).flatMap((meta) => {
      const name = (meta.attribs['name'] ?? meta.attribs['http-equiv'] ?? meta.attribs['property'] ?? '').trim().toLowerCase();
      const content = meta.attribs['content'] ?? '';
      const isHeader = name === 'x-robots-tag';
      if (!isHeader && name !== 'robots' && name !== agent && !agents.has(name) && !looksLikeAgent.test(name)) return [];
      const parts = isHeader ? byPrefix(content) : [{ agent: name, items: content.split(',') }];
      return parts.flatMap((part) => toFindings('html', otherOf(part, agent), readDirectives(part.items, now), atElement(meta)));
    }),
};
