import type { Headers } from '../records.ts';
import type { Look } from './look.ts';

/** Headers by which fronts say themselves that this is no page. */
const HEADERS: readonly (readonly [name: string, value: RegExp, who: string])[] = [
  ['cf-mitigated', /^challenge$/i, 'Cloudflare'],
  ['x-amzn-waf-action', /^(?:challenge|captcha)$/i, 'AWS WAF'],
  ['x-vercel-mitigated', /^(?:challenge|deny)$/i, 'Vercel'],
];

/** What stands in the markup of fronts; in ordinary pages too, as part of more. */
const MARKS: readonly (readonly [mark: string, who: string])[] = [
  ['_cf_chl_opt', 'Cloudflare'],
  ['cf-chl-', 'Cloudflare'],
  ['captcha-delivery.com', 'DataDome'],
  ['_incapsula_resource', 'Imperva'],
  ['bm-verify', 'Akamai'],
  ['sec-if-cpt-container', 'Akamai'],
  ['px-captcha', 'PerimeterX'],
  ['gokuprops', 'AWS WAF'],
  ['awswafintegration', 'AWS WAF'],
  ['acw_sc__v2', 'Alibaba Cloud'],
  ['aliyun_waf', 'Alibaba Cloud'],
  ['sucuri_cloudproxy', 'Sucuri'],
  ['/.well-known/ddos-guard/', 'DDoS-Guard'],
  ['/.within.website/x/cmd/anubis', 'Anubis'],
];

/** What fronts call themselves, in titles and headings. */
const TITLES =
  /^(?:just a moment\b|attention required! \| cloudflare|access to this page has been denied|making sure you(?:'|&#39;|’)re not a bot|verif(?:y|ying) (?:that )?you are (?:a )?human|checking your browser|ddos protection by|are you a robot\b|human verification|security check(?: required)?$|人机验证|安全验证|访问验证|滑动验证)/i;

/** A front says little. */
const FEW_WORDS = 150;
/** Nothing but a script, in letters. */
const SMALL = 5000;

/** Who stands in front of the site and asks whether a human is there; null for a page. A form with a captcha, or a script that looks on, is a page. */
export function challengeOf(headers: Headers, look: () => Look): string | null {
  for (const [wanted, value, who] of HEADERS)
    if (headers.some(([name, text]) => name.toLowerCase() === wanted && value.test(text.trim()))) return who;
  const page = look();
  const found = saidBy(page);
  return found !== null && page.words.length <= FEW_WORDS ? found : null;
}

function saidBy({ markup, title, heading }: Look): string | null {
  const mark = MARKS.find(([text]) => markup.includes(text));
  if (mark !== undefined) return mark[1];
  const said = [title, heading].find((text) => TITLES.test(text));
  if (said !== undefined) return `“${said.slice(0, 200)}”`;
  const reloads =
    markup.length < SMALL && markup.includes('document.cookie') && /location\s*(?:\.\s*(?:reload|replace|href)|=)/.test(markup);
  return reloads ? 'a script that sets a cookie and comes again' : null;
}
