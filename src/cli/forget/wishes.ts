import { readFileSync } from 'node:fs';
import { isPublicSuffix } from '../../config/hosts.ts';
import { FEWEST_LETTERS, passageOf } from '../../forgotten/passage.ts';
import type { Wish } from '../../forgotten/receipt.ts';
import { canonicalize } from '../../url/canonical.ts';
import { ExitCode } from '../exit-codes.ts';
import { CommandError } from '../failure.ts';

const usage = (message: string): CommandError => new CommandError(message, ExitCode.usage);

/** What an argument names: a page by its address, many by an address that ends in `*`, a domain by its name, a document by its id. */
export function wishOf(argument: string): Wish {
  const wish = argument.endsWith('*') ? placeOf(argument) : (pageOf(argument) ?? placeOf(argument));
  if (wish !== null) return wish;
  throw usage(
    `${argument} names nothing that can be forgotten: give an address (https://example.org/page), the beginning of addresses (https://example.org/people/*), a domain (example.org) or the id of a document`,
  );
}

/** A page, by the id of its document or by its address. An address that ends in `*` is one, too: there are such pages. */
function pageOf(text: string): Wish | null {
  if (/^[0-9a-f]{64}$/.test(text)) return { by: 'document', value: text };
  const value = isAddress(text) ? canonicalize(text) : null;
  return value === null ? null : { by: 'url', value };
}

/** Many pages: by the beginning of their addresses, or by a domain. */
function placeOf(text: string): Wish | null {
  if (text.endsWith('*') && isAddress(text)) {
    const value = prefixOf(text.slice(0, -1));
    return value === null ? null : { by: 'prefix', value };
  }
  const host = /^[^\s/?#:@]+$/.test(text) ? URL.parse(`http://${text}/`)?.hostname : undefined;
  if (host === undefined) return null;
  const value = host.replace(/\.$/, '');
  if (isPublicSuffix(value)) throw usage(`${text} takes in every site under .${value}: name the sites`);
  return { by: 'domain', value };
}

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/**
 * As the addresses that begin so are stored; null where none is stored so, such as at a fragment: what is left of it would begin others, too. Two
 * marks tell, since what is left may end in one of them.
 */
function prefixOf(beginning: string): string | null {
  const start = `${beginning}${/^https?:\/\/[^/?#]*$/i.test(beginning) ? '/' : ''}`;
  const [one, other] = ['y', 'z'].map((mark) => {
    const address = canonicalize(`${start}${mark}`);
    return address?.endsWith(mark) === true ? address.slice(0, -mark.length) : null;
  });
  return one !== undefined && one === other ? one : null;
}

/** The pages of a list as `garner recheck` prints it: lines of an address or id, to which a comment may be added, or of JSON. */
export const wishesOfList = (text: string, file: string): readonly Wish[] =>
  text.split('\n').flatMap((raw, n) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return [];
    try {
      const name = line.startsWith('{') ? ofJson(line) : (line.split(/\s/, 1)[0] ?? '');
      const wish = pageOf(name);
      if (wish === null) throw usage(`${name} names no page: give its address (https://example.org/page) or the id of its document`);
      return [wish];
    } catch (error) {
      throw usage(`${file}, line ${n + 1}: ${(error as Error).message}`);
    }
  });

function ofJson(line: string): string {
  const { url, id } = JSON.parse(line) as { readonly url?: unknown; readonly id?: unknown };
  return typeof url === 'string' ? url : String(id);
}

/** A passage, by which every text is found that holds it. */
export function wishOfText(text: string): Wish {
  const passage = passageOf(text);
  if (passage === null)
    throw usage(`the text has fewer than ${FEWEST_LETTERS} letters: pages that have nothing to do with it would be found, too`);
  return { by: 'passage', ...passage };
}

/** What a file says; `-` is stdin. */
export function contentOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw usage(`${file === '-' ? 'stdin' : file} cannot be read: ${(error as Error).message}`);
  }
}
