import { readFileSync } from 'node:fs';
import { FEWEST_LETTERS, passageOf } from '../../forgotten/passage.ts';
import type { Wish } from '../../forgotten/receipt.ts';
import { canonicalize } from '../../url/canonical.ts';
import { ExitCode } from '../exit-codes.ts';
import { CommandError } from '../failure.ts';

const usage = (message: string): CommandError => new CommandError(message, ExitCode.usage);

/** What an argument names: a page by its address, many by an address that ends in `*`, a domain by its name, a document by its id. */
export function wishOf(argument: string): Wish {
  if (/^[0-9a-f]{64}$/.test(argument)) return { by: 'document', value: argument };
  if (/^https?:\/\//i.test(argument)) {
    const isPrefix = argument.endsWith('*');
    const value = canonicalize(isPrefix ? argument.slice(0, -1) : argument);
    if (value !== null) return { by: isPrefix ? 'prefix' : 'url', value };
  } else if (/^[^\s/?#:@]+$/.test(argument)) {
    const value = URL.parse(`http://${argument}/`)?.hostname;
    if (value !== undefined) return { by: 'domain', value };
  }
  throw usage(
    `${argument} names nothing that can be forgotten: give an address (https://example.org/page), the beginning of addresses (https://example.org/people/*), a domain (example.org) or the id of a document`,
  );
}

/** The pages of a list as `garner recheck` prints it: lines of an address or id, to which a comment may be added, or of JSON. */
export const wishesOfList = (text: string, file: string): readonly Wish[] =>
  text.split('\n').flatMap((raw, n) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return [];
    try {
      return [wishOf(line.startsWith('{') ? ofJson(line) : (line.split(/\s/, 1)[0] ?? ''))];
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
