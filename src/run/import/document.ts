import { extname } from 'node:path';
import type { Config } from '../../config/config.ts';
import type { ImportConfig } from '../../config/import.ts';
import { declaredType } from '../../documents/declared-type.ts';
import type { Listed } from '../../documents/listing.ts';
import { readDocument } from '../../documents/read.ts';
import { extractorFor } from '../../extract/index.ts';
import { mediaTypeOf } from '../../extract/media-type.ts';
import type { FetchOutcome, Headers } from '../../records.ts';

export type Opened =
  /** `headers` say what the system and the bytes tell of it: its media type, and when it was last changed. */
  | { readonly kind: 'document'; readonly body: Uint8Array; readonly headers: Headers }
  | Extract<FetchOutcome, { readonly kind: 'refused' | 'failed' }>;

const failed = (reason: string, because: string): Opened => ({ kind: 'failed', reason, because });

/** What a file is, by its name and its first bytes; an ending that says nothing to us is a document only if its content is HTML. */
function typeOf(path: string, start: Uint8Array): { readonly mediaType: string; readonly isKnown: boolean } {
  const declared = declaredType(path);
  const mediaType = mediaTypeOf(start, declared ?? undefined);
  return { mediaType, isKnown: declared !== null || mediaType === 'text/html' };
}

function unsupported(path: string, start: Uint8Array): Opened {
  const { mediaType, isKnown } = typeOf(path, start);
  const because = isKnown ? `its content is ${mediaType}, which is not read` : `files that end in ${extname(path)} are not read`;
  return { kind: 'refused', drop: { stage: 'fetch', rule: 'unsupported-type', because } };
}

/** Reads what was met on disk, if it is a document. Never throws for what a file is. */
export async function openDocument(met: Listed, { extractor }: ImportConfig, { limits }: Config): Promise<Opened> {
  if (met.kind === 'refused') return { kind: 'refused', drop: met.drop };
  if (met.kind === 'failed') return failed('unreadable', met.because);
  const isWanted = (start: Uint8Array): boolean => {
    const { mediaType, isKnown } = typeOf(met.path, start);
    return isKnown && extractorFor(extractor, mediaType) !== null;
  };
  const read = await readDocument(met.file, limits.body, isWanted);
  if (read.kind === 'failed') return failed('unreadable', read.because);
  if (read.kind === 'left') {
    if (!isWanted(read.start)) return unsupported(met.path, read.start);
    return failed('body-too-large', `it has ${read.bytes} bytes; limits.body in config/garner.yaml is ${limits.body}`);
  }
  const { body, modified } = read;
  if (body.length === 0) return failed('empty-body', 'the file is empty');
  const headers: Headers = [
    ['Content-Type', typeOf(met.path, body).mediaType],
    ['Last-Modified', new Date(modified).toUTCString()],
  ];
  return { kind: 'document', body, headers };
}
