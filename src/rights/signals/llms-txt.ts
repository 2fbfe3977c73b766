import { looksLikeHtml } from '../../robots/challenge.ts';
import type { Signal } from './signal.ts';

/** llms.txt (llmstxt.org) is a guide for readers by machine. It has no word for permissions, so it grants nothing, and reserves nothing. */
export const llmsTxt: Signal = {
  name: 'llms-txt',
  read: ({ wellKnown }) =>
    ['/llms.txt', '/llms-full.txt'].flatMap((file) => {
      const text = wellKnown[file];
      if (text === undefined || text.trim() === '' || looksLikeHtml(text)) return [];
      return [{ signal: `llmstxt:present=${file}`, silent: true, quote: text.trimStart().slice(0, 100), where: file, file }];
    }),
};
