import { findEmails, findSpeltEmails } from './email.ts';
import { foldDigits } from './fold.ts';
import { findIbans } from './iban.ts';
import { findIpAddresses } from './ip-address.ts';
import { findPaymentCards, findPhones, findResidentIds } from './numbers.ts';
import type { Span } from './span.ts';

/** Kinds of personal data that are looked for. */
export const personalDataKinds = ['email', 'ipAddress', 'iban', 'residentId', 'paymentCard', 'phone'] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

/** In the order in which they look: what one has masked, the next ones do not see. */
const finders: readonly (readonly [PersonalDataKind, (folded: string) => readonly Span[]])[] = [
  ['email', findEmails],
  ['email', findSpeltEmails],
  ['ipAddress', findIpAddresses],
  ['iban', findIbans],
  ['residentId', findResidentIds],
  ['paymentCard', findPaymentCards],
  ['phone', findPhones],
];

/** What stands for masked data. There is nothing in them to find, so that masking again changes nothing. */
const placeholders: Readonly<Record<PersonalDataKind, string>> = {
  email: '<EMAIL>',
  ipAddress: '<IP_ADDRESS>',
  iban: '<IBAN>',
  residentId: '<ID_NUMBER>',
  paymentCard: '<CARD_NUMBER>',
  phone: '<PHONE>',
};

/** `mask`: a placeholder stands for it; `keep`: it is not looked for; `drop`: the page goes. */
export type PersonalDataUse = 'mask' | 'keep' | 'drop';

export type PersonalDataPolicy = Readonly<Record<PersonalDataKind, PersonalDataUse>> & {
  /** A page in which more is found goes; null: none does. */
  readonly most: number | null;
};

export type PersonalDataCounts = Readonly<Partial<Record<PersonalDataKind, number>>>;

export interface Masked {
  readonly text: string;
  /** How many of each kind were found; kinds of which there are none are left out. */
  readonly counts: PersonalDataCounts;
}

/** What stands beside a piece of data may be one once that is gone; then it is looked for again, so often at most. */
const MOST_PASSES = 8;

/** Replaces personal data in plain text or Markdown by placeholders. Pure, in linear time; to do it again changes nothing. */
export function maskPersonalData(text: string, policy: PersonalDataPolicy): Masked {
  const counts: Partial<Record<PersonalDataKind, number>> = {};
  let masked = text;
  let folded = foldDigits(text);
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const before = masked;
    for (const [kind, find] of finders) {
      const spans = policy[kind] === 'keep' ? [] : find(folded);
      if (spans.length === 0) continue;
      counts[kind] = (counts[kind] ?? 0) + spans.length;
      const next = replaced(masked, spans, placeholders[kind]);
      folded = folded === masked ? next : replaced(folded, spans, placeholders[kind]);
      masked = next;
    }
    if (masked === before) break;
  }
  return { text: masked, counts };
}

/** Why a page with these counts goes; null when it may stay. */
export function personalDataProblem(counts: PersonalDataCounts, policy: PersonalDataPolicy): { rule: string; because: string } | null {
  const forbidden = personalDataKinds.filter((kind) => policy[kind] === 'drop' && (counts[kind] ?? 0) > 0);
  if (forbidden.length > 0) return { rule: 'personal-data', because: `it holds personal data: ${forbidden.join(', ')}` };
  const all = personalDataKinds.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
  if (policy.most === null || all <= policy.most) return null;
  return { rule: 'too-much-personal-data', because: `${all} pieces of personal data, and ${policy.most} are allowed` };
}

function replaced(text: string, spans: readonly Span[], placeholder: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    parts.push(text.slice(from, start), placeholder);
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}
