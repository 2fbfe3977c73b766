import { mendLine } from '../mend.ts';
import { nameOf } from '../metadata.ts';
import { monthOf } from './months.ts';

/** Letters of a line that is a name. */
export const MAX_LETTERS = 80;

/** Words that introduce a name, in many languages; what follows them on the line is the name. */
const INTRODUCED =
  /^(?:(?:written|posted|authored|published|started|words|text|story|article|recipe|reviewed)\s+by|by|von|por|par|di|door|av|af|автор|текст|autor(?:a|in)?|auteur|autore|authors?|yazar|tác giả|penulis|ผู้เขียน|作者|文|撰文|記者|记者|著者|筆者|執筆|글|기자|بقلم|الكاتب|نویسنده)\s*(?:[:：／/|]\s*|\s+|(?=\p{Script=Han}))/iu;

/** `By` and its like alone, with the name in an element of its own after it. */
const INTRODUCTION =
  /^(?:(?:written|posted|authored|published|words|text|story|article|recipe)\s+)?(?:by|von|por|par|di|door|автор|autor(?:a|in)?|auteur|autore|authors?|作者|文|撰文|記者|记者|著者|筆者|by line)\s*[:：]?$/i;
/** What stands after a reporter's name. */
const REPORTER = /\s*(?:기자|記者|记者)$/;
/** Lines that are labels beside names. */
const TRADE = /^(?:updated|published|posts?|posted|last|reviewed|edited|medically|fact|read|share|min|via)\b/i;

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
  const before = beforeDate(text.split(' ')).join(' ');
  const [first = ''] = before.split(/\s+(?:[|•·–—-]|(?:on|am|le|el)(?=\s|$)|\d)\s*|\s*[|•·]\s*|,\s*\d/);
  const name = nameOf(first.replace(REPORTER, '').replace(/[,،、;:●•·|\s–-]+$/, ''));
  if (name === null || name.length > MAX_LETTERS || /[!?]|\.\s|[。！？]/.test(name.replace(/\b\p{L}{1,3}\./gu, ''))) return null;
  const words = name.split(' ');
  if (
    TRADE.test(name) ||
    isIntroduction(name) ||
    words.length > 6 ||
    (words.length === 1 && (monthOf(name) !== null || WEEKDAY.test(name)))
  )
    return null;
  return /\p{L}{2}/u.test(name) ? name : null;
}

/** Whether a line begins with a word that introduces a name, or is a reporter's. */
export const isIntroduced = (line: string): boolean =>
  INTRODUCED.test(line.trim()) || /^\p{L}{2,5}\s*(?:기자|記者|记者)(?:\s|$)/u.test(line.trim());

/** Whether a line is such a word and nothing else. */
export const isIntroduction = (line: string): boolean => INTRODUCTION.test(line.trim());
