import { shownDate } from './dates.ts';

/** Words before the day of a publication, in some languages. */
const PUBLICATION =
  '(?:first |originally )?(?:published|posted)|(?:publication|publish|post)(?:ed)? (?:date|time)|date (?:published|posted)|publiée?|mise? en ligne|veröffentlicht|erschienen|publicad[oa]|fecha de publicaci[oó]n|pubblicat[oa]|gepubliceerd|publicerad|udgivet|publisert|julkaistu|opublikowan[oe]|publikováno|publicat|опублікован[оа]|опубликован[оа]?|дата публикации|δημοσ[ιί]ε(?:ύθηκε|ύτηκε|υση)|yay[ıi]n(?:lanma|lanan)?(?: tarihi)?|تاريخ النشر|نشر(?: في)?|تاریخ انتشار|منتشر شده|פורסם|תאריך פרסום|เผยแพร่(?:เมื่อ)?|ngày đăng|đăng (?:ngày|lúc)|diterbitkan|dipublikasikan|प्रकाशित|[发發](?:布|佈|表)(?:[于於]|日期|[时時][间間])?|公開日|投稿日|掲載日|게시일?|기사입력|입력|등록일?|작성일';
/** Words at the day of a change, or another step before publication. */
const CHANGE =
  /(?<!\p{L})(?:updated|last update|update:|modified|changed|revised|reviewed|corrected|edited(?! by)|expires|received|accepted|mise? à jour|modifié|dernière modification|actuali[sz]ad[oa]|modificad[oa]|(?:última|ultima) (?:actualización|atualização|modificación|modificação|modifica)|modificat[oa]|ultimo aggiornamento|atualizad[oa]|aggiornat[oa]|bijgewerkt|gewijzigd|laatste wijziging|aktualisiert|geändert|letzte änderung|zuletzt bearbeitet|stand:|uppdaterad|ändrad|opdateret|oppdatert|päivitetty|zaktualizowano|edytowano|aktualizacja|ostatnia (?:zmiana|modyfikacja)|aktualizováno|aktualizace|frissítve|actualizat|обновлен[оа]?|изменен[оа]?|последнее изменение|отредактирован[оа]?|оновлено|остання зміна|ενημερώθηκε|ενημέρωση|güncellen?me|güncellendi|son değişiklik|(?:آخر )?تحديث|به‌?روز|ویرایش|עודכן|עדכון|cập nhật|diperbarui|terakhir diubah|अपडेट)(?!\p{L})|已[于於](?=\s*\d{4}.{0,30}(?:修改|更新|[编編][辑輯]))|更新(?!情報)|修改|修[订訂]于?|[编編][辑輯]于|(?<![가-힣])(?:최종|최근|기사|마지막|일부)?\s?수정|업데이트|แก้ไข|อั[ปพ]เดต|ปรับปรุง/iu;
