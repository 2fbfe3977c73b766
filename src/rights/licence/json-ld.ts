import type { Element } from 'domhandler';
import { isThing, jsonLdSource, parseJsonLd, type Thing } from '../../html/json-ld.ts';
import { lineAt } from '../../html/lines.ts';
import { positionOf } from '../../html/source.ts';
import type { PageSurvey } from '../survey.ts';
import { candidate, type Candidate } from './candidate.ts';
import { licenceOfValue } from './identify.ts';
import { isOtherType, isPage, namesNoPlace, type PageAddresses } from './page-addresses.ts';

/** All blocks of a page together: more is a catalogue, and costs. */
const longest = 512 * 1024;
const mostNodes = 1000;
const mostFound = 200;
/** Of one property. */
const mostValues = 10;

/** Licences that JSON-LD gives this page or its main entity; those of its pictures, data and parts are others'. */
export function fromJsonLd(page: PageSurvey, addresses: PageAddresses): readonly Candidate[] {
  let left = longest;
  return page.data.flatMap((script) => {
    const source = jsonLdSource(script);
    if (source === null || source.length > left || !named.test(source)) return [];
    left -= source.length;
    return fromScript(script, source, addresses);
  });
}

const names = ['license', 'licence', 'copyrightNotice'];
const named = new RegExp(`(?:${names.join('|')})(?:"|&quot;)`);
const properties = [...names, 'schema:license', 'dct:license', 'dcterms:license', 'cc:license', 'http://schema.org/license'];

interface Node {
  readonly thing: Thing;
  /** The page stands within it: `isPartOf` a site, a blog, a journal. */
  readonly around: boolean;
}

function fromScript(script: Element, source: string, addresses: PageAddresses): readonly Candidate[] {
  const nodes = nodesOf(parseJsonLd(source));
  // Beside a text at the page's address, one that is named otherwise is another.
  const isNamed = nodes
    .slice(0, mostFound)
    .some(({ thing, around }) => !around && isText(typesOf(thing)) && addressesOf(thing).some((own) => isHere(own, addresses)));
  const found: Candidate[] = [];
  for (const node of nodes) {
    if (found.length >= mostFound) break;
    found.push(...fromThing(node, isNamed, addresses).map((licence) => stated(licence, script, source)));
  }
  return found;
}

/** The things that may be the page, or what it stands within. */
function nodesOf(data: unknown): readonly Node[] {
  const found: Node[] = [];
  const queue: { readonly value: unknown; readonly around: boolean }[] = [{ value: data, around: false }];
  for (let i = 0; i < queue.length && i < mostNodes; i += 1) {
    const { value, around } = queue[i] ?? { value: null, around: false };
    if (Array.isArray(value)) for (const each of value.slice(0, mostNodes)) queue.push({ value: each, around });
    else if (isThing(value)) {
      found.push({ thing: value, around });
      if (isOtherType(typesOf(value)) || around) continue;
      for (const name of ['@graph', 'mainEntity', 'mainEntityOfPage']) queue.push({ value: value[name], around: false });
      queue.push({ value: value['isPartOf'], around: true });
    }
  }
  return found;
}

const strings = (value: unknown): readonly string[] =>
  [value]
    .flat()
    .slice(0, mostValues)
    .filter((each) => typeof each === 'string');

const typesOf = (thing: Thing): string => strings(thing['@type']).join(' ').slice(0, 500);

const isText = (types: string): boolean => !/(?:Page|WebSite)\b/.test(types) && !isOtherType(types);
const addressesOf = (thing: Thing): readonly string[] => [...strings(thing['@id']), ...strings(thing['url'])];
const isHere = (address: string, addresses: PageAddresses): boolean => isPage(address.replace(/#.*$/s, ''), addresses);

interface Stated {
  readonly id: string;
  readonly scope: Candidate['scope'];
  readonly types: string;
  readonly name: string;
  readonly reference: string;
}

/** The property as the script writes it, and the line it begins on. */
function stated({ id, scope, types, name, reference }: Stated, script: Element, source: string): Candidate {
  const value = source.indexOf(JSON.stringify(reference));
  const property = value < 0 ? -1 : source.lastIndexOf(`"${name}"`, value);
  const begin = positionOf(script)?.line;
  const line = begin === undefined ? undefined : begin + (property < 0 ? 0 : lineAt(source, property) - 1);
  const quote = property < 0 ? `"${name}": ${JSON.stringify(reference)}` : source.slice(property, value + reference.length + 2);
  return candidate(id, scope, 'json-ld', quote, { where: `script application/ld+json, ${types || 'no type'}`, line });
}

/** What holds for whatever is published there. */
const containers = /\b(?:WebSite|Blog|Periodical|PublicationIssue|PublicationVolume|Newspaper|Book|CreativeWorkSeries|Course)\b/;

function fromThing({ thing, around }: Node, isNamed: boolean, addresses: PageAddresses): readonly Stated[] {
  const named = properties.flatMap((name) => statedBy(thing[name], addresses.url).map((licence) => ({ name, ...licence })));
  if (named.length === 0) return [];
  const types = typesOf(thing);
  const site = /\b(?:WebSite|Blog)\b/.test(types) || around;
  // A node with another address is about another page, though perhaps on the same site.
  const own = addressesOf(thing).filter((address) => !(isNamed ? address.startsWith('_:') : namesNoPlace(address)));
  const elsewhere = !site && own.length > 0 && !own.some((address) => isHere(address, addresses));
  const other = types === '' || isOtherType(types) || elsewhere || (around && !containers.test(types));
  const scope = other ? 'other' : site ? 'site' : 'page';
  return named.map((licence) => ({ ...licence, scope, types }));
}

/** By address or name; of a licence that is a thing itself, by the first of them that names one. */
const statedBy = (value: unknown, base: string): readonly { readonly id: string; readonly reference: string }[] =>
  [value]
    .flat()
    .slice(0, mostValues)
    .flatMap((each) => {
      const references = isThing(each) ? ['@id', 'url', 'identifier', 'name'].flatMap((key) => strings(each[key])) : strings(each);
      const named = references.flatMap((reference) => {
        const id = licenceOfValue(reference.slice(0, 2000), base);
        return id === null ? [] : [{ id, reference }];
      });
      return named.slice(0, 1);
    });
