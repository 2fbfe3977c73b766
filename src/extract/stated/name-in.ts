import { mendLine } from '../mend.ts';
import { nameOf } from '../metadata.ts';
import { withPlainDigits } from './calendars.ts';
import { beforeLabel } from './labelled.ts';
import { isDayName, monthNamed, monthOf } from './months.ts';

/** Letters of a line that is a name. */
export const MAX_LETTERS = 80;

/** Words between what was done and a name: a name follows them, or any other thing. */
const PREPOSITIONS = 'by|von|par|por|di|door|av|af|bởi|oleh|بواسطة|به قلم|द्वारा';
/** Words for the one who wrote, and what stands for them. */
const WRITERS =
  'автор(?:ка|ы|и|ът)?(?: (?:статьи|текста|статті|тексту|материала))?|текст|autor(?:a|in|ka|es|s|zy)?|auteure?s?|autrice|autore|authors?|συντάκτης|συντάκτρια|κείμενο|γράφει [ηο]|yazar|yazan|tác giả|penulis|szerző|kirjoittaja|โดย|ผู้เขียน|作者|撰文者?|撰稿人?|采写|採寫|(?:本[报報])?[记記]者|著者|筆者|執筆者?|投稿者|(?:この記事を)?書いた人|ライター|기자명|기자|글쓴이|작성자|بقلم|الكاتب|كتبها?|کاتب|نویسنده|מאת|כתב|लेखक';
const DEEDS =
  'written|(?:opinion|analysis|column|essay|commentary|report|review|interview)|ein (?:bericht|beitrag|gastbeitrag|kommentar|artikel)|eine (?:analyse|reportage|kolumne)|posted|submitted|authored|published|started|words|text|story|article|recipe|đăng|viết|guest post|a guest post|rédigée?|écrite?|publiée?|postée?|propos recueillis|escrito|redactado|publicad[oa]|postad[oa]|a cura|geschrieben|verfasst|erstellt|veröffentlicht|geschreven|gepubliceerd|geplaatst|تمت الكتابة|skriven|publicerad|skrevet|ditulis|diposting';
/** Deeds with prepositions that begin other lines, or follow other words, too. */
const DONE_BY = '(?:scritto|pubblicato)\\s+da|(?:scris|publicat)\\s+de|(?:napisan|opublikowan|dodan)[ey]\\s+przez';

/** Words for what another made, and for a text beside it: `Text: … Foto: …`, `Words and photos by …`. */
const PICTURES =
  'photo(?:s|graph\\p{L}*)?|fotos?|fotograf\\p{L}*|bild(?:er)?|illustra\\p{L}*|images?|graphics|videos?|写真|撮影|摄影|攝影|[图圖]片?';
const TEXT = '(?:text[eo]?|testo|tekst|words?|story)';
const JOINED = '(?:and|und|et|y|e|en|og|och|i|[&+])';
const BOTH = String.raw`${TEXT}\s*${JOINED}\s*(?:${PICTURES})(?:\s*[:：]\s*|\s+(?:${PREPOSITIONS})\s+)|text\s*[:：]\s*(?=.*\s(?:${PICTURES})\s*[:：])`;

/** Words that begin others, or name other things, unless a colon or a stroke follows them. */
const AMBIGUOUS = '(?:取材[・･]?)?文(?:[・･](?:写真|撮影|構成|編集))*|글|كتبت?|نوشته';
/** In Latin letters, an equals sign is one of a program. */
const COLON = String.raw`(?:\s*[:：／/|｜＝]|(?<=\p{Lo})\s*=)\s*`;
/** In Japanese a dot may, before a name and no other work. */
const DOTTED = String.raw`文[・･](?!${PICTURES}|構成|[编編]集|取材)`;
/** The same, unless a colon and two words follow. */
const DOUBTFUL = String.raw`(?:texte|texto|testo|tekst|teksti|haber|כתבה|إعداد|خبرنگار)\s*[:：]\s*(?=\S+\s\S)`;
/** Words that introduce a name, in many languages; what follows them on the line is the name. */
const INTRODUCED = new RegExp(
  String.raw`^(?:(?:(?:${DEEDS})\s+)?(?:${PREPOSITIONS})|${DONE_BY}|${WRITERS})(?:${COLON}|\s+)|^(?:${AMBIGUOUS})${COLON}|^${DOTTED}|^${DOUBTFUL}|^(?:${BOTH})`,
  'iu',
);
/** Further on in a line a colon must follow them. */
const LABELLED = new RegExp(String.raw`(?<=\s)(?:(?:${WRITERS}|${AMBIGUOUS})\s*[:：／/｜]|${DOUBTFUL})`, 'iu');

/** `By` and its like alone, with the name in an element of its own after it. */
const INTRODUCTION =
  /^(?:(?:written|posted|authored|published|words|text|story|article|recipe)\s+)?(?:by|von|por|par|di|door|автор|autor(?:a|in)?|auteur|autore|authors?|作者|文|撰文|記者|记者|著者|筆者|by line)\s*[:：]?$/i;
