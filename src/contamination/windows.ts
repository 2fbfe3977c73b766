const HIGH_BASE = 0x01_00_01_93;
const LOW_BASE = 0x5b_d1_e9_95;

/** Digests of a window of tokens: both halves. */
type Visit = (start: number, high: number, low: number) => boolean;

/**
 * Every run of `length` tokens by a 64-bit digest that rolls (Karp and Rabin 1987), until `visit` says true. Windows of other lengths have other
 * digests.
 */
export function rollWindows(digests: Int32Array, length: number, visit: Visit): boolean {
  if (digests.length < length) return false;
  let [high, low, highPower, lowPower] = [length, length, 1, 1];
  for (let at = 0; at < length; at += 1) {
    high = (Math.imul(high, HIGH_BASE) + digestAt(digests, at)) | 0;
    low = (Math.imul(low, LOW_BASE) + digestAt(digests, at)) | 0;
    highPower = Math.imul(highPower, HIGH_BASE);
    lowPower = Math.imul(lowPower, LOW_BASE);
  }
  // The length leads every window, and what rolls out of one comes after it.
  const [highLead, lowLead] = [Math.imul(length, highPower), Math.imul(length, lowPower)];
  for (let start = 0; ; start += 1) {
    if (visit(start, high, low)) return true;
    if (start + length >= digests.length) return false;
    const out = digestAt(digests, start);
    const into = digestAt(digests, start + length);
    high = (Math.imul(high - highLead, HIGH_BASE) - Math.imul(out, highPower) + into + highLead) | 0;
    low = (Math.imul(low - lowLead, LOW_BASE) - Math.imul(out, lowPower) + into + lowLead) | 0;
  }
}

const digestAt = (digests: Int32Array, index: number): number => digests[index] ?? 0;
