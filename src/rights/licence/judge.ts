import { isOtherBehind, lastClause, lastMatch, subjectOf, withoutExceptions } from './subject.ts';
import { ownText, wholeSite } from './words/nouns.ts';
import { anyOf } from './words/pattern.ts';
import {
  aboutBehind,
  all,
  denied,
  deniedBehind,
  dictated,
  grants,
  leave,
  notHere,
  ours,
  pointing,
  someOf,
  titled,
  unsure,
} from './words/statements.ts';

/** A licence in its sentence. */
export interface Mention {
  readonly before: string;
  readonly behind: string;
  /** How much the place itself says: markup that declares it, a place for notices, or running text. */
  readonly standing: 'declared' | 'footer' | 'text';
  /** A licence for programs or data: that of the text only if it says so. */
  readonly forOtherThings: boolean;
}

/** Whether a sentence gives the licence to this page, to the site, to something else, or to nothing (null). Expects `plainText`. */
export function judge({ before, behind, standing, forOtherThings }: Mention): 'page' | 'site' | 'other' | null {
  const clause = lastClause(withoutExceptions(before));
  const rest = behind.slice(0, 200);
  if (denied.test(clause.replaceAll(leave, 'is shared')) || deniedBehind.test(rest) || isQuoted(before, behind)) return null;
  if (dictated.test(clause) || notHere.test(lastClause(before))) return null;
  if (someOf.test(clause) && !/\bsome rights\b/i.test(clause)) return 'other';
  if (whereNoted.test(clause) || whereNotedBehind.test(rest)) return 'other';
  // `Theme by A. Licensed under …` leaves its subject where it was.
  const subject = subjectOf(elliptical.test(clause) ? previousClause(withoutExceptions(before)) : clause);
  // `Text CC BY 4.0, photos CC BY-NC 4.0` begins anew with the comma, or a dash.
  if (subject === 'other' || isTitled(clause) || (isOtherBehind(rest) && !(subject === 'own' && /^\s*(?:,|-\s)/.test(rest))))
    return 'other';
  if (forOtherThings && standing !== 'declared' && subject !== 'own') return null;
  if (standing === 'text' && !declares(clause, rest)) return null;
  if (ofSource.test(clause) || (standing === 'footer' && hypothetical.test(clause))) return null;
  return wholeSite.test(clause) ? 'site' : 'page';
}

/** `Where noted, content is …`; `except where noted` is taken out before. With a comma behind, it speaks of other terms. */
const noted = '(?:where|when|if) (?:so )?(?:noted|indicated|marked|stated|specified)\\b';
const whereNoted = new RegExp(`\\b${noted}`, 'i');
const whereNotedBehind = new RegExp(`^\\W*(?:licen[cs]e\\W+)?${noted}(?! ?[,:])`, 'i');

/** Unless it is the site. */
function isTitled(clause: string): boolean {
  const work = titled.exec(clause)?.[0];
  return work !== undefined && !wholeSite.test(work);
}

const elliptical =
  /^\W*(?:it is |they are |and )?(?:licen[cs]ed|released|distributed|published|available|lizenziert|sous licence|bajo licencia)\b/iu;

const previousClause = (text: string): string => lastClause(text.slice(0, text.length - lastClause(text).length).replace(/\W+$/u, ''));

/** In a place for notices, only what is plainly no statement. */
const hypothetical =
  /\b(?:if|would|will be|plan(?:s|ning)? to|(?:encourage|invite|urge)s? [^:]{0,60}\bto (?:license|publish|release|share|post)\b(?!.*:)|(?:authors?|contributors?|you) must|(?:this|our) \p{L}+ (?:describes|compares|collects|hosts|lists|links to|aggregates|gathers)|whether|how to|should|for example|e\.g\.)\b|(?<!\p{L})(?:waren?|était|étaient|estaban?|estava[m]?|erano?|был[аои]?)(?!\p{L})/iu;

/** The licence of what the text was made from. */
const ofSource =
  /\b(?:uses? (?:material|text|content) from|based on|(?:adapted|derived|remixed|translated) from|(?:derivative|adaptation|remix) of|(?<!-)used (?<!\bbe (?:\p{L}+,? ){0,6}used )(?:here )?under)\b|(?<!\p{L})(?:basier(?:t|end) auf|übersetz(?:t|ung) (?:von|aus)|d['’]après(?! les termes)|(?:adapté|traduit|dérivé|inspiré)e?s? (?:de|du|d['’])|basée? sur|(?:adaptad|traducid|traduzid|derivad)[oa]s? (?:de|do|da)|(?:basado|baseado|basada|baseada) (?:en|em)|(?:adattato|tradotto|tratto) da|basato su|gebaseerd op|vertaald uit|na podstawie(?= (?!licenc|warunk|postanow|zasad)\p{L})|на основе(?= (?!лиценз|услови)\p{L})|по мотивам|перевод с)(?!\p{L})|改编自|改編自|翻译自|翻譯自|訳元/iu;

