import { unitBits } from './characters.ts';
import { Counter, mayRepeat } from './counter.ts';

const SPACE = 1;
const spaces = unitBits([[SPACE, /\s/]]);

/** The share of runs of 13 characters, spaces left out, that stand in a text in lower case more than once (ChineseWebText). */
export function repeatedRuns(lowerCase: string, size = 13): number {
  const { table, look } = spaces;
  let leading = 1;
  for (let at = 1; at < size; at += 1) leading = Math.imul(leading, 0x01000193);
  const codes = new Uint16Array(lowerCase.length);
  const keys = new Int32Array(lowerCase.length);
  let [length, key] = [0, 0];
  for (let at = 0; at < lowerCase.length; at += 1) {
    const code = lowerCase.charCodeAt(at);
    if (((table[code] || look(code)) & SPACE) !== 0) continue;
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
  for (const at of candidates) {
    const times = counter.add(keys, at);
    if (times === 2) repeated += 2;
    else if (times > 2) repeated += 1;
  }
  return repeated / runs;
}
