import { chance } from './weights.ts';

/** Sets that grow together: union by the smaller name, so that a set's name does not depend on the order. */
export class Unions {
  readonly #parents = new Map<string, string>();

  join(a: string, b: string): void {
    const [one, other] = [this.of(a), this.of(b)];
    if (one !== other) this.#parents.set(one < other ? other : one, one < other ? one : other);
  }

  /** The name of the set that it is in. */
  of(name: string): string {
    let root = name;
    for (let next = this.#parents.get(root); next !== undefined; next = this.#parents.get(root)) root = next;
    if (root !== name) this.#parents.set(name, root);
    return root;
  }
}

/**
 * Which groups are for validation: drawn by the hash of their names until so many documents are together. A group that is too large for what is still
 * wanted is passed over; when all are, the smallest is taken. Null when there is but one group, for then nothing can be parted.
 */
export function drawValidation(groups: ReadonlyMap<string, number>, wanted: number, seed: number): ReadonlySet<string> | null {
  if (groups.size < 2) return null;
  const drawn = new Set<string>();
  let rest = wanted;
  const order = [...groups].sort(([a], [b]) => chance(`${seed} ${a}`) - chance(`${seed} ${b}`));
  for (const [name, documents] of order) {
    if (documents > rest) continue;
    drawn.add(name);
    rest -= documents;
  }
  const smallest = [...order].sort(([, a], [, b]) => a - b)[0];
  if (drawn.size === 0 && smallest !== undefined) drawn.add(smallest[0]);
  return drawn;
}
