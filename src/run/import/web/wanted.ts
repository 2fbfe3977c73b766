import { type CaptureFilter, type IndexedCapture, isWantedCapture } from '../../../archive/index-line.ts';
import type { PageUrl } from '../../../records.ts';
import { isHostFile } from './archived-files.ts';

/** Which captures are taken by a filter, and which of its fields none of them had. Files by which hosts speak for themselves are taken in any case. */
export class Wanted {
  readonly #filter: CaptureFilter;
  readonly #unheard: Set<string>;

  constructor(filter: CaptureFilter) {
    this.#filter = filter;
    // These are told by the address.
    this.#unheard = new Set(Object.keys(filter)).difference(new Set(['url', 'host']));
  }

  /** Fields of the filter that no capture had so far, so that nothing fits. */
  get unheard(): readonly string[] {
    return [...this.#unheard];
  }

  /** What a filter says of types and states is not asked of revisits, whose captures say that. */
  takes(url: PageUrl, fields: IndexedCapture['fields']): boolean {
    for (const name of this.#unheard) if (Object.hasOwn(fields, name)) this.#unheard.delete(name);
    if (isHostFile(url)) return true;
    const isRevisit = fields['mime'] === 'warc/revisit';
    const { mime: _mime, status: _status, ...others } = this.#filter;
    return isWantedCapture(isRevisit ? others : this.#filter, url, fields);
  }
}