/** A reporter in a line: Korean has the word after the name, Chinese before it, or after it at the end. */
const REPORTED =
  /(?:^|\s)(\p{L}{2,5})\s*기자(?=\s|$|[(（=])|[記记]者\s*[:：]?\s*(\p{Script=Han}{2,4})(?=[\s／/、)）]|$)|^(\p{L}{2,5})\s*[記记]者$/u;
/** A name before a word for `by`, as Turkish and Hindi have it, at the end of a line or before a day. */
const POSTPOSED = /^(\p{L}[\p{L}\p{M}.'’ -]{1,60}?)\s+(?:tarafından|द्वारा)(?=$|\s*(?:[|•·,–—-]|\p{Nd}))/u;
/** Lines that are labels beside names. */
const TRADE = /^(?:updated|published|posts?|posted|last|reviewed|edited|medically|fact|read|share|min|via|about|follow|tags?)\b/i;
/** Where another's work begins: `Reviewed by`, and the next label of a line. */
const NEXT = new RegExp(
  String.raw`\s+(?:\p{L}+ly\s)?\p{L}+ed\s+by\s|[,;.]?\s(?:(?:${JOINED}|with|mit|avec|con|com|met|med)\s)?(?:${PICTURES})(?:\s+(?:${PREPOSITIONS})\s|\s*[:：／/｜])|[,;]\s(?:${PICTURES})\s|\s+(?:\S{1,12}[:：]|\p{Script=Han}{2,4}[／/｜]|\p{Script=Hangul}{2,6}\s[:：])|[／/]\S{1,12}[:：]|\s*\((?:${TEXT}|${PICTURES})\)|,?\s(?:special\sto|as\stold\sto)\s`,
  'iu',
);

const WEEKDAY = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?$/i;

/** Words between a name and a day: `on`. */
const ON = /^(?:on|at|am|le|el|il|em|op|den|dnia|på|στις|ngày|vào)$/iu;
/** Of the day of the week before a date, in words, at most. */
const MAX_DAY_WORDS = 2;

/** Words without those at their end that announce the day after them: a preposition, a day of the week; the latter is a name itself, as `Domingo`, right after one word without a comma. */
function withoutAnnouncement(words: readonly string[]): readonly string[] {
  for (let most = MAX_DAY_WORDS; most > 0; most -= 1) {
    const last = words.slice(-most).join(' ');
    const name = last.replace(/[,،]$/, '');
    const isDay = name === last ? words.length > most + 1 && isDayName(name) : isDayName(name) || WEEKDAY.test(name);
    if (words.length > most && (ON.test(last) || isDay)) return withoutAnnouncement(words.slice(0, -most));
  }
  return words;
}

/** Words up to those of a date, if there is one. */
function beforeDate(words: readonly string[]): readonly string[] {
  const at = words.findIndex(
    (word, i) =>
      i > 0 && (/^\d/.test(word) || (monthNamed(word) !== null && [words[i - 1], words[i + 1]].some((near) => /^\d/.test(near ?? '')))),
  );
  return at < 0 ? words : withoutAnnouncement(words.slice(0, at));
}

/** A place alone after names, as where a report was written: a word, and none of those that belong to a name. */
const PLACE =
  /^\s+(?:(?:in|à|aus|en|em|w|в)\s+)?(?!Esq$|Sr$|Junior$|Senior$)(?:\p{Lu}\p{Ll}{2,}(?:-\p{Lu}\p{Ll}+)*|\p{Script=Hebrew}{3,})$/u;

/** The house that a report is from; where it follows `von`, since no degree follows a name in German. */
const HOUSE = /^\s+[\p{L}-]{3,}$/u;

/** `Ada Lovelace, London` without the place; one word of a name is not enough before it, since another may follow. */
function withoutPlace(name: string, introduction: string): string {
  const at = name.lastIndexOf(',');
  if (at < 0 || !name.slice(0, at).includes(' ')) return name;
  const last = name.slice(at + 1);
  return PLACE.test(last) || (/^von\s/i.test(introduction) && HOUSE.test(last)) ? name.slice(0, at) : name;
}

/** Words of a name. */
const MAX_WORDS = 6;

/** Whether a text is a list of names, each of a few words that begin with a capital. */
const areNames = (text: string): boolean => {
  const names = text.split(new RegExp(String.raw`,\s+(?:${JOINED}\s+)?|\s+${JOINED}\s+`, 'iu'));
  return names.length > 1 && names.every((name) => /^\p{Lu}\S*(?: \S+){1,3}$/u.test(name));
};

/** A name as a line may hold it: without what introduces it, and without the date, the trade, the office or the place that follows. */
export function nameIn(line: string): string | null {
  const whole =
    mendLine(line)
      ?.replace(/ (?=[,;])/g, '')
      .replace(/^(?:(?:written|posted|recipe|story|photos?)\s+)?by(?=\p{Lu}\p{Ll})/iu, '') ?? '';
  const text = whole.replace(INTRODUCED, '');
  const before = beforeDate(withPlainDigits(beforeLabel(text).split(NEXT)[0] ?? '').split(' ')).join(' ');
  const [first = ''] = before.split(/\s+(?:[|•·–—=-]|(?:on|am|le|el|vào)(?=\s|$)|(?:in|under)(?=\s\p{Lu})|\d)\s*|\s*[|•·]\s*|,\s*\d/u);
  const named = nameOf(first)?.replace(/[,،、;:●•·|\s–-]+$/, '');
  const name = nameOf(named === undefined || text === whole ? named : withoutPlace(named, whole));
  if (name === null || name.length > MAX_LETTERS || /[!?]|\.\s|[。！？]|[:：]\s?\S/.test(name.replace(/\b\p{L}{1,3}\./gu, ''))) return null;
  const words = name.split(' ');
  if (
    TRADE.test(name) ||
    /^\d+ \p{Ll}/u.test(name) ||
    isIntroduction(name) ||
    (words.length > MAX_WORDS && !areNames(name)) ||
    (words.length === 1 && (monthOf(name) !== null || WEEKDAY.test(name)))
  )
    return null;
  return /\p{L}{2}/u.test(name) ? name : null;
}

/** What programs write before the name of a user, and what follows that. */
const SUBMITTED = /^(?:submitted|posted|started)\s+by\s/i;
const USER = /^\S+(?=$|\s+(?:on|at)\s|\s*[|•·])/;

/** Whether what follows such a word may be a name: in capitals where the script has them, unless all is small, as users call themselves. */
const mayBeName = (text: string, introduction: string): boolean =>
  /^(?:[\p{Lu}\p{Lt}\p{Lo}]|\d+\p{L})/u.test(text) ||
  (/^\p{Ll}/u.test(introduction) && /^\S+$/.test(text)) ||
  (SUBMITTED.test(introduction) && USER.test(text));

/** Small words that no name has, but a sentence: longer ones than `van der`, and some others. */
const OF_SENTENCE =
  /(?<![\p{L}\p{N}'’.-])(?:(?!d[ae]ll[aeo]?\b|d[ae]gli\b|bint[ei]?\b|ould\b|oraz\b|with\b|from\b|para\b|avec\b|sowie\b|agen[cz]\p{L}+|staff\b|others\b|editors?\b|editorial\b|team\b)\p{Ll}{4,}|bis|nach|are|was)(?!\p{L})/u;
/** The word for a writer, without a colon. */
const WRITER = new RegExp(`^(?:${WRITERS})\\s+$`, 'iu');

/** Whether a name without a colon before it is one: not the beginning of a sentence, nor `Author Guidelines`. */
const isName = (name: string, introduction: string): boolean =>
  (!name.includes(' ') || !OF_SENTENCE.test(name)) && !(WRITER.test(introduction) && /^[\p{Script=Latin}]+$/u.test(name));

/** `By` further on in a line. */
const LATER = new RegExp(String.raw`\s(?:[|•·–—-]\s*)?(?=(?:(?:${DEEDS})\s+)?(?:${PREPOSITIONS})\s+)`, 'iu');
const OF_DAY = /^(?:\P{L}*|\d+\p{L}{2}|published|posted|at|um|uhr|[ap]m|de|of)$/iu;

/** The rest of a line that begins with a day, from the word before a name on: `May 6, 2024 by …`. */
function afterDay(line: string): string | null {
  const at = /\p{Nd}/u.test(line) ? line.search(LATER) : -1;
  const day = at < 0 ? '' : line.slice(0, at);
  if (!/\p{Nd}.*[\s./-].*\p{Nd}/u.test(day)) return null;
  const rest = line.slice(at).replace(/^[\s|•·–—-]+/, '');
  const [introduction = ''] = INTRODUCED.exec(rest) ?? [];
  const words = day.split(/[\s,.]+/);
  const isDay = words.every((word) => OF_DAY.test(word) || ON.test(word) || monthNamed(word) !== null || isDayName(word));
  return isDay && introduction !== '' && mayBeName(rest.slice(introduction.length), introduction) ? rest : null;
}

/** The name in a line that begins with a word which introduces it, has such a label, or is a reporter's. */
export function introducedIn(line: string): string | null {
  const text = line.trim();
  const [introduction] = INTRODUCED.exec(text) ?? [];
  if (introduction !== undefined) {
    if (/[:：／/|｜＝=]/.test(introduction)) return nameIn(text);
    const name = mayBeName(text.slice(introduction.length), introduction) ? nameIn(text) : null;
    return name !== null && isName(name, introduction) ? name : null;
  }
  const named = text.length <= MAX_LETTERS ? (REPORTED.exec(text) ?? POSTPOSED.exec(text)) : null;
  if (named !== null) return nameIn(named.slice(1).find((name) => name !== undefined) ?? '');
  const dated = text.length <= MAX_LETTERS ? afterDay(text) : null;
  if (dated !== null) return introducedIn(dated);
  const label = text.search(LABELLED);
  return label < 0 ? null : nameIn(text.slice(label));
}

/** Whether a line is a word that introduces a name and nothing else. */
export const isIntroduction = (line: string): boolean => INTRODUCTION.test(line.trim());

/** Whether a line is one word that stands beside names. */
export const isLabel = (line: string): boolean => TRADE.test(line.trim()) && /^\s*\S+\s*$/.test(line);
