import type { Element } from 'domhandler';

/** Content of meta elements by lower-case name, property or itemprop; the first of a name counts. */
export function metaOf(elements: readonly Element[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { attribs } of elements) {
    const content = attribs['content']?.trim() ?? '';
    const names = `${attribs['property'] ?? ''} ${attribs['name'] ?? ''} ${attribs['itemprop'] ?? ''} ${attribs['http-equiv'] ?? ''}`;
    for (const name of names.toLowerCase().split(/\s+/)) if (name !== '' && content !== '' && !found.has(name)) found.set(name, content);
  }
  return found;
}
