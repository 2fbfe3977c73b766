import type { Drop, Headers, PageUrl } from '../records.ts';
import { lettersOfBody } from './body.ts';
import { holds, lettersOf, type Passage } from './passage.ts';
import { readReceipts, type Receipt } from './receipt.ts';

/** What must not come back. */
export interface Blocklist {
  /** Why the page may not be fetched, imported or kept; null when it may. */
  of(url: PageUrl): Drop | null;
  /** Why a page with this text may not be kept. */
  ofText(text: string): Drop | null;
  /** Why a body may not be archived, whatever page it comes from. */
  ofBody(body: Uint8Array, headers: Headers): Drop | null;
}

type Reason = Pick<Receipt, 'id' | 'at' | 'reason' | 'blocks'>;

/** Of all receipts in a storage folder. @throws StorageError when one cannot be read. */
export const openBlocklist = (storage: string): Blocklist => blocklistOf(readReceipts(storage));

/** Of these receipts, the oldest first: of several that block a page, the oldest is the reason. */
export function blocklistOf(receipts: readonly Reason[]): Blocklist {
  const places = { url: new Map<string, number>(), domain: new Map<string, number>() };
  const prefixes: (readonly [prefix: string, n: number])[] = [];
  const passages: (readonly [passage: Passage, n: number])[] = [];
  for (const [n, { blocks }] of receipts.entries()) {
    for (const block of blocks) {
      if (block.by === 'passage') passages.push([block, n]);
      else if (block.by === 'prefix') prefixes.push([block.value, n]);
      else {
        const value = block.by === 'domain' ? withoutDot(block.value) : block.value;
        if (!places[block.by].has(value)) places[block.by].set(value, n);
      }
    }
  }
  const dropOf = (n: number | undefined): Drop | null => {
    const receipt = n === undefined ? undefined : receipts[n];
    return receipt === undefined ? null : { stage: 'rights', rule: 'forgotten', because: becauseOf(receipt) };
  };
  const ofLetters = (all: readonly string[]): Drop | null =>
    dropOf(passages.find(([passage]) => all.some((letters) => holds(letters, passage)))?.[1]);
  return {
    of(url) {
      const found = [
        places.url.get(url),
        prefixes.find(([prefix]) => url.startsWith(prefix))?.[1],
        ...(places.domain.size === 0 ? [] : domainsOf(new URL(url).hostname).map((domain) => places.domain.get(domain))),
      ].filter((n) => n !== undefined);
      return dropOf(found.length === 0 ? undefined : Math.min(...found));
    },
    ofText: (text) => (passages.length === 0 ? null : ofLetters([lettersOf(text)])),
    ofBody: (body, headers) => (passages.length === 0 ? null : ofLetters(lettersOfBody(body, headers))),
  };
}

const becauseOf = ({ id, at, reason }: Reason): string => `forgotten ${at}, receipt ${id}${reason === null ? '' : `: ${reason}`}`;

/** Whether the address of a record is one that can be blocked: requests and answers have one, statements have not. */
export const isPageUrl = (url: string | null): url is PageUrl => url !== null && URL.parse(url)?.protocol.startsWith('http') === true;

/** A dot at the end of a host, by which it is complete, changes nothing. */
const withoutDot = (host: string): string => host.replace(/\.$/, '');

/** A host and every domain above it. */
function domainsOf(host: string): readonly string[] {
  const labels = withoutDot(host).split('.');
  return labels.map((_, n) => labels.slice(n).join('.'));
}
