import { chanceOf, type Chance } from '../chance.ts';
import { html, type Reply, type Site } from '../page.ts';
import { inventLexicon, type Language, type Lexicon } from './lexicon.ts';
import { plan, type PlannedHost, type PlannedPage, TARGET } from './plan.ts';
import { templateOf, type Link } from './template.ts';
import { type Writing, Writer } from './writing.ts';

export interface TopicalOptions {
  readonly seed: number;
  readonly pages: number;
  readonly hosts: number;
  /** Of all articles, how many are about the topic. Default 0.08. */
  readonly share?: number;
}

/** A web of which a small part is about one topic. */
export interface TopicalWeb {
  readonly sites: readonly Site[];
  /** Where a person would start who knows a few of its hosts, and nothing about the topic. */
  readonly seeds: readonly string[];
  /** What such a person would say of the topic: a third of its words, the commonest with the most weight. */
  readonly terms: Readonly<Record<Language, Readonly<Record<string, number>>>>;
  /** Whether an article is about the topic. Lists of links are neither, and not in here. */
  readonly articles: ReadonlyMap<string, boolean>;
}

const SUBJECTS = 12;
const PER_LIST = 25;
/** Pages that collect links on a subject, over all hosts. */
const HUBS = 2;

export function makeTopicalWeb({ seed, pages, hosts: count, share = 0.08 }: TopicalOptions): TopicalWeb {
  const chance = chanceOf(seed);
  const lexicon = inventLexicon(chance, SUBJECTS);
  const hosts = plan(chance, { pages, hosts: count, subjects: SUBJECTS, share });
  const maker = new Maker(chance, lexicon, hosts);
  return {
    sites: hosts.map((host) => maker.site(host)),
    seeds: chance.shuffle(hosts).slice(0, 6).map(frontOf),
    terms: { en: termsOf(lexicon, 'en'), zh: termsOf(lexicon, 'zh') },
    articles: new Map(hosts.flatMap((host) => host.pages.map((page) => [urlOf(page), page.subject === TARGET] as const))),
  };
}

const urlOf = ({ host, path }: PlannedPage): string => `http://${host.name}${path}`;
const frontOf = ({ name }: PlannedHost): string => `http://${name}/`;
const weightAt = (rank: number): number => (rank < 3 ? 3 : rank < 8 ? 2 : 1);
const termsOf = ({ subjects }: Lexicon, language: Language): Readonly<Record<string, number>> =>
  Object.fromEntries((subjects[TARGET]?.words[language] ?? []).slice(0, 14).map((word, rank) => [word, weightAt(rank)]));

class Maker {
  readonly #chance: Chance;
  readonly #writer: Writer;
  readonly #hosts: readonly PlannedHost[];
  readonly #all: readonly PlannedPage[];
  readonly #bySubject: ReadonlyMap<number, readonly PlannedPage[]>;
  readonly #writings: ReadonlyMap<PlannedPage, Writing>;
  readonly #hubs: ReadonlyMap<PlannedHost, readonly number[]>;

  constructor(chance: Chance, lexicon: Lexicon, hosts: readonly PlannedHost[]) {
    this.#chance = chance;
    this.#hosts = hosts;
    const writer = (this.#writer = new Writer(lexicon, chance));
    this.#all = hosts.flatMap((host) => host.pages);
    this.#bySubject = Map.groupBy(this.#all, ({ subject }) => subject);
    const aside = (): number | null => (chance.next() < 0.1 ? Math.floor(chance.next() * SUBJECTS) : null);
    this.#writings = new Map(
      this.#all.map((page) => [page, writer.write({ language: page.host.language, subject: page.subject, aside: aside() })] as const),
    );
    const placed = Array.from({ length: SUBJECTS * HUBS }, (_, n) => ({ host: chance.pick(hosts), subject: n % SUBJECTS }));
    this.#hubs = new Map([...Map.groupBy(placed, ({ host }) => host)].map(([host, own]) => [host, own.map(({ subject }) => subject)]));
  }

  site(host: PlannedHost): Site {
    const template = templateOf(this.#chance, host.language);
    const sections = [...Map.groupBy(host.pages, ({ subject }) => subject)];
    const hubs = this.#hubs.get(host) ?? [];
    const menu: Link[] = [
      ['/', host.name],
      ...sections.map(([subject]): Link => [`/c/${subject}/`, this.#writer.nameOf(host.language, subject)]),
      ...hubs.map((subject, n): Link => [`/links/${n}`, this.#writer.nameOf(host.language, subject)]),
    ];
    const replies = new Map<string, Reply>();
    const list = (path: string, title: string, links: readonly Link[]): unknown =>
      replies.set(path, html(template.list(menu, title, links)));
    list('/', host.name, [
      ...this.#some(host.pages, 6).map((page) => this.#link(page)),
      ...this.#some(this.#hosts, 4).map((other): Link => [frontOf(other), other.name]),
    ]);
    for (const [subject, own] of sections)
      for (let at = 0; at * PER_LIST < own.length; at += 1)
        list(`/c/${subject}/${at === 0 ? '' : at}`, this.#writer.nameOf(host.language, subject), [
          ...own.slice(at * PER_LIST, (at + 1) * PER_LIST).map((page) => this.#link(page)),
          ...((at + 1) * PER_LIST < own.length ? [[`/c/${subject}/${at + 1}`, '>>'] as const] : []),
        ]);
    for (const [n, subject] of hubs.entries())
      list(
        `/links/${n}`,
        this.#writer.nameOf(host.language, subject),
        this.#some(this.#bySubject.get(subject) ?? [], 30).map((page) => this.#link(page)),
      );
    for (const page of host.pages) {
      const { title, paragraphs } = this.#writings.get(page) ?? { title: '', paragraphs: [] };
      replies.set(page.path, html(template.article(menu, title, paragraphs, this.#around(page))));
    }
    return { host: host.name, pages: replies, expectations: [] };
  }

  /** Where an article leads: mostly to others on its subject, by their titles; now and then anywhere, or by a link that says nothing. */
  #around(page: PlannedPage): readonly Link[] {
    const alike = this.#bySubject.get(page.subject) ?? [];
    const near = alike.filter(({ host }) => host === page.host);
    return Array.from({ length: 3 + Math.floor(this.#chance.next() * 6) }, () => {
      const turn = this.#chance.next();
      if (turn > 0.95) return this.#front(this.#chance.pick(this.#hosts));
      return this.#link(this.#chance.pick(turn < 0.4 ? near : turn < 0.65 ? alike : turn < 0.8 ? page.host.pages : this.#all));
    });
  }

  #front(host: PlannedHost): Link {
    return [frontOf(host), host.name];
  }

  #link(page: PlannedPage): Link {
    const silent = page.host.language === 'zh' ? '详情' : 'Read more';
    return [urlOf(page), this.#chance.next() < 0.7 ? (this.#writings.get(page)?.title ?? '') : silent];
  }

  #some<Item>(items: readonly Item[], most: number): readonly Item[] {
    return this.#chance.shuffle(items).slice(0, most);
  }
}
