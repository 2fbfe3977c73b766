const names = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/**
 * Query parameters that tell where a visitor came from, never what the page is; in lower case. Only names that no site is known to use for
 * content: `ref`, `source` and `sid` are not among them. Changing the list changes what a canonical URL means: old ones stay in the ledger.
 */
const TRACKING = names(`
  gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid _ga _gl _gac
  fbclid fb_action_ids fb_action_types fb_source fb_ref igshid igsh mibextid
  msclkid yclid ysclid _openstat twclid ttclid li_fat_id epik rdt_cid scclid irclickid irgwc qclid
  mc_cid mc_eid mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking _kx vero_id vero_conv oly_anon_id oly_enc_id
  ml_subscriber ml_subscriber_hash elqtrackid elqtrack s_cid ef_id s_kwcid wickedid rb_clickid _branch_match_id
  ncid cmpid icid wt_mc wt.mc_id xtor guccounter guce_referrer guce_referrer_sig ref_src ref_url
  spm scm share_source share_medium share_plat share_tag share_token
`);
const TRACKING_STARTS = [
  'utm_',
  'utm-',
  'pk_',
  'mtm_',
  'piwik_',
  'matomo_',
  'hsa_',
  'at_custom',
  'at_medium',
  'trk_',
  'itm_',
  'pd_rd_',
  'pf_rd_',
];

/** Query parameters that name a visitor's session (PHP, Java, ASP, ColdFusion, shops). */
const SESSION = names('phpsessid jsessionid sessionid session_id sessid cfid cftoken oscsid zenid');

/** Java's session id in the path, and ASP.NET's: `/(S(…))/`. */
const PATH_SESSION = /;(?:jsessionid|phpsessid)=[^/;]*|\/\((?:[A-Z]\([^()/]*\))+\)(?=\/)/gi;

/** Whether a query parameter tells where a visitor came from. */
export function isTracking(name: string): boolean {
  const lower = name.toLowerCase();
  return TRACKING.has(lower) || TRACKING_STARTS.some((start) => lower.startsWith(start));
}

/** Whether a query parameter names a visitor's session. */
export function isSession(name: string): boolean {
  const lower = name.toLowerCase();
  return SESSION.has(lower) || lower.startsWith('aspsessionid');
}

/** The path without a visitor's session. */
export const withoutSession = (path: string): string => (/[;(]/.test(path) ? path.replaceAll(PATH_SESSION, '') : path);
