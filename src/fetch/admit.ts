import type { Headers } from '../records.ts';

/** Media types that no extractor reads: their bodies are not worth the transfer. */
const UNREADABLE =
  /^(?:image|video|audio|font|multipart)\/|^application\/(?:zip|gzip|x-|octet-stream|java|wasm|vnd\.(?!openxmlformats-officedocument\.wordprocessingml\.document)|msword|epub|javascript|json|rtf)|^text\/(?:css|javascript|csv|calendar)\b/;

/** Decides from the head of a response whether its body is read: null, or the reason why not. */
export function admitPage({ status, headers }: { readonly status: number; readonly headers: Headers }): string | null {
  if (status !== 200) return null;
  const type =
    headers
      .find(([name]) => name.toLowerCase() === 'content-type')?.[1]
      .trim()
      .toLowerCase() ?? '';
  return UNREADABLE.test(type) ? 'unsupported-type' : null;
}
