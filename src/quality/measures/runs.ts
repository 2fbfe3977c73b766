import { Counter, mayRepeat, Scratch } from './counter.ts';

/** By code unit: 0 of a space, else itself in lower case. */
let folded: Uint16Array | undefined;

function foldTable(): Uint16Array {
  return Uint16Array.from({ length: 0x1_00_00 }, (_, code) => {
    const unit = String.fromCharCode(code);
    const lower = unit.toLowerCase();
    if (/\s/.test(unit)) return 0;
    return lower.length === 1 ? lower.charCodeAt(0) : code;
  });
}

const [codeRoom, keyRoom] = [new Scratch(), new Scratch()];

/** The share of runs of 13 characters, spaces and case left out, that stand in a text more than once (ChineseWebText). */
export function repeatedRuns(units: Uint16Array, size = 13): number {
  const fold = (folded ??= foldTable());
  let leading = 1;
  for (let at = 1; at < size; at += 1) leading = Math.imul(leading, 0x01000193);
  const [codes, keys] = [codeRoom.take(units.length), keyRoom.take(units.length)];
  let length = 0;
  let key = 0;
  for (let at = 0; at < units.length; at += 1) {
    const code = fold[units[at] ?? 0] ?? 0;
    if (code === 0) continue;
    if (length >= size) key = (key - Math.imul(codes[length - size] ?? 0, leading)) | 0;
    key = (Math.imul(key, 0x01000193) + code) | 0;
    codes[length] = code;
    length += 1;
    if (length >= size) keys[length - size] = key;
  }
  const runs = length - size + 1;
  if (runs < 2) return 0;
  const candidates = mayRepeat(keys, runs);
  const counter = new Counter(candidates.length);
  let repeated = 0;
  for (let n = 0; n < candidates.length; n += 1) {
    const times = counter.add(keys, candidates[n] ?? 0);
    if (times === 2) repeated += 2;
    else if (times > 2) repeated += 1;
  }
  return repeated / runs;
}
