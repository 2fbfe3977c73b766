import { readFileSync, statSync } from 'node:fs';

/** More than any config needs; a list of a million seeds belongs into a sitemap. */
const LARGEST_BYTES = 1_000_000;

/** What came of reading a file: its text, nothing because there is none, or why it cannot be taken. */
export type FileText = { readonly text: string } | { readonly missing: true } | { readonly problem: string };

/** Reads a text file in UTF-8, without its byte order mark. Reads only regular files of a bounded size: a pipe would never end. */
export function readConfigText(path: string): FileText {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return { problem: 'this is no regular file' };
    if (stats.size > LARGEST_BYTES) {
      return {
        problem: `the file has ${stats.size.toLocaleString('en-US')} bytes; a config file may have ${LARGEST_BYTES.toLocaleString('en-US')}`,
      };
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
    // Since YAML 1.2 a lone carriage return is a line break; made one that every tool counts, at the same offset.
    return { text: text.replaceAll(/\r(?!\n)/g, '\n') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { missing: true };
    if (error instanceof TypeError && code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      return { problem: 'the file is not in UTF-8; save it as UTF-8' };
    }
    return { problem: `the file cannot be read: ${code ?? message}` };
  }
}
