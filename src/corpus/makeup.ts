import type { Document, Drop } from '../records.ts';
import type { CaptureRef } from './capture-ref.ts';
import { RightsCount } from './rights-count.ts';
import { hostOf } from './rows.ts';
import { Counter } from './tally.ts';
import type { Manifest } from './manifest.ts';

/** Names for what a page may declare about itself without being held to any grammar. */
const LANGUAGE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/;

/** Counts what is kept and dropped while rows are written. */
export class MakeupCount {
  readonly #captured = new Counter();
  readonly #kept = new Counter();
  readonly #drops = new Counter();
  readonly #languages = new Counter();
  readonly #licences = new Counter();
  readonly #trainUse = new Counter();
  readonly #extractors = new Counter();
  readonly #rights = new RightsCount();
  #characters = 0;

  drop({ capture, location }: CaptureRef, drop: Drop): void {
    this.#captured.add(hostOf(capture.url));
    this.#drops.add(`${drop.stage}/${drop.rule}`);
    this.#rights.drop(drop, location.length);
  }

  keep({ location }: CaptureRef, document: Document): void {
    const host = hostOf(document.url);
    this.#captured.add(host);
    this.#kept.add(host);
    this.#languages.add(languageOf(document.language));
    this.#licences.add(document.rights.licence.id ?? 'unknown');
    this.#trainUse.add(document.rights.uses.train);
    this.#extractors.add(document.extractor);
    this.#rights.keep(document.rights, location.length);
    this.#characters += document.text.length;
  }

  /** By `stage/rule`, in the order of the names. */
  dropped(): Readonly<Record<string, number>> {
    return this.#drops.all();
  }

  makeup(): Manifest['makeup'] {
    const { names, top } = this.#captured.tally();
    return {
      characters: this.#characters,
      hosts: { names, top: top.map(([host, captured]) => [host, captured, this.#kept.of(host)]) },
      languages: this.#languages.tally(),
      licences: this.#licences.tally(),
      trainUse: this.#trainUse.tally(),
      extractors: this.#extractors.tally(),
      rights: this.#rights.figures(),
    };
  }
}

function languageOf(tag: string | null): string {
  return tag !== null && LANGUAGE.test(tag) ? tag : 'unknown';
}