/** Words at a day that a text tells of: on which something takes place, ends or comes into force, or somebody came to a board; before it, in Chinese, Japanese and Korean also after it. No stroke stands between, but right after the word. */
const EVENT =
  /(?<!\p{L})(?:tak(?:es?|ing) place|(?:be|is|are|was|were) held|appl(?:y|ications?) (?:by|before|until)|deadline|due(?: date| by)|effective|(?:born|died)(?!,)|opens|begins|closes|geboren|gestorben|n[ée]e? le|nacid[oa]|nat[oa] (?:il|a|nel)|родил(?:ся|ась)|умер(?:ла)?|valid (?:from|until|through)|when:|join(?:ed|(?:ing)? date)|member since|registered|findet|fand|frist|\p{L}+schluss|gültig|in kraft|(?:mitglied|registriert|dabei) seit|beiträge seit|registriert:|beigetreten|a(?:ura)? lieu|date limite|en vigueur|inscription|inscrit|jusqu['’]au|tendrá lugar|se celebra(?:rá)?|registrado|miembro desde|fecha límite|plazo|vigente|vigencia|si (?:svolge|svolgerà|terrà)|scadenza|in vigore|realiza-se|prazo|vigor|vindt|geldig|зарегистрирован|регистрация|состоится|пройд[её]т|срок|вступает|действует|відбудеться|odbędzie|termin|ważn[eya]|koná|tarihine kadar|son başvuru|katılım|üyelik tarihi|iscritto|lid (?:geworden|sinds)|rejestracja|registrován|ngày tham gia|tham gia|הצטר\p{L}*|תאריך הצטרפות|انضم|تاريخ (?:التسجيل|الانضمام)|تاریخ عضویت|ลงทะเบียนเมื่อ|يقام|ينعقد|الموعد النهائي)(?!\p{L})(?=(?:\s?[|·•])?[^|·•]*\p{Nd})|截[止至]|生效|施行|[举舉]行|[举舉][办辦]|[开開]幕|[註注][册冊](?:[时時][间間]|日期)|加入(?:[时時][间間]|日期)|開催|締め?切|まで|마감|시행|개최|열린다|가입일?/iu;
const LABEL = new RegExp(`^\\P{L}*(?:${PUBLICATION})(?!\\p{L})`, 'iu');
const LABEL_WITHIN = new RegExp(`(?<!\\p{L})(?:${PUBLICATION})(?!\\p{L})`, 'iu');
/** Letters of a line that is a label and a date. */
const MAX_LETTERS = 60;
/** Letters after a word that announces a day: ` on:`. */
const MAX_AFTER = 8;

const hasFigures = (text: string): boolean => /\p{Nd}/u.test(text);

/** The word for a publication or a change after a name. */
const AFTER_NAME = new RegExp(String.raw`\s(?:${LABEL_WITHIN.source}|${CHANGE.source})`, 'iu');

/** A text up to a label of a day, if there is one. */
export function beforeLabel(text: string): string {
  const at = text.search(AFTER_NAME);
  return at > 0 && hasFigures(text.slice(at)) ? text.slice(0, at) : text;
}

/** The date that a line is labelled with (`Posted on May 6, 2024`), or the line after it when the label stands alone. */
export function labelledDate(lines: readonly string[], language: string | null = null): string | null {
  for (const [at, line] of lines.entries()) {
    if (line.length > MAX_LETTERS || !LABEL.test(line)) continue;
    const rest = line.replace(LABEL, '');
    const date = ownDate(/[\p{L}\p{Nd}]/u.test(rest) ? rest : (lines[at + 1] ?? '').slice(0, MAX_LETTERS), language);
    if (date !== null) return date;
  }
  return null;
}

/** The day of publication in a text: what such a label says, else the first that is not of a change or an event. */
export function ownDate(text: string, language: string | null = null): string | null {
  if (!hasFigures(text)) return null;
  const other = Math.min(...[CHANGE, EVENT].map((words) => text.search(words)).filter((at) => at >= 0));
  const isAlone = other === Number.POSITIVE_INFINITY;
  const first = isAlone ? shownDate(text, language) : null;
  if (first !== null) return first;
  const label = text.search(LABEL_WITHIN);
  const labelled = label < 0 ? null : shownDate(text.slice(label, label < other ? other : undefined).replace(LABEL, ''), language);
  if (isAlone) return labelled;
  // A day with nothing after it but the word is the other's, too: `2024年3月6日更新`.
  return labelled ?? (hasFigures(text.slice(other)) ? shownDate(text.slice(0, other), language) : null);
}

/** The day of a change in a text, before or after the word for it. */
export function changeDate(text: string, language: string | null = null): string | null {
  const change = hasFigures(text) ? text.search(CHANGE) : -1;
  if (change < 0) return null;
  const after = text.slice(change);
  if (!hasFigures(after)) return text.search(LABEL_WITHIN) < 0 ? shownDate(text.slice(0, change), language) : null;
  const label = after.search(LABEL_WITHIN);
  return shownDate(label < 0 ? after : after.slice(0, label), language);
}

/** Whether a text without a day ends with one of some words, so that the day after it is the one they tell of. */
function announces(text: string, words: RegExp): boolean {
  const found = hasFigures(text) ? null : words.exec(`${text.trim()} 1`);
  return found !== null && text.trim().length - found.index - found[0].length <= MAX_AFTER;
}

/** Whether the day after a text is that of a change. */
export const announcesChange = (text: string): boolean => announces(text, CHANGE);

/** Whether the day after a text is that of an event. */
export const announcesEvent = (text: string): boolean => announces(text, EVENT);

/** The first date in lines beside a title, of publication or of a change. */
export function dateInLines(lines: readonly string[], kind: 'own' | 'change', language: string | null = null): string | null {
  for (const [at, line] of lines.entries()) {
    if (!hasFigures(line)) continue;
    const isAnnounced = announcesChange(lines[at - 1] ?? '');
    const date =
      kind === 'change'
        ? isAnnounced
          ? shownDate(line, language)
          : changeDate(line, language)
        : isAnnounced
          ? null
          : ownDate(line, language);
    if (date !== null) return date;
  }
  return null;
}
