import { type Document, type Element, isTag } from 'domhandler';

/** Every element of a tree in document order, without recursion. */
export function* elementsOf(document: Document): Generator<Element> {
  const pending = document.children.filter(isTag).toReversed();
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    yield element;
    for (let i = element.children.length - 1; i >= 0; i -= 1) {
      const child = element.children[i];
      if (child !== undefined && isTag(child)) pending.push(child);
    }
  }
}
