import type { Headers } from '../records.ts';

/** One link of a `Link` header. */
interface HeaderLink {
  readonly target: string;
  /** By name, in small letters; of each the first, for those after it are to be ignored (RFC 8288 §3.3). */
  readonly parameters: Readonly<Record<string, string>>;
  /** As the header writes it. */
  readonly quote: string;
}

/** Characters of a header that are read. */
const longest = 16_384;

/** A quoted parameter may hold commas and angle brackets. */
const link = /<([^<>]*)>((?:[^<",]|"(?:[^"\\]|\\.)*")*)/g;
/** Some quote as they do in HTML. */
const parameter = /;\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s;,"]+))/g;

/** The links of a page's headers that are about the page itself, also within a list: an anchor makes one that of something else (RFC 8288 §3.2). */
export const linksOf = (headers: Headers): readonly HeaderLink[] =>
  headers
    .filter(([name]) => name.toLowerCase() === 'link')
    .flatMap(([, value]) => [...value.slice(0, longest).matchAll(link)])
    .map(([quote, target = '', rest = '']) => ({ target, parameters: parametersOf(rest), quote: `Link: ${quote}` }))
    .filter(({ parameters }) => parameters['anchor'] === undefined);

const parametersOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(parameter)]
      .map(([, name = '', double, single, bare = '']) => [name.toLowerCase(), double ?? single ?? bare])
      .toReversed(),
  );
