import { parseCrawlDelay, parseRequestRate } from './delay.ts';
import { scanLines, type RobotsLine } from './lines.ts';
import { compileRules, type Match, type Rule } from './match.ts';
import { fromOctets, toOctets } from './octets.ts';
import { pathOf } from './path.ts';
import type { RobotsProfile } from './profile.ts';

export interface RobotsDecision {
  readonly allowed: boolean;
  /** Line of the rule that decided, from 1; missing when no rule matched. */
  readonly line?: number;
  /** The deciding line as written, or why there is none although the URL is disallowed. */
  readonly rule?: string;
}

/** A line that is neither agent, rule nor sitemap: `Content-Signal`, `Content-Usage`, `License` and whatever comes next. */
export interface RobotsExtension {
  readonly line: number;
  /** As written, without its comment. */
  readonly text: string;
  /** Lower case. */
  readonly key: string;
  readonly value: string;
  /** Lower-case tokens of the group it stands in, `*` among them; empty for a line before any group, which speaks to all. */
  readonly agents: readonly string[];
  /** How many of them stand above the line. */
  readonly agentsAbove: number;
}

export interface Robots {
  /** Asks about an absolute URL of the origin this file came from; the caller sees to that. Never throws. */
  decide(productTokens: string | readonly string[], url: string): RobotsDecision;
  /** Seconds between requests, as written; undefined when the file does not say. */
  crawlDelay(productTokens: string | readonly string[]): number | undefined;
  /** Whether a group names one of these tokens, `*` aside. */
  names(productTokens: string | readonly string[]): boolean;
  /** As written, so perhaps relative. At most 100. */
  readonly sitemaps: readonly string[];
  readonly extensions: readonly RobotsExtension[];
  /** Lower-case tokens of all groups, `*` among them. */
  readonly agents: readonly string[];
  /** How many lines had a meaning known here. */
  readonly understood: number;
  /** `truncated`, `line-too-long`, `too-many-sitemaps`. */
  readonly flags: readonly string[];
}

/** Octets that are read: RFC 9309 §2.5 asks for at least 500 KiB. */
export const robotsBytes = 512_000;
const sitemapLimit = 100;

/** Rules and agents that belong together; `User-agent` lines after a rule begin the next one (RFC 9309 §2.2.1). */
interface Group {
  readonly agents: string[];
  readonly rules: Rule[];
  /** Seconds; the largest wins. */
  delay: number | undefined;
}

/**
 * Reads a robots.txt in linear time, whatever it holds, up to 500 KiB. Other lines than rules never end a group (RFC 9309 §2.2.4), and
 * groups with the same token are one.
 */
export function parseRobots(body: string | Uint8Array, options: { readonly profile?: RobotsProfile } = {}): Robots {
  const profile = options.profile ?? 'standard';
  const octets = toOctets(body);
  const file = new RobotsFile(profile);
  const { cut } = scanLines(withinLimit(octets), profile, (line) => file.take(line));
  if (octets.length > robotsBytes) file.flags.add('truncated');
  if (cut > 0) file.flags.add('line-too-long');
  return file.finish();
}

/** The line that the limit cuts in two is left out: half an Allow would open more than was meant. */
function withinLimit(octets: string): string {
  if (octets.length <= robotsBytes) return octets;
  const end = Math.max(octets.lastIndexOf('\n', robotsBytes), octets.lastIndexOf('\r', robotsBytes));
  return octets.slice(0, Math.max(end, 0));
}

class RobotsFile {
  readonly flags = new Set<string>();
  readonly #profile: RobotsProfile;
  readonly #groups = new Map<string, Group[]>();
  readonly #sitemaps = new Set<string>();
  readonly #extensions: RobotsExtension[] = [];
  readonly #global: Group = { agents: [], rules: [], delay: undefined };
  #group: Group | null = null;
  #understood = 0;
  #rulesBegan = false;

  constructor(profile: RobotsProfile) {
    this.#profile = profile;
  }

