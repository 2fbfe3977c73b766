import { mix } from '../text/mix.ts';

const FIRST_BASE = 0x01_00_01_93;
const SECOND_BASE = 0x5b_d1_e9_95;

/** 32 bits of a text's UTF-16 units, unsigned. */
export function hash32(text: string): number {
  let hash = text.length;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), FIRST_BASE);
  return mix(hash) >>> 0;
}

/** 64 bits of the first `length` of a text's UTF-16 units, signed: two multiplicative hashes, which no adversary is meant to be kept from. */
export function hash64(units: Uint16Array, length: number): bigint {
  let first = length;
  let second = ~length;
  for (let at = 0; at < length; at += 1) {
    const unit = units[at] ?? 0;
    first = Math.imul(first ^ unit, FIRST_BASE);
    second = Math.imul(second ^ unit, SECOND_BASE) ^ (second >>> 15);
  }
  return (BigInt(mix(first)) << 32n) | BigInt(mix(second) >>> 0);
}
