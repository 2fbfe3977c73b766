import type { Headers } from '../records.ts';
import { isChallenge, looksLikeHtml } from './challenge.ts';
import { parseRobots } from './parse.ts';
import type { RobotsProfile } from './profile.ts';

/** Redirects of a robots.txt that are followed (RFC 9309 §2.3.1.2: at least five). */
export const robotsRedirects = 5;

/** How asking for a robots.txt ended, redirects followed. Whatever authority answered, it speaks for the one that was asked. */
export type RobotsAnswer =
  | { readonly kind: 'response'; readonly status: number; readonly headers: Headers; readonly body: Uint8Array }
  /** No whole response: network, timeout, truncated, blocked address. `reason` names the fault. */
  | { readonly kind: 'failure'; readonly reason: string; readonly because: string }
  | { readonly kind: 'too-many-redirects' }
  /** To where no robots.txt can be: another scheme, or no address at all. */
  | { readonly kind: 'bad-redirect'; readonly to: string };

/** What an answer means, before any earlier copy is considered. */
export interface Reading {
  readonly access: 'allow' | 'disallow' | 'rules' | 'wait';
  /** Names what was seen: `http-503`, `bot-wall`, `rules` … */
  readonly reason: string;
  /** For people. */
  readonly because: string;
  readonly flags: readonly string[];
}

/** The table "robots.txt answer" of docs/politeness.md: answer and profile → access. */
export function readAnswer(answer: RobotsAnswer, profile: RobotsProfile): Reading {
  const strict = profile === 'strict';
  switch (answer.kind) {
    case 'failure':
      return {
        access: 'wait',
        reason: answer.reason,
        because: `robots.txt could not be fetched: ${answer.because}`,
        flags: ['unreachable'],
      };
    case 'too-many-redirects':
      return {
        access: strict ? 'wait' : 'allow',
        reason: 'too-many-redirects',
        because: `robots.txt redirected more than ${robotsRedirects} times`,
        flags: ['too-many-redirects'],
      };
    case 'bad-redirect':
      return {
        access: 'allow',
        reason: 'bad-redirect',
        because: `robots.txt redirected to ${answer.to || 'nowhere'}`,
        flags: ['bad-redirect'],
      };
    case 'response':
      return answer.status >= 200 && answer.status < 300 ? readFile(answer.body, profile) : readStatus(answer.status, profile);
  }
}

function readStatus(status: number, profile: RobotsProfile): Reading {
  const reason = `http-${status}`;
  const because = `robots.txt answered ${status}`;
  if (status >= 400 && status < 500 && status !== 429) {
    const refused = profile === 'strict' && (status === 401 || status === 403 || status === 451);
    return { access: refused ? 'disallow' : 'allow', reason, because, flags: [] };
  }
  return { access: 'wait', reason, because, flags: ['unreachable'] };
}

function readFile(body: Uint8Array, profile: RobotsProfile): Reading {
  const robots = parseRobots(body, { profile });
  const text = new TextDecoder().decode(body.subarray(0, 100_000));
  const html = looksLikeHtml(text);
  if (html && profile !== 'google' && isChallenge(text)) {
    return { access: 'wait', reason: 'bot-wall', because: 'a bot wall answered in place of robots.txt', flags: ['bot-wall'] };
  }
  const junk = html || (robots.understood === 0 && hasContent(text));
  if (junk && profile === 'strict') {
    return { access: 'wait', reason: 'junk', because: `${html ? 'HTML' : 'something else'} came in place of robots.txt`, flags: ['junk'] };
  }
  const flags = [...robots.flags, ...(junk ? ['junk'] : [])];
  return robots.understood === 0
    ? { access: 'allow', reason: 'no-rules', because: 'robots.txt has no rules', flags }
    : { access: 'rules', reason: 'rules', because: 'robots.txt has rules', flags };
}

/** Whether anything but comments and blank lines is there. */
const hasContent = (text: string): boolean => text.split(/[\r\n]+/, 2000).some((line) => /^\s*[^\s#]/.test(line));
