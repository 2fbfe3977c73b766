import deprecated from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import current from 'spdx-license-ids/index.json' with { type: 'json' };
import { nearest } from '../text/nearest.ts';

/** By their lower-case form: SPDX ids have no case when they are compared (SPDX 2.3 annex D.2). */
const known: ReadonlyMap<string, string> = new Map([...deprecated, ...current].map((id) => [id.toLowerCase(), id]));

const OWN_TERMS = /^LicenseRef-[A-Za-z0-9.-]+$/;

/** The SPDX id that a text is, in any case; null when it is none. */
export const spdxId = (text: string): string | null => known.get(text.trim().toLowerCase()) ?? null;

/** What is wrong with a licence, and what may have been meant; null for an SPDX id, `LicenseRef-…`, or several of them joined by AND or OR. */
export function licenceProblem(text: string): { readonly message: string; readonly suggestion?: string } | null {
  const parts = text.split(/(?<!\s)(\s+(?:AND|OR)\s+)/);
  const mended = parts.map((part, at) => (at % 2 === 1 ? part : mend(part)));
  const suggestion = mended.includes(null) ? undefined : mended.join('');
  if (suggestion === text) return null;
  const message = 'expected an SPDX licence id such as CC-BY-4.0, or LicenseRef-… for terms of your own';
  return { message, ...(suggestion !== undefined && { suggestion }) };
}

/** The id as it should be written; null when nobody can tell. */
function mend(id: string): string | null {
  if (OWN_TERMS.test(id)) return id;
  const joined = id.replaceAll(/[\s_]+/g, '-');
  const exact = spdxId(joined);
  if (exact !== null && current.includes(exact)) return exact;
  // A licence without its version, or with one that says too little: the newest.
  const stem = `${exact ?? joined}-`.toLowerCase();
  const versions = current.filter((each) => each.toLowerCase().startsWith(stem) && /^(?:\d[\d.]*|only)$/.test(each.slice(stem.length)));
  return versions.sort().at(-1) ?? nearest(id, current);
}