/** A whole statement about this page: a pointer, a noun of ours, nothing that makes it another's or uncertain, and a grant. */
function declares(clause: string, behind: string): boolean {
  if (openAccess.test(clause)) return true;
  const noun = lastMatch(ownText, clause);
  if (noun === null || aboutBehind.test(behind) || purpose.test(clause)) return false;
  const lead = clause.slice(Math.max(0, noun.index - 40), noun.index + noun[0].length + 6);
  const pointer = lastMatch(pointing, lead);
  const between = clause.slice(noun.index + noun[0].length).replaceAll(leave, 'is shared');
  if (pointer === null || unsure.test(between.replace(published, 'published'))) return false;
  // `All Wikipedia articles`, `all content of Wikipedia`: another's. `This text of Wikipedia` is here.
  const pointed = lead.slice(pointer.index + pointer[0].length, Math.max(0, lead.length - 6 - noun[0].length));
  if (!all.test(pointer[0]) && ofContents.test(pointed.replaceAll(ownText, '§'))) return false;
  const named = pointed.replaceAll(ownText, '');
  const inFront = clause.slice(0, Math.max(0, noun.index - 40) + pointer.index);
  if (
    /\p{Lu}/u.test(named) ||
    (all.test(pointer[0]) && isOfAnother(inFront, noun[0], between)) ||
    (all.test(pointer[0]) &&
      /^\s*(?:of|on|in|from|at|von|auf|der|des?|du|sur|en|del|da|do|no|na|di|van) (?!(?:this|these|our|my|the)\b)\p{Lu}/u.test(between))
  )
    return false;
  if (
    unsure.test(named) ||
    theirs.test(named) ||
    unsure.test(
      clause
        .slice(0, noun.index)
        .slice(-60)
        .replace(/.*[,:]/, ''),
    )
  )
    return false;
  return grants.test(between) || copula.test(between) || grants.test(behind.slice(0, 60));
}

/**
 * `All articles of Wikipedia` where no capitals tell: in scripts without spaces and in Korean whose they are stands in front, in Arabic and Persian behind a noun
 * without an article.
 */
function isOfAnother(inFront: string, noun: string, behind: string): boolean {
  if (/\p{Script=Arabic}/u.test(noun)) return !/^[ولب]{0,2}ال/u.test(noun) && !grants.test(/^\s*\S+/u.exec(behind)?.[0] ?? '');
  const owner = inFront.replace(/.*[,:、(]/su, '').trim();
  return /\p{Script=Han}|\p{Script=Hangul}|[ぁ-ヿ]/u.test(noun) && !ours.test(owner) && /\p{L}{2}/u.test(owner.replaceAll(ownText, ''));
}

/** `This page collects articles`, `our guide to content`: what is pointed at has or is about the texts that are licensed. */
const ofContents =
  /§(?!['’]s) (?!(?:and|or|und|oder|et|ou|y|e|o|en|i|и|of|on|in|within|throughout|der|des|auf|im|von|du|de|sur|dans|del(?:la)?|d[ao]s?|n[ao]s?|nel(?:la)?|sul(?:la)?|van|op|w|z|på|av|af|в|на|(?:published|posted|presented|written|available|found) (?:on|in|at|by|for)|veröffentlichte[nrs]?|publié\p{L}*|publicad\p{L}+|pubblicat\p{L}+|опубликованн\p{L}+|размещ[её]нн\p{L}+) )\p{L}/iu;

/** `To share this work under CC BY 4.0, add …`; `To help others, this work is …` has ended before. */
const purpose = /^\W*(?:[Ii]n order )?[Tt]o (?!the )\p{Ll}(?!.*[,:] (?:this|these|all|our|my|each|every)\b)/u;

/** `All text on this site is CC BY 4.0`. */
const copula = /(?:^|\s)(?:is|are|ist|sind|est|sont|es|son|é|são|è|sono|jest|są|är|er)\s*$/iu;

/** `Wikipedia publishes all its texts`. */
const theirs = anyOf([
  'their|its|his|her|sein(?:e[nrsm]?)?|ihre[nrsm]?|ses|leurs?|sus|suoi|sue|loro|seus|suas|hun|jego|jej|ich|его|её|ее|их|свои',
]);

const published = /\bwas (?:first |originally )?published\b|\b(?:was )?re-?(?:published|posted|printed) from\b/i;

/** Formulas of publishers. */
const openAccess =
  /\boriginal content from this work may be used under\b|\bopen[ -]access (?:article|paper|publication|book|chapter)\b[^.]{0,80}\b(?:under|in accordance with)\b[^.]{0,60}$|\bopen access\.? this (?:article|paper|chapter|book)\b[^.]{0,60}$/i;

/** `Write "this work is licensed under CC BY 4.0" at the end`: the quotation holds the statement with the licence. */
function isQuoted(before: string, behind: string): boolean {
  const open = /["“„«「『‘][^"“”„«»「」『』‘’]*$/u.exec(before)?.[0];
  return open !== undefined && grants.test(open) && /^[^"”“»」』]*["”“»」』’]/u.test(behind);
}
