import { hash } from 'node:crypto';
import { redirectTarget } from '../fetch/redirect.ts';
import { classifyStatus } from '../fetch/retry.ts';
import type { FetchResponse, HttpClient } from '../fetch/fetch.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import type { Instant, Origin, PageUrl } from '../records.ts';
import { lookAtPage } from '../traps/look.ts';
import { ASKED_FOR_MS, type NotFoundFact, pretenceOf } from '../traps/not-found.ts';
import { canonicalize } from '../url/canonical.ts';
import { originOf } from '../url/origin.ts';
import { type Contact, contactOf, unasked } from './contacted.ts';
import type { RobotsDecision, RobotsDesk } from './robots-desk.ts';

interface Parts {
  readonly client: HttpClient;
  readonly facts: HostFacts;
  readonly robots: RobotsDesk;
  readonly clock: () => Instant;
}

const LARGEST = 512 * 2 ** 10;

/** Knows how hosts answer to addresses that cannot exist. A host is asked when a page of it is suspected, in a turn of its own, once a day. */
export class NotFoundDesk {
  readonly #parts: Parts;
  readonly #wanted = new Set<Origin>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What is known; null when the host must be asked first, as its next turn will do. */
  async known(url: PageUrl): Promise<NotFoundFact | null> {
    const origin = originOf(url);
    const fact = await this.#parts.facts.get(origin, 'not-found');
    if (fact !== null && this.#parts.clock() < fact.expires) return JSON.parse(fact.value) as NotFoundFact;
    this.#wanted.add(origin);
    return null;
  }

  /** Asks the URL's host if it has to be. To be called only inside a visit of it, after its robots.txt is known. Returns whether the host was contacted. */
  async ask(url: PageUrl, mayStart?: () => boolean): Promise<Contact> {
    const origin = originOf(url);
    if (!this.#wanted.has(origin) || (await this.known(url)) !== null) {
      this.#wanted.delete(origin);
      return unasked;
    }
    const at = this.#parts.clock();
    // Nobody could have linked to it, and tomorrow it is another one.
    const name = hash('sha256', `${origin} ${Math.floor(at / ASKED_FOR_MS)}`).slice(0, 24);
    const nowhere = canonicalize(`${origin}/${name}`) ?? url;
    const robots = await this.#parts.robots.ask(nowhere, mayStart);
    // It took this turn; the address has the next one.
    if (robots.contacted) return robots;
    const { contact, ...fact } = await this.#answer(nowhere, robots, mayStart);
    await this.#parts.facts.put(origin, 'not-found', { value: JSON.stringify(fact), at, expires: at + ASKED_FOR_MS });
    this.#wanted.delete(origin);
    return contact;
  }

  async #answer(
    url: PageUrl,
    { verdict, because }: RobotsDecision,
    mayStart?: () => boolean,
  ): Promise<NotFoundFact & { readonly contact: Contact }> {
    const fact = { version: 1, url, pretends: null } as const;
    if (verdict !== 'allow') return { ...fact, because, contact: unasked };
    const answer = await this.#parts.client.fetch({ url, mayStart, limits: { body: LARGEST } });
    const contact = contactOf(answer);
    if (answer.kind === 'failure') return { ...fact, because: answer.because, contact };
    return { ...fact, because: `the server answered ${answer.status}`, pretends: this.#pretends(url, answer), contact };
  }

  #pretends(url: PageUrl, answer: FetchResponse): NotFoundFact['pretends'] {
    const meaning = classifyStatus(answer.status);
    if (meaning === 'page') return pretenceOf(lookAtPage(answer.body));
    const to = meaning === 'redirect' ? redirectTarget(answer) : null;
    return to === null ? null : { to: canonicalize(to, url) ?? to };
  }
}
