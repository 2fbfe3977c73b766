import { DAY_MS, type Instant } from '../records.ts';
import type { Look } from './look.ts';

/** How a host answers to an address that cannot exist: JSON in the host facts under its origin. */
export interface NotFoundFact {
  readonly version: 1;
  readonly url: string;
  /** For people: the status, or why it was not asked. */
  readonly because: string;
  /** Of an answer that pretends to be a page; null where the host says honestly that there is none, or could not be asked. */
  readonly pretends: { readonly title: string; readonly words: readonly string[] } | { readonly to: string } | null;
}

/** A host is asked again after this. */
export const ASKED_FOR_MS: Instant = DAY_MS;

/** Apologies, in titles and headings. */
const APOLOGIES =
  /(?:^|\b)(?:404\b|(?:page|document|file|article|content|site) (?:was |is |could |can |cannot |can't )?(?:not (?:be )?found|no longer (?:exists|available)|unavailable|missing)|not found$|page (?:does not|doesn't) exist|nothing (?:was )?found|seite (?:wurde )?nicht gefunden|seite existiert nicht|page (?:introuvable|non trouvée)|página no (?:encontrada|existe)|página não (?:encontrada|existe)|pagina non trovata|pagina niet gevonden|strona nie (?:została )?znaleziona|sidan (?:kunde inte|hittades inte)|страница не найдена)|页面(?:不存在|未找到|没有找到)|找不到(?:页面|网页|頁面|網頁)|頁面不存在|ページが見つかりません|페이지를 찾을 수 없/i;

/** Words of an answer that are kept. */
const WORDS = 400;
/** Share of words that two answers of the same kind have in common. */
const ALIKE = 0.8;

const wordsOf = ({ words }: Look): readonly string[] => [...new Set(words)].slice(0, WORDS);

/** Whether a page calls itself missing: reason to ask, never to judge. */
export const apologises = ({ title, heading }: Pick<Look, 'title' | 'heading'>): boolean =>
  APOLOGIES.test(title) || APOLOGIES.test(heading);

export const pretenceOf = (look: Look): NotFoundFact['pretends'] => ({ title: look.title, words: wordsOf(look) });

/** Whether a page is what its host answers to an address that cannot exist. */
export function isPretence(url: string, look: Look, { pretends }: NotFoundFact): boolean {
  if (pretends === null) return false;
  if ('to' in pretends) return url === pretends.to;
  const [one, other] = [new Set(wordsOf(look)), new Set(pretends.words)];
  const common = one.intersection(other).size;
  return common >= ALIKE * (one.size + other.size - common);
}
