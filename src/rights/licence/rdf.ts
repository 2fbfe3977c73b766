import { licenceOfUrl } from './addresses.ts';
import { candidate, type Candidate } from './candidate.ts';
import { isPage, type PageAddresses } from './page-addresses.ts';

/** Blocks that are read, and works in each. */
const most = { blocks: 20, works: 20 };

/**
 * The RDF that Creative Commons asked authors to put into a comment until 2008: a `Work` whose subject is the page, with a `license`.
 * Read as text, for comments are seldom well-formed XML.
 */
export function fromRdf(blocks: readonly string[], addresses: PageAddresses): readonly Candidate[] {
  return blocks.slice(0, most.blocks).flatMap((block) =>
    block
      .split(/<(?:\w+:)?Work\b/i, most.works)
      .slice(1)
      .flatMap((work) => fromWork(work.split(/<\/(?:\w+:)?Work>/i, 1)[0] ?? '', addresses)),
  );
}

function fromWork(work: string, addresses: PageAddresses): readonly Candidate[] {
  const about = /^[^>]*\brdf:about\s*=\s*["']([^"'>]*)["']/i.exec(work)?.[1];
  // A picture's says what it is: `dc:type` of another kind.
  if (about === undefined || !isPage(about, addresses) || /purl\.org\/dc\/dcmitype\/(?!Text|InteractiveResource)/i.test(work)) return [];
  return work
    .split(/<(?:\w+:)?license\s/i, most.works)
    .slice(1)
    .flatMap((licence) => {
      const reference = /^[^<>]*?rdf:resource\s*=\s*["']([^"'<>]*)["']/i.exec(licence.slice(0, 1000))?.[1] ?? '';
      const id = licenceOfUrl(reference, addresses.url);
      return id === null ? [] : [candidate(id, 'page', 'rdf', `license rdf:resource="${reference}"`, 'comment')];
    });
}
