import { otherThing, ownText } from './words/nouns.ts';
import { exceptWhere } from './words/statements.ts';

/** What is taken out: `but not images`, `except for photos`. */
const takenOut =
  /[,(]? ?(?:but not|excluding|except(?: for)?|not including|other than|apart from|with the exception of|mit ausnahme (?:von|der)|außer|sauf|hormis|à l['’]exception d\p{L}*|excepto|salvo|exceto|tranne|eccetto|met uitzondering van|кроме|за исключением|باستثناء)(?! (?:where|as|when)) [^,.;()]{0,80}[,)]?|[^、。,]{0,20}を除く?、?/giu;

/** A clause without what it excepts. */
export const withoutExceptions = (text: string): string => text.replaceAll(exceptWhere, ' ').replaceAll(takenOut, ' ');

/** The last clause of a text. */
export const lastClause = (text: string): string => text.split(/(?<!(?<!\p{L})\p{L})[.;!?]\s|[。;|¦•·]/u).at(-1) ?? '';

/** What a clause that leads up to a licence speaks of: the noun nearest to it decides, unless both stand side by side. */
export function subjectOf(before: string): 'own' | 'other' | 'none' {
  const clause = lastClause(before);
  const other = lastMatch(otherThing, clause);
  const own = lastMatch(ownText, clause);
  if (other === null) return own === null ? 'none' : 'own';
  if (own === null) return 'other';
  if (own.index >= other.index + other[0].length)
    return within.test(clause.slice(other.index + other[0].length, own.index)) ? subjectOf(clause.slice(0, own.index)) : 'own';
  const between = clause.slice(own.index + own[0].length, other.index);
  // `Text and images`, `content (texts, photos)`; `the content of this page, and code samples` are two subjects.
  return /^(?:\s*(?:[,&/(]|(?:and|or|und|oder|et|y|e|en|i|и|و|ve|và|dan|och|og)(?!\p{L})|和|及|与|與|と|や|과|와|및))+\s*(?:\p{L}+\s+)?$/iu.test(
    between,
  ) && !/^,? (?:and|und|et) \p{L}+ $/u.test(between)
    ? 'own'
    : 'other';
}

/** Between a thing and where it is, by language. */
const places = [
  'in|on|of|from|within|throughout|inside|for|behind|with|to|accompanying|supporting|underlying|illustrating|that|which',
  'auf|aus|im|zu[mr]?|für|hinter|bei|die|welche|sur|dans|des?|du|pour|au|aux|accompagnant|illustrant|qui',
  'en|del|para|que|dell[ae]|dei|degli|nel(?:l[ae])?|nei|negli|sul(?:l[ae])?|sui|sugli|per|che|d[ao]s?|n[ao]s?|[dn]est[ea]s?',
  'op|van|bij|uit|voor|w|z|ze|do|dla|na|v|ve|k|pro|в|с|у|на|к|ко|для|из|з|із|до',
  'på|av|af|til|till|för|fra|från|trên|trong|của|di|pada|dalam|untuk|dari|în|din|في|على|در|από|στ(?:ο|η|ον|ην|α|ις|ους)|του|της|των',
].join('|');

/** `Photos on this site`: what stands between a thing and where it is. */
const within = new RegExp(
  `^,?\\s*(?:\\p{L}+ )?(?:(?:${places})(?!\\p{L})|ใน|บน|(?=(?:dies|unser|эт|наш|цього|tej|tego|našeho|tohoto|täll|täss|täm|هذ)))[^\\p{L},;]*(?:(?!(?:and|und|et|y|e|en|i|и)\\s)\\p{L}+\\s+){0,3}$`,
  'iu',
);

/** The last match of a global pattern. */
export function lastMatch(pattern: RegExp, text: string): RegExpExecArray | null {
  pattern.lastIndex = 0;
  let last: RegExpExecArray | null = null;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) last = match;
  return last;
}

/** `CC BY-SA 3.0, via Wikimedia Commons`: how pictures are credited. */
const via = /^[\s,;)\]]*via\s/iu;
const otherThingHere = new RegExp(otherThing.source, 'iuy');

/** Whether the words just behind a licence say that it is that of something else: `CC BY 4.0 (photos)`, `applies to the data`. */
export const isOtherBehind = (behind: string): boolean => {
  const start =
    /^[\s"'”’)\]]*(?:licen[cs]e|lizenz|licencia|licença|licenza)?[\s,]*(?:[(:-]|for|on|applies to|apply to|covers|für|gilt für|pour|para|per|voor|dla|для|(?:waiver )?(?:\([^)]*\) )?applies to)\s*(?:only )?(?:the |all |our |die |les |las |los |le |as |os )?/iu.exec(
      behind,
    )?.[0];
  if (via.test(behind)) return true;
  if (start === undefined) return /^[^\w.;!?]{0,3}(?:photos?|pictures?|images?|icons?|fonts?|videos?|logos?)\b/i.test(behind);
  const rest = behind.slice(start.length);
  otherThingHere.lastIndex = 0;
  return otherThingHere.test(rest);
};
