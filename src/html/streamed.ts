import { type ChildNode, type Element, hasChildren, type ParentNode } from 'domhandler';

/** Of one page; real ones have some dozens. */
const MOST = 300;

const PLACE = /^[BP]:([0-9a-f]+)$/;
const PART = /^S:([0-9a-f]+)$/;

/** Whether an element holds the place of a part that comes later. */
export const isPlace = ({ name, attribs }: Element): boolean => name === 'template' && PLACE.test(attribs['id'] ?? '');

const depthOf = (node: ParentNode | null): number => {
  let depth = 0;
  for (let up = node; up !== null; up = up.parent) depth += 1;
  return depth;
};

/** How deep the nodes go, or `most` when they go deeper. */
function heightOf(nodes: readonly ChildNode[], most: number): number {
  if (most <= 0) return 0;
  let height = 0;
  for (const node of nodes) if (hasChildren(node)) height = Math.max(height, 1 + heightOf(node.children, most - 1));
  return height;
}

function isWithin(node: ParentNode | null, element: Element): boolean {
  for (let up = node; up !== null; up = up.parent) if (up === element) return true;
  return false;
}

function replace(place: Element, parent: ParentNode, nodes: readonly ChildNode[]): void {
  const at = parent.children.indexOf(place);
  parent.children = [...parent.children.slice(0, at), ...nodes, ...parent.children.slice(at + 1)];
  for (const node of nodes) node.parent = parent;
  for (const [i, node] of parent.children.entries()) {
    node.prev = parent.children[i - 1] ?? null;
    node.next = parent.children[i + 1] ?? null;
  }
}

/**
 * The parts of a page that React sends later than the rest: in hidden elements at the end, which a script puts where an empty template
 * holds their place (`S:1` goes to `B:1` or `P:1`). Readers see them there.
 */
export class StreamedParts {
  readonly #places = new Map<string, Element>();
  readonly #parts: (readonly [name: string, part: Element])[] = [];

  /** Takes note of an element that is a place or a part. */
  note(element: Element): void {
    const { id, hidden } = element.attribs;
    if (id === undefined || id[1] !== ':' || this.#parts.length >= MOST) return;
    const place = element.name === 'template' ? PLACE.exec(id) : null;
    if (place?.[1] !== undefined) this.#places.set(place[1], element);
    const part = hidden === undefined ? null : PART.exec(id);
    if (part?.[1] !== undefined) this.#parts.push([part[1], element]);
  }

  /** Puts each part in its place, unless the tree would be deeper than this. */
  settle(limit: number): void {
    for (const [name, part] of this.#parts) {
      const place = this.#places.get(name);
      const parent = place?.parent ?? null;
      if (place === undefined || parent === null || isWithin(parent, part)) continue;
      const room = limit - depthOf(parent) + 1;
      if (heightOf(part.children, room + 1) > room) continue;
      this.#places.delete(name);
      const nodes = part.children;
      part.children = [];
      replace(place, parent, nodes);
    }
  }
}
