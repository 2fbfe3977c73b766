const FIRST_BASE = 0x01_00_01_93;
const SECOND_BASE = 0x5b_d1_e9_95;

/** Spreads each bit of 32 over all (finaliser of MurmurHash3). */
export function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85_eb_ca_6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2_b2_ae_35);
  return mixed ^ (mixed >>> 16);
}

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
