import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { boundedPieces } from './token-pieces.ts';

const plain = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };

/** Tokens of a text. */
export default function count(text: string): number {
  let tokens = 0;
  for (const piece of boundedPieces(text)) tokens += countTokens(piece, plain);
  return tokens;
}