  take(line: RobotsLine): void {
    if (line.kind !== 'other') this.#understood += 1;
    if (line.kind === 'user-agent') this.#takeAgent(line.value);
    else if (line.kind === 'allow' || line.kind === 'disallow') this.#takeRule(line);
    else if (line.kind === 'sitemap') this.#takeSitemap(line.value);
    else if (line.kind === 'crawl-delay') this.#takeDelay(parseCrawlDelay(line.value));
    else if (line.kind === 'request-rate') this.#takeDelay(parseRequestRate(line.value));
    else
      this.#extensions.push({
        line: line.number,
        text: fromOctets(line.text),
        key: fromOctets(line.key),
        value: fromOctets(line.value),
        agents: this.#group?.agents ?? [],
        agentsAbove: this.#group?.agents.length ?? 0,
      });
  }

  finish(): Robots {
    const compiled = new Map<string, (path: string) => Match>();
    const matcher = (tokens: readonly string[]): ((path: string) => Match) => {
      const key = tokens.join(' ');
      const known = compiled.get(key);
      if (known !== undefined) return known;
      if (compiled.size >= 32) compiled.clear();
      const made = compileRules(
        this.#groupsFor(tokens).flatMap((group) => group.rules),
        this.#profile,
      );
      compiled.set(key, made);
      return made;
    };
    return {
      decide: (productTokens, url) => this.#decide(matcher(this.#tokens(productTokens)), url),
      crawlDelay: (productTokens) => {
        const groups = [this.#global, ...this.#groupsFor(this.#tokens(productTokens))];
        return groups.reduce<number | undefined>((longest, { delay }) => larger(longest, delay), undefined);
      },
      names: (productTokens) => this.#tokens(productTokens).some((token) => this.#groups.has(token)),
      sitemaps: [...this.#sitemaps],
      extensions: this.#extensions,
      agents: [...this.#groups.keys()],
      understood: this.#understood,
      flags: [...this.flags],
    };
  }

  #takeAgent(value: string): void {
    if (this.#group === null || this.#rulesBegan) this.#group = { agents: [], rules: [], delay: undefined };
    this.#rulesBegan = false;
    // `*` counts alone or before a space, and a name ends at the first character a token cannot have (Google's reading).
    const token = /^\*(?:\s|$)/.test(value) ? '*' : (/^[a-z_-]+/i.exec(value)?.[0].toLowerCase() ?? '');
    if (token === '') return;
    const groups = this.#groups.get(token);
    if (groups === undefined) this.#groups.set(token, [this.#group]);
    else if (groups.at(-1) === this.#group) return;
    else groups.push(this.#group);
    this.#group.agents.push(token);
  }

  #takeRule(line: RobotsLine): void {
    if (this.#group === null) return;
    this.#rulesBegan = true;
    // An empty rule matches nothing, but it does end the list of agents.
    if (line.value !== '') {
      this.#group.rules.push({ allow: line.kind === 'allow', value: line.value, line: line.number, text: line.text });
    }
  }

  #takeSitemap(value: string): void {
    if (value === '') return;
    if (this.#sitemaps.size < sitemapLimit) this.#sitemaps.add(fromOctets(value));
    else this.flags.add('too-many-sitemaps');
  }

  #takeDelay(seconds: number | undefined): void {
    const group = this.#group ?? this.#global;
    group.delay = larger(group.delay, seconds);
  }

  /** Version numbers are cut off; what is no product token then names nobody (RFC 9309 §2.2.1). */
  #tokens(given: string | readonly string[]): readonly string[] {
    const tokens = typeof given === 'string' ? [given] : given;
    if (this.#profile === 'google') return tokens.filter(isProductToken).map((token) => token.toLowerCase());
    return tokens.map((token) => (token.split('/', 1)[0] ?? '').toLowerCase()).filter(isProductToken);
  }

  #groupsFor(tokens: readonly string[]): readonly Group[] {
    const own = tokens.flatMap((token) => this.#groups.get(token) ?? []);
    return own.length > 0 ? [...new Set(own)] : (this.#groups.get('*') ?? []);
  }

  #decide(match: (path: string) => Match, url: string): RobotsDecision {
    const path = pathOf(url, this.#profile);
    if (path === null) return { allowed: false, rule: 'not an absolute URL' };
    if (path === '/robots.txt' && this.#profile !== 'google') return { allowed: true };
    const found = match(path);
    if (found === null) return { allowed: true };
    if (found === 'too-costly') return { allowed: false, rule: 'the rules are too costly to evaluate for this URL' };
    return { allowed: found.allow, line: found.line, rule: fromOctets(found.text) };
  }
}

/** A name that robots.txt rules can address: letters, `_` and `-` (RFC 9309 §2.2.1). */
export const isProductToken = (token: string): boolean => /^[A-Za-z_-]+$/.test(token);

function larger(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}
