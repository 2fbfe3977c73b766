import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readListFile } from '../config/list-file.ts';
import { DigestTable } from '../text/digest-table.ts';
import { compileGlob } from '../text/glob.ts';
import { digestDomains, digestPrefixes } from './keys.ts';
import { addressOf, type Entry, readLine } from './line.ts';

export interface UrlBlocklist {
  /** Which line of which file blocks a canonical URL, as `lists/adult.txt:17`; null when none does. Pure. */
  blocks(url: string): string | null;
  /** Entries, and the bytes of the table that holds all but the globs. */
  readonly size: { readonly entries: number; readonly bytes: number };
}

/** Each is tried with each URL. */
const MOST_GLOBS = 2000;
interface Glob {
  readonly matches: (address: string) => boolean;
  readonly line: number;
}

/** Lines are numbered through all files. */
class Entries {
  readonly table = new DigestTable();
  readonly globs: Glob[] = [];
  count = 0;

  add(entry: Entry, line: number): string | null {
    this.count += 1;
    if (entry.kind !== 'glob') {
      // The last digest is that of the whole.
      let whole = [0, 0] as readonly [number, number];
      const take = (high: number, low: number): boolean => {
        whole = [high, low];
        return false;
      };
      if (entry.kind === 'host') digestDomains(entry.host, take);
      else digestPrefixes(entry.address, take);
      this.table.set(...whole, line);
      return null;
    }
    if (this.globs.length === MOST_GLOBS)
      return `more than ${MOST_GLOBS} lines have a *; hosts and addresses need none, for they block what is below them too`;
    this.globs.push({ matches: compileGlob(entry.pattern), line });
    return null;
  }

  /** The line that blocks this URL, −1 when none does. */
  lineFor(url: string): number {
    const address = addressOf(url);
    const host = /^(?:\[[^\]]*\]|[^/:?]*)/.exec(address)?.[0] ?? '';
    let line = -1;
    const look = (high: number, low: number): boolean => {
      line = this.table.get(high, low);
      return line >= 0;
    };
    if (digestDomains(host, look) || digestPrefixes(address, look)) return line;
    return this.globs.find(({ matches }) => matches(address))?.line ?? -1;
  }
}

/**
 * Reads lists of what is not wanted. A line is a host (with all below it), the beginning of an address (with all below it), a glob in which `*` is
 * anything, a line of a hosts file, or a comment; a folder is one of the University of Toulouse, with `domains` and `urls`. `.gz` is unpacked.
 *
 * @throws ConfigError for files that cannot be read, and lines that are none of these.
 */
export async function openUrlBlocklist(files: readonly string[]): Promise<UrlBlocklist> {
  const entries = new Entries();
  const read: { readonly file: string; readonly first: number }[] = [];
  let first = 0;
  for (const file of files.flatMap(filesIn)) {
    read.push({ file, first });
    const begin = first;
    first += await readListFile(file, (line, number) => {
      const found = readLine(line);
      if ('problem' in found) return found.problem;
      return found.reduce<string | null>((problem, entry) => problem ?? entries.add(entry, begin + number), null);
    });
  }
  return {
    blocks(url) {
      const line = entries.lineFor(url);
      const source = line < 0 ? undefined : read.findLast((each) => each.first < line);
      return source === undefined ? null : `${source.file}:${line - source.first}`;
    },
    get size() {
      return { entries: entries.count, bytes: entries.table.bytes };
    },
  };
}

function filesIn(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  return ['domains', 'urls'].map((name) => join(path, name)).filter((file) => statSync(file, { throwIfNoEntry: false }) !== undefined);
}
