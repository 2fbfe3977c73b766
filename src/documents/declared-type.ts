import { extname } from 'node:path';

/** Media types by the endings of file names that are documents, or may become such. */
const byEnding: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.htm': 'text/html',
  '.xhtml': 'application/xhtml+xml',
  '.txt': 'text/plain',
  '.text': 'text/plain',
  '.md': 'text/markdown',
  '.markdown': 'text/markdown',
  '.pdf': 'application/pdf',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** What the name of a file says it is: null when it has an ending that says nothing to us, undefined when it has none. */
export function declaredType(path: string): string | null | undefined {
  const ending = extname(path).toLowerCase();
  return ending === '' ? undefined : (byEnding[ending] ?? null);
}
