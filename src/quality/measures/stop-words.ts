import { languageOf } from '../../text/language-tag.ts';
import { unitsOf } from '../../text/units.ts';
import { isApostrophe, spellingHash, type Tokens } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Words by which a language is known: for English those of Gopher (Rae et al. 2021, appendix A.1.1), for the others those of the
 * configuration of FineWeb-2 (huggingface/fineweb-2, Apache-2.0). Case counts, as it does there.
 */
const STOP_WORDS: Readonly<Record<string, string>> = {
  en: 'the be to of and that have with',
  zh: '的 年 在 月 是 和 日 了 於 · 為 有 被 人 中 为 他 與 後 也 而 由',
  ja: 'の に を は た て が と で 年 し ・ 月 れ さ',
  ko: '의 다 이 는 에 을 한 년 하 은 를 했 고 에서 가 있 으로 인 월 로 되',
  th: 'ใน ที่ และ ของ เป็น มี การ ได้',
  de: 'der und die in von im den des mit das er dem als wurde für',
  fr: "de la le et à en l' des du les est d' un une il dans par au",
  es: 'de la en el y a que del los se por un con una las su',
  it: "di e il la in a del che è della un per nel l' con da i una",
  pt: 'de a e o em do da que um no uma com para na é foi',
  nl: 'de van in het een en is op voor met door zijn werd hij uit',
  pl: 'w i na z do się roku od a jest przez po jako oraz o został był nie',
  cs: 'v a se na je z s do',
  ru: 'в и на с года по году из был к не от что за для его как а он также до после',
  uk: 'у в на і з та до року за що',
  ar: '، في من على إلى عام أن مع أو هو عن التي كان بين ما كانت هي المتحدة بعد',
  fa: 'در و ، به از که است این را با یک',
  tr: 've bir olarak bu ile için olan da de tarafından yılında sonra en daha ilk the',
  vi: 'là và của một được trong năm các có loài này đã người',
  id: 'dan yang di pada dari ini dengan adalah untuk dalam',
  hi: 'के में है की और से का को एक हैं पर',
  sw: 'ya na wa katika kwa ni la za mwaka',
  sv: 'i och är av en som den med på till att för',
  da: 'i og af en til er den at som på for med det blev var der fra de han et',
  no: 'i og av som en er til på for ble med den det var han de å fra',
  fi: 'ja on oli hän vuonna myös joka se ei sen ovat sekä mutta että tai vuoden kanssa hänen s jälkeen the',
  el: 'του και το της η την από ο με τον να που των στην για στο σε είναι τη τα οι',
  he: 'של את על הוא עם בשנת גם היה היא לאחר לא ידי בין או כי',
  hu: 'a az és is egy volt hogy nem meg de magyar első el között',
  ro: 'de în a și din la o cu este un pe fost care al',
  bg: 'на и в е от за се г с през да по',
  bn: 'এবং ও হয় করে একটি তিনি করা থেকে',
  te: 'నుండి కి ఉన్నాయి మీ గ్రామం ఉంది దూరంలో ఈ కేంద్రం',
};

interface WordList {
  readonly whole: ReadonlySet<number>;
  /** Spellings that end in an apostrophe stand before another word; in Korean what is listed stands after it. */
  readonly isPrefixed: boolean;
  readonly isSuffixed: boolean;
}

const lists = new Map<string, WordList | null>();

function listOf(language: string): WordList | null {
  const known = lists.get(language);
  if (known !== undefined) return known;
  const words = STOP_WORDS[language]?.split(' ');
  const list =
    words === undefined
      ? null
      : {
          whole: new Set(words.map((word) => spellingHash(unitsOf(word)))),
          isPrefixed: words.some((word) => word.endsWith("'")),
          isSuffixed: language === 'ko',
        };
  lists.set(language, list);
  return list;
}

/** How many different stop words of its language a text has; null for a language without a list. */
export function countStopWords({ units, starts, ends, hashes }: Tokens, { size, firsts }: Vocabulary, tag: string): number | null {
  const list = listOf(languageOf(tag));
  if (list === null) return null;
  const found = new Set<number>();
  const look = (hash: number): void => {
    if (list.whole.has(hash)) found.add(hash);
  };
  for (let spelling = 0; spelling < size; spelling += 1) {
    const at = firsts[spelling] ?? 0;
    const start = starts[at] ?? 0;
    const end = ends[at] ?? 0;
    look(hashes[at] ?? 0);
    if (list.isPrefixed && end - start > 2) {
      for (let place = start + 1; place < Math.min(end, start + 4); place += 1)
        if (isApostrophe(units[place] ?? 0)) look(spellingHash(Uint16Array.of(...units.subarray(start, place), 0x27)));
    }
    if (list.isSuffixed) {
      if (end - start > 1) look(spellingHash(units, end - 1, end));
      if (end - start > 2) look(spellingHash(units, end - 2, end));
    }
  }
  return found.size;
}
