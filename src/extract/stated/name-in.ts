import { mendLine } from '../mend.ts';
import { nameOf } from '../metadata.ts';
import { monthOf } from './months.ts';

/** Letters of a line that is a name. */
export const MAX_LETTERS = 80;

/** Words between what was done and a name: a name follows them, or any other thing. */
const PREPOSITIONS = 'by|von|par|por|di|door|av|af|bởi|द्वारा';
/** Words for the one who wrote, and what stands for them. */
const WRITERS =
  'автор|текст|autor(?:a|in|es|s)?|auteurs?|autore|authors?|συντάκτης|κείμενο|yazar|yazan|tác giả|penulis|โดย|ผู้เขียน|作者|撰文|采写|採寫|(?:本[报報])?[記记]者|著者|筆者|執筆|ライター|기자명|기자|글쓴이|작성자|بقلم|الكاتب|كتبها?|کاتب|نویسنده|מאת|כתב|लेखक';
const DEEDS = 'written|posted|submitted|authored|published|started|words|text|story|article|recipe|đăng|viết|guest post|a guest post';

/** Words that begin others, or name other things, unless a colon or a stroke follows them. */
const AMBIGUOUS = '文|글|نوشته|كتب';
const COLON = String.raw`\s*[:：／/|]\s*`;
/** Words that introduce a name, in many languages; what follows them on the line is the name. */
const INTRODUCED = new RegExp(
  String.raw`^(?:(?:(?:${DEEDS})\s+)?(?:${PREPOSITIONS})|${WRITERS})(?:${COLON}|\s+)|^(?:${AMBIGUOUS})${COLON}`,
  'iu',
);
/** Further on in a line a colon must follow them. */
const LABELLED = new RegExp(String.raw`(?<=\s)(?:${WRITERS}|${AMBIGUOUS})\s*[:：／/]`, 'iu');

/** `By` and its like alone, with the name in an element of its own after it. */
const INTRODUCTION =
  /^(?:(?:written|posted|authored|published|words|text|story|article|recipe)\s+)?(?:by|von|por|par|di|door|автор|autor(?:a|in)?|auteur|autore|authors?|作者|文|撰文|記者|记者|著者|筆者|by line)\s*[:：]?$/i;
/** A reporter in a line: Korean has the word after the name, Chinese before it, or after it at the end. */
const REPORTED =
  /(?:^|\s)(\p{L}{2,5})\s*기자(?=\s|$|[(（=])|[記记]者\s*[:：]?\s*(\p{Script=Han}{2,4})(?=[\s／/、]|$)|^(\p{L}{2,5})\s*[記记]者$/u;
/** Lines that are labels beside names. */
const TRADE = /^(?:updated|published|posts?|posted|last|reviewed|edited|medically|fact|read|share|min|via|about|follow|tags?)\b/i;
/** Where another's work begins: `Reviewed by`, and the next label of a line. */
const NEXT = /\s+(?:\p{L}+ly\s)?\p{L}+ed\s+by\s|\s+(?:\S{1,12}[:：]|\p{Script=Han}{2,4}[／/])/iu;

const WEEKDAY = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?$/i;

/** Words up to the day or the month of a date. */
function beforeDate(words: readonly string[]): readonly string[] {
  const at = words.findIndex(
    (word, i) => i > 0 && monthOf(word) !== null && [words[i - 1], words[i + 1]].some((near) => /^\d/.test(near ?? '')),
  );
  if (at < 0) return words;
  return words.slice(0, /^\d/.test(words[at - 1] ?? '') ? at - 1 : at);
}

/** A name as a line may hold it: without what introduces it, and without the date, the trade or the office that follows. */
export function nameIn(line: string): string | null {
  const text =
    mendLine(line)
      ?.replace(/^(?:(?:written|posted|recipe|story|photos?)\s+)?by(?=\p{Lu}\p{Ll})/iu, '')
      .replace(INTRODUCED, '') ?? '';
  const before = beforeDate((text.split(NEXT)[0] ?? '').split(' ')).join(' ');
  const [first = ''] = before.split(/\s+(?:[|•·–—=-]|(?:on|am|le|el|vào)(?=\s|$)|\d)\s*|\s*[|•·]\s*|,\s*\d/);
  const name = nameOf(nameOf(first)?.replace(/[,،、;:●•·|\s–-]+$/, ''));
  if (name === null || name.length > MAX_LETTERS || /[!?]|\.\s|[。！？]|[:：]\s?\S/.test(name.replace(/\b\p{L}{1,3}\./gu, ''))) return null;
  const words = name.split(' ');
  if (
    TRADE.test(name) ||
    /^\d+ \p{Ll}/u.test(name) ||
    isIntroduction(name) ||
    words.length > 6 ||
    (words.length === 1 && (monthOf(name) !== null || WEEKDAY.test(name)))
  )
    return null;
  return /\p{L}{2}/u.test(name) ? name : null;
}

/** Whether what follows such a word may be a name: in capitals where the script has them, unless all is small, as users call themselves. */
const mayBeName = (text: string, introduction: string): boolean =>
  /^(?:[\p{Lu}\p{Lt}\p{Lo}]|\d+\p{L})/u.test(text) || (/^\p{Ll}/u.test(introduction) && /^\S+$/.test(text));

/** The name in a line that begins with a word which introduces it, has such a label, or is a reporter's. */
export function introducedIn(line: string): string | null {
  const text = line.trim();
  const [introduction] = INTRODUCED.exec(text) ?? [];
  if (introduction !== undefined)
    return /[:：／/|]/.test(introduction) || mayBeName(text.slice(introduction.length), introduction) ? nameIn(text) : null;
  const reporter = text.length <= MAX_LETTERS ? REPORTED.exec(text) : null;
  if (reporter !== null) return nameIn(reporter[1] ?? reporter[2] ?? reporter[3] ?? '');
  const label = text.search(LABELLED);
  return label < 0 ? null : nameIn(text.slice(label));
}

/** Whether a line is a word that introduces a name and nothing else. */
export const isIntroduction = (line: string): boolean => INTRODUCTION.test(line.trim());

/** Whether a line is one word that stands beside names. */
export const isLabel = (line: string): boolean => TRADE.test(line.trim()) && /^\s*\S+\s*$/.test(line);
