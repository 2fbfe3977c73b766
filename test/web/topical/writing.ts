import type { Chance } from '../chance.ts';
import type { Language, Lexicon } from './lexicon.ts';

export interface Writing {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

interface Order {
  readonly language: Language;
  readonly subject: number;
  /** A subject that is mentioned in passing; null when none is. */
  readonly aside: number | null;
}

/** Common words of a list come more often: that of rank r about 1/(r+1) times as often as the first (Zipf). */
const common = <Word>(chance: Chance, words: readonly Word[]): Word => words[Math.floor(words.length ** chance.next()) - 1] as Word;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Writes pages about subjects, some plainly so and some hardly, some with titles that say nothing. */
export class Writer {
  readonly #lexicon: Lexicon;
  readonly #chance: Chance;

  constructor(lexicon: Lexicon, chance: Chance) {
    this.#lexicon = lexicon;
    this.#chance = chance;
  }

  /** What a subject is called. */
  nameOf(language: Language, subject: number): string {
    return this.#lexicon.subjects[subject]?.words[language].slice(0, 2).join(language === 'zh' ? '' : ' ') ?? '';
  }

  write({ language, subject, aside }: Order): Writing {
    const chance = this.#chance;
    const density = 0.06 + 0.2 * chance.next();
    const paragraphs = Array.from({ length: 3 + Math.floor(chance.next() * 6) }, () =>
      Array.from({ length: 2 + Math.floor(chance.next() * 4) }, () => this.#sentence(language, subject, density)).join(
        language === 'zh' ? '' : ' ',
      ),
    );
    if (aside !== null) paragraphs.splice(1, 0, this.#sentence(language, aside, 0.12));
    return { title: this.#title(language, subject), paragraphs };
  }

  #title(language: Language, subject: number): string {
    const { subjects, plain } = this.#lexicon;
    const says = this.#chance.next() < 0.85;
    const words = Array.from({ length: 4 }, (_, n) =>
      says && n % 2 === 0 ? common(this.#chance, subjects[subject]?.words[language] ?? []) : common(this.#chance, plain[language]),
    );
    return language === 'zh' ? words.join('') : capital(words.join(' '));
  }

  #sentence(language: Language, subject: number, density: number): string {
    const { subjects, plain, small } = this.#lexicon;
    const words = Array.from({ length: 8 + Math.floor(this.#chance.next() * 14) }, () => {
      const turn = this.#chance.next();
      if (turn < density) return common(this.#chance, subjects[subject]?.words[language] ?? []);
      return turn < 0.55 ? common(this.#chance, plain[language]) : this.#chance.pick(small[language]);
    });
    return language === 'zh' ? `${words.join('')}。` : `${capital(words.join(' '))}.`;
  }
}
