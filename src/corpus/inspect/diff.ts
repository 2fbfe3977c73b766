import { diffArrays } from 'diff';

export interface Change {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Words; letters of scripts that put no space between them; white space; and any other mark. */
const TOKENS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+|\s+|[^]/gu;
/** Beyond so many changes, texts are no versions of each other, and telling them apart takes long. */
const CHANGES = 5000;

/** What makes one text the other, word by word. */
export function wordDiff(before: string, after: string): readonly Change[] {
  const [one, other] = [before.match(TOKENS) ?? [], after.match(TOKENS) ?? []];
  const changes = diffArrays([...one], [...other], { maxEditLength: CHANGES });
  if (changes === undefined)
    return [
      { kind: 'gone', text: before },
      { kind: 'new', text: after },
    ];
  return changes.map(({ added, removed, value }) => ({ kind: added ? 'new' : removed ? 'gone' : 'same', text: value.join('') }));
}
