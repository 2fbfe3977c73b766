import type { Chance } from '../chance.ts';

export type Language = 'en' | 'zh';

/** What a subject's pages say, the commonest words first, in two languages. */
export interface Subject {
  readonly words: Readonly<Record<Language, readonly string[]>>;
}

export interface Lexicon {
  readonly subjects: readonly Subject[];
  /** Words of no subject, that carry meaning. */
  readonly plain: Readonly<Record<Language, readonly string[]>>;
  /** What holds sentences together. */
  readonly small: Readonly<Record<Language, readonly string[]>>;
}

const SMALL: Lexicon['small'] = {
  en: 'the of and to a in is that it for was on are with as his they be at this have from or had by not but what all were when we there can an your which their if do will each about how up out them then she many some so these would other into has more two like him time no could'.split(
    ' ',
  ),
  zh: '的 一 是 了 在 和 有 我 不 这 他 中 上 来 到 个 们 为 地 出 要 也 就 会 可 以 着 对 而 之 前 后 里 说 得 去 过 自 从'.split(' '),
};
const [FIRST, LAST] = [0x4e00, 0x9000];
const SUBJECT_WORDS = 40;
const PLAIN_WORDS = 400;
/** Of a subject's words, so many are another's too. */
const SHARED = 0.15;

/** Words that nobody has seen before: the same seed invents the same. */
export function inventLexicon(chance: Chance, subjects: number): Lexicon {
  const taken = new Set<string>();
  const invent: Readonly<Record<Language, () => string>> = { en: () => latinWord(chance), zh: () => hanWord(chance) };
  const fresh = (language: Language): string => {
    for (;;) {
      const word = invent[language]();
      if (taken.has(word)) continue;
      taken.add(word);
      return word;
    }
  };
  const list = (language: Language, length: number): string[] => Array.from({ length }, () => fresh(language));
  const own = Array.from({ length: subjects }, () => ({ en: list('en', SUBJECT_WORDS), zh: list('zh', SUBJECT_WORDS) }));
  const borrow = (language: Language, n: number): readonly string[] =>
    (own[n]?.[language] ?? []).map((word, rank) => (rank > 5 && chance.next() < SHARED ? chance.pick(chance.pick(own)[language]) : word));
  return {
    subjects: own.map((_, n) => ({ words: { en: borrow('en', n), zh: borrow('zh', n) } })),
    plain: { en: list('en', PLAIN_WORDS), zh: list('zh', PLAIN_WORDS) },
    small: SMALL,
  };
}

function latinWord(chance: Chance): string {
  const letter = (of: string): string => of.charAt(Math.floor(chance.next() * of.length));
  const syllable = (): string => letter('bcdfghklmnprstvw') + letter('aeiou') + (chance.next() < 0.3 ? letter('nrlst') : '');
  return Array.from({ length: 2 + Math.floor(chance.next() * 2) }, syllable).join('');
}

const hanLetter = (chance: Chance): string => String.fromCharCode(FIRST + Math.floor(chance.next() * (LAST - FIRST)));
const hanWord = (chance: Chance): string => hanLetter(chance) + hanLetter(chance);
