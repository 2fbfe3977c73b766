import { createHash } from 'node:crypto';
import type { Digest } from '../records.ts';

/**
 * What to digest in place of an object that holds secrets. It is keyed by the object itself, so that a digest of anything built around
 * that object, by whoever builds it, is free of them too.
 */
const publicForms = new WeakMap<object, unknown>();

/** From now on `object` is digested as `form`, which has names of environment variables where `object` has their values. */
export function digestAs(object: object, form: unknown): void {
  publicForms.set(object, form);
}

/**
 * sha256 of a value's canonical JSON: keys sorted by code unit, members that are undefined left out, maps as objects. Values that came from
 * `${env:NAME}` count by their name, never by their content.
 * @throws TypeError for what JSON cannot hold.
 */
export function digestOf(value: unknown): Digest {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}` as Digest;
}

function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} has no canonical JSON`);
  const form = publicForms.get(value);
  if (form !== undefined) return canonicalJson(form);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members: [string, unknown][] = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
  return `{${members
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
    .join(',')}}`;
}
