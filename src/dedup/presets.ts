import { mix } from '../text/mix.ts';
import type { Signature } from './signature.ts';

/** How near-duplicates are found: texts that agree in all rows of a band are compared. */
export interface Preset {
  readonly bands: number;
  /** Slots of the signature in each band. */
  readonly rows: number;
  /** The least estimate that makes a near-duplicate; with 0 a band is enough. */
  readonly least: number;
}

export const presets = {
  /** What it finds is compared slot by slot. */
  verified: { bands: 16, rows: 7, least: 0.72 },
  /** As FineWeb was deduplicated: nothing is compared, and more is lost. */
  fineweb: { bands: 14, rows: 8, least: 0 },
  /** A sharper edge, for signatures of 256 bytes. */
  strict: { bands: 32, rows: 8, least: 0.75 },
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof presets;

export const slotsOf = ({ bands, rows }: Preset): number => bands * rows;

/** @throws when a signature is too short for a preset; the empty one of a text without tokens never is. */
export function demandSlots({ length }: Signature, slots: number): void {
  if (length > 0 && length < slots) throw new Error(`a signature of ${length} bytes was claimed where ${slots} are needed`);
}

const BASE = 0x01_00_01_93;

/** 32 bits for each band, unsigned; none of a signature without slots. */
export function bandHashes(signature: Signature, { bands, rows }: Preset): Uint32Array {
  const hashes = new Uint32Array(signature.length === 0 ? 0 : bands);
  for (let band = 0; band < hashes.length; band += 1) {
    let hash = band + 1;
    for (let row = 0; row < rows; row += 1) hash = Math.imul(hash ^ (signature[band * rows + row] ?? 0), BASE);
    hashes[band] = mix(hash);
  }
  return hashes;
}

/** Whether two signatures have a band in common. */
export function shareBand(a: Signature, b: Signature, { bands, rows }: Preset): boolean {
  for (let band = 0; band < bands; band += 1) {
    let row = 0;
    while (row < rows && a[band * rows + row] === b[band * rows + row]) row += 1;
    if (row === rows) return true;
  }
  return false;
}
