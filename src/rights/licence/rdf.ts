import { licenceOfUrl } from './addresses.ts';
import { candidate, type Candidate } from './candidate.ts';
import { isPage, type PageAddresses } from './page-addresses.ts';

/** Blocks that are read, each up to a length. */
const most = { blocks: 20, characters: 20_000 };

/**
 * The RDF that Creative Commons asked authors to put into a comment until 2008: a `Work` whose subject is the page, with a `license`.
 * Read as text, for comments are seldom well-formed XML.
 */
export function fromRdf(blocks: readonly string[], addresses: PageAddresses): readonly Candidate[] {
  return blocks.slice(0, most.blocks).flatMap((block) =>
    [...block.slice(0, most.characters).matchAll(/<(?:\w+:)?Work\b([^>]*)>(.*?)<\/(?:\w+:)?Work>/gis)].flatMap(
      ([, attributes = '', inside = '']) => {
        const about = /\brdf:about\s*=\s*["']([^"']*)["']/i.exec(attributes)?.[1];
        if (about === undefined || !isPage(about, addresses) || /purl\.org\/dc\/dcmitype\/(?!Text|InteractiveResource)/i.test(inside))
          return [];
        return [...inside.matchAll(/<(?:\w+:)?license\s[^>]*?rdf:resource\s*=\s*["']([^"']*)["'][^>]*>/gi)].flatMap(
          ([quote, reference = '']) => {
            const id = licenceOfUrl(reference, addresses.url);
            return id === null ? [] : [candidate(id, 'page', 'rdf', quote, 'comment')];
          },
        );
      },
    ),
  );
}
