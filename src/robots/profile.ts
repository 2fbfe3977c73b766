/**
 * How a robots.txt and the answers around it are read.
 * - `standard`: RFC 9309; both sides of a comparison are brought to one form, so that spelling opens no path.
 * - `strict`: the same rules, but what is not a clear answer means disallow or wait.
 * - `google`: as Google's open-source matcher answers, tolerances included; URLs are compared as written.
 */
export type RobotsProfile = 'standard' | 'strict' | 'google';
