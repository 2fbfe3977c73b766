import { shownDate } from './dates.ts';

/** How a line begins that says when its page was published, in some languages. */
const LABEL =
  /^\W*(?:(?:first |originally )?(?:published|posted)|(?:publication|publish|post)(?:ed)? (?:date|time)|date (?:published|posted)|publiée?|veröffentlicht|publicado|pubblicato|gepubliceerd|publicerad|opublikowano|опубликовано|发布(?:于|日期|时间)?|發佈(?:於|日期|時間)?|公開日|投稿日|게시일)(?!\p{L})/iu;
/** Letters of a line that is a label and a date. */
const MAX_LETTERS = 60;

/** The date that a line is labelled with (`Posted on May 6, 2024`), or the line after it when the label stands alone. */
export function labelledDate(lines: readonly string[]): string | null {
  for (const [at, line] of lines.entries()) {
    if (line.length > MAX_LETTERS || !LABEL.test(line)) continue;
    const rest = line.replace(LABEL, '');
    const date = shownDate(/[\p{L}\d]/u.test(rest) ? rest : (lines[at + 1] ?? '').slice(0, MAX_LETTERS));
    if (date !== null) return date;
  }
  return null;
}
