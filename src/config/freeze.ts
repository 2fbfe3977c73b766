/** Freezes a value and all it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
  return value;
}

/** A map nobody can change, with frozen values. `Object.freeze` alone leaves the entries of a map open. */
export function frozenMap<V>(entries: Iterable<readonly [string, V]>): ReadonlyMap<string, V> {
  const map = new Map(entries);
  for (const value of map.values()) deepFreeze(value);
  const refuse = (): never => {
    throw new TypeError('the configuration cannot be changed');
  };
  for (const name of ['set', 'delete', 'clear']) Object.defineProperty(map, name, { value: refuse });
  return Object.freeze(map);
}
