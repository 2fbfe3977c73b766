import { styleText } from 'node:util';
import stringWidth from 'string-width';
import { printable } from '../../text/printable.ts';

/** Columns of the terminal; a width to read by where there is none. */
export const columnsOf = (out: NodeJS.WriteStream): number => Math.max(40, (out.isTTY ? out.columns : 0) || 100);

export type Style = Parameters<typeof styleText>[0];

/** Text in a colour on a terminal that shows colours, and as it is elsewhere. */
export type Paint = (style: Style, text: string) => string;
export const paintFor =
  (stream: NodeJS.WriteStream): Paint =>
  (style, text) =>
    styleText(style, text, { stream });

/** Where a line may be broken: after white space, and around letters of scripts that do without it. */
const PIECES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}][\p{P}]*|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+\s*|\s+/gu;

/** A part of a text, and how it is to look. */
export interface Part {
  readonly text: string;
  readonly style?: Style;
}

/** Text from outside as lines that fit: paragraphs stay apart, and what cannot be broken goes over the edge, so that an address can be copied. */
export const wrapped = (text: string, width: number): readonly string[] => flowed([{ text }], width, (_, plain) => plain);

/** The same for text whose parts look different. */
export function flowed(parts: readonly Part[], width: number, paint: Paint): readonly string[] {
  const lines: Part[][] = [[]];
  let used = 0;
  const put = (text: string, style: Style | undefined): void => {
    lines.at(-1)?.push(style === undefined ? { text } : { text, style });
    used += stringWidth(text);
  };
  const next = (): void => {
    lines.push([]);
    used = 0;
  };
  for (const { text, style } of parts)
    for (const [n, paragraph] of text.split('\n').entries()) {
      if (n > 0) next();
      for (const [piece] of printable(paragraph).matchAll(PIECES)) {
        if (used > 0 && used + stringWidth(piece.trimEnd()) > width) next();
        put(piece, style);
      }
    }
  return lines.map((line) => painted(line, paint).trimEnd());
}

/** Neighbours that look the same in one piece. */
function painted(line: readonly Part[], paint: Paint): string {
  const runs: Part[] = [];
  for (const part of line) {
    const last = runs.at(-1);
    if (last !== undefined && last.style === part.style) runs[runs.length - 1] = { ...last, text: last.text + part.text };
    else runs.push(part);
  }
  return runs.map(({ text, style }) => (style === undefined ? text : paint(style, text))).join('');
}

/** `name  value`, the value in lines of its own width. */
export function entry(name: string, value: string, width: number, column = 18): readonly string[] {
  return wrapped(value, Math.max(20, width - column)).map((line, n) => `${(n === 0 ? name : '').padEnd(column)}${line}`);
}
