import type { Element } from 'domhandler';
import { textContent } from 'domutils';
import type { PageSurvey } from '../survey.ts';
import { candidate, type Candidate } from './candidate.ts';
import { licenceOfText, licenceOfUrl } from './identify.ts';
import { isOtherType, isPage } from './subject.ts';

/** Longer blocks are catalogues, and deeper nesting is hostile. */
const longest = 512 * 1024;
const mostNodes = 2000;

/** Licences that JSON-LD gives this page or its main entity; those of its pictures, data and parts are others'. */
export function fromJsonLd(page: PageSurvey, url: string): readonly Candidate[] {
  return page.data
    .filter((script) => /^\s*application\/ld\+json\b/i.test(script.attribs['type'] ?? ''))
    .flatMap((script) => fromScript(script, url));
}

function fromScript(script: Element, url: string): readonly Candidate[] {
  const source = textContent(script);
  const found: Candidate[] = [];
  if (source.length > longest || !source.includes('license')) return found;
  const queue: unknown[] = [parse(source)];
  for (let i = 0; i < queue.length && i < mostNodes; i += 1) {
    const value = queue[i];
    if (Array.isArray(value)) queue.push(...value.slice(0, mostNodes));
    else if (isThing(value)) {
      found.push(...fromThing(value, url));
      if (!isOtherType(typesOf(value))) queue.push(value['@graph'], value['mainEntity']);
    }
  }
  return found;
}

type Thing = Readonly<Record<string, unknown>>;

const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return null;
  }
}

const typesOf = (thing: Thing): string =>
  [thing['@type']]
    .flat()
    .filter((type) => typeof type === 'string')
    .join(' ');

function fromThing(thing: Thing, url: string): readonly Candidate[] {
  const types = typesOf(thing);
  const site = /\bWebSite\b/.test(types);
  // A node with another address is about another page, though perhaps on the same site.
  const addresses = [thing['@id'], thing['url']].filter((address) => typeof address === 'string');
  const elsewhere = !site && addresses.length > 0 && !addresses.some((address) => isPage(address.replace(/#.*$/s, ''), url));
  const scope = types === '' || isOtherType(types) || elsewhere ? 'other' : site ? 'site' : 'page';
  return [thing['license']].flat().flatMap((value) => {
    const reference = typeof value === 'string' ? value : isThing(value) ? (value['@id'] ?? value['url']) : undefined;
    if (typeof reference !== 'string') return [];
    const id = licenceOfUrl(reference, url) ?? licenceOfText(reference.slice(0, 2000), url);
    return id === null ? [] : [candidate(id, scope, 'json-ld', `${types}.license: ${reference}`, 'script application/ld+json')];
  });
}
