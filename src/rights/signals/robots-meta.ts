import { atElement } from './markup.ts';
import { LONGEST, readDirectives, toFindings } from './robots-directives.ts';
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
/** Of one element. */
const mostAgents = 20;
const looksLikeAgent = /^[a-z_-]*(?:bot|spider|crawler)$/;

/** `<meta name="robots">`, or with our own name, anywhere in the page, as search engines read it; one may name several. Negative rules add up. */
export const robotsMeta: Signal = {
  name: 'robots-meta',
  read: ({ page, agent, now }) =>
    (page?.metas ?? []).flatMap((meta) => {
      const { name, 'http-equiv': pragma, property, content: whole = '' } = meta.attribs;
      const content = whole.slice(0, LONGEST);
      const named = (name ?? pragma ?? property ?? '').toLowerCase().split(/[\s,]+/, mostAgents);
      const parts = named.flatMap((each) => {
        if (each === 'x-robots-tag') return byPrefix(content);
        const addressed = each === 'robots' || each === agent || agents.has(each) || looksLikeAgent.test(each);
        return addressed && each !== '' ? [{ agent: each, items: content.split(',') }] : [];
      });
      return parts.flatMap((part) => toFindings('html', otherOf(part, agent), readDirectives(part.items, now), atElement(meta)));
    }),
};
