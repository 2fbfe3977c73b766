import type { Inline, Line } from './piece.ts';

export const marks = { strong: '**', emphasis: '*', deleted: '~~' } as const;

export type Styled = Extract<Inline, { readonly kind: keyof typeof marks }>;

export const isStyled = (inline: Inline): inline is Styled => Object.hasOwn(marks, inline.kind);

/** What is set alike and side by side, as one: marks between would be read as others. */
export function runsOf(line: Line): readonly Inline[] {
  const runs: Inline[] = [];
  let run: Inline[] = [];
  for (const inline of line) {
    const last = runs.at(-1);
    if (isStyled(inline)) {
      if (last?.kind === inline.kind) for (const each of inline.inlines) run.push(each);
      else {
        run = [...inline.inlines];
        runs.push({ kind: inline.kind, inlines: run });
      }
    } else if (inline.kind === 'text' && inline.text === '') continue;
    else if (inline.kind === 'text' && last?.kind === 'text') runs[runs.length - 1] = { kind: 'text', text: last.text + inline.text };
    else if (inline.kind === 'code' && last?.kind === 'code') runs[runs.length - 1] = { kind: 'code', text: last.text + inline.text };
    else runs.push(inline);
  }
  return runs;
}

/** What stands at an end of a text as it is written, if not the text's own letter. */
const edges: Readonly<Record<Exclude<Inline['kind'], 'text' | Styled['kind']>, readonly [first: string, last: string]>> = {
  break: ['\n', '\n'],
  code: ['`', '`'],
  formula: ['$', '$'],
  image: ['!', ')'],
  link: ['[', ')'],
  note: ['[', ']'],
};

const firstLetter = (text: string): string => /^[^]/u.exec(text.slice(0, 2))?.[0] ?? '';
const lastLetter = (text: string): string => /[^]$/u.exec(text.slice(-2))?.[0] ?? '';

/** The first letter of an inline as it is written, without the stars around it. */
export const firstOf = (inline: Inline | undefined): string => {
  if (inline === undefined) return '';
  if (isStyled(inline)) return inline.kind === 'deleted' ? '~' : firstOf(inline.inlines[0]);
  return inline.kind === 'text' ? firstLetter(inline.text) : edges[inline.kind][0];
};

/** The last letter, likewise. */
export const lastOf = (inline: Inline | undefined): string => {
  if (inline === undefined) return '';
  if (isStyled(inline)) return inline.kind === 'deleted' ? '~' : lastOf(inline.inlines.at(-1));
  return inline.kind === 'text' ? lastLetter(inline.text) : edges[inline.kind][1];
};

const PUNCTUATION = /[\p{P}\p{S}]/u;
const isPunctuation = (letter: string): boolean => PUNCTUATION.test(letter);
const isWord = (letter: string): boolean => letter !== '' && !/\s/.test(letter) && !PUNCTUATION.test(letter);

const CLOSING = /(?<![\p{P}\p{S}])[\p{P}\p{S}]+$/u;
const OPENING = /^[\p{P}\p{S}]+/u;
const isPair = (opening: string, closing: string): boolean => /^[\p{Ps}\p{Pi}"']/u.test(opening) && /[\p{Pe}\p{Pf}"']/u.test(closing);

/** Takes what matches out of the text at one end; it is empty when no text stands there, or none would be left. */
function cut(inlines: Line, at: 0 | -1, end: RegExp): readonly [taken: string, rest: Line] {
  const edge = inlines.at(at);
  if (edge === undefined || (edge.kind !== 'text' && !isStyled(edge))) return ['', inlines];
  let taken: string;
  let left: Inline;
  if (isStyled(edge)) {
    const [within, rest] = cut(edge.inlines, at, end);
    [taken, left] = [within, { ...edge, inlines: rest }];
  } else {
    taken = end.exec(edge.text)?.[0] ?? '';
    left = { kind: 'text', text: at === 0 ? edge.text.slice(taken.length) : edge.text.slice(0, edge.text.length - taken.length) };
  }
  const others = at === 0 ? inlines.slice(1) : inlines.slice(0, -1);
  const rest = isStyled(left) ? left.inlines.length > 0 : left.text !== '';
  return [taken, rest ? (at === 0 ? [left, ...others] : [...others, left]) : others];
}

export interface Marked {
  readonly opening: string;
  readonly inlines: Line;
  readonly closing: string;
  readonly hasMarks: boolean;
}

/**
 * Where the marks of a styled text go when it stands between two letters. Punctuation with a letter on its other side goes outside of them, since
 * marks there would be none (CommonMark §6.2); where that is the end of a link or of code, there are no marks.
 */
export function markedBetween({ inlines }: Styled, before: string, after: string): Marked {
  const plain: Marked = { opening: '', inlines, closing: '', hasMarks: false };
  let [opening, closing, rest] = ['', '', inlines];
  if (isWord(after) && isPunctuation(lastOf(rest.at(-1)))) {
    [closing, rest] = cut(rest, -1, CLOSING);
    if (closing === '') return plain;
  }
  const isBound = isWord(before) && isPunctuation(firstOf(rest[0]));
  if (isBound || isPair(firstOf(rest[0]), closing)) {
    [opening, rest] = cut(rest, 0, OPENING);
    if (opening === '' && isBound) return plain;
  }
  return rest.length === 0 ? plain : { opening, inlines: rest, closing, hasMarks: true };
}
