import { describe, expect, test } from 'vitest';
import { type Found, judgePage, refinePage } from '../../src/refine/page.ts';
import { contentDigest } from '../../src/text/normalise.ts';
import { encode } from '../text/encode.ts';
import { article, inputOf } from './inputs.ts';

const html = 'text/html; charset=utf-8';

describe('a page that may be used', () => {
  test('becomes a record that carries its capture, its rights and its text', async () => {
    const input = inputOf(article());
    const { links, feeds, step } = await refinePage(input);
    expect(links).toEqual(['https://example.org/b', 'https://example.org/c', 'https://example.org/d']);
    expect(feeds).toEqual(['https://example.org/feed.xml']);
    if (!step.kept) throw new Error(step.drop.because);
    const { record } = step;
    expect(record).toMatchObject({
      ...input.capture,
      title: 'Sorting waste at home',
      language: 'en',
      rights: { robots: 'unavailable', profile: 'standard' },
    });
    expect(record.text).toMatch(/^Paper, glass and metal/);
    expect(record.text).not.toContain('B C');
    expect(record.contentDigest).toBe(contentDigest(record.text));
  });

  test('refines to the same result every time', async () => {
    expect(await refinePage(inputOf(article()))).toEqual(await refinePage(inputOf(article())));
  });

  test('tells its links before its text', async () => {
    const told: Found[] = [];
    const { links } = await refinePage(inputOf(article()), (found) => told.push(found));
    expect(told.map((found) => found.links)).toEqual([links]);
  });

  test('is decoded by what it declares', async () => {
    const body = encode(`<meta charset=gb2312><p>${'生活垃圾分为可回收物和有害垃圾，请居民按照规定投放。'.repeat(5)}`, 'gb18030');
    const { step } = await refinePage(inputOf(body, { headers: [['content-type', 'text/html']] }));
    expect(step.kept && step.record.text).toContain('请居民按照规定投放');
  });

  test('has the language of its header, else of its crawler, when it does not say', async () => {
    const page = article().replace(' lang="en"', '');
    const headers = [['Content-Type', html] as const];
    const byConfig = await refinePage(inputOf(page, { headers, crawler: { language: 'fi' } }));
    expect(byConfig.step.kept && byConfig.step.record.declaredLanguage).toBe('fi');
    const byHeader = await refinePage(inputOf(page, { headers: [...headers, ['Content-Language', 'sv']], crawler: { language: 'fi' } }));
    expect(byHeader.step.kept && byHeader.step.record.declaredLanguage).toBe('sv');
  });

  test('carries a licence that the crawler config knows', async () => {
    const licence = { id: 'CC-BY-SA-4.0', evidence: 'https://example.org/licence' };
    const { step } = await refinePage(inputOf(article(), { crawler: { licence } }));
    expect(step.kept && step.record.rights.licence.id).toBe('CC-BY-SA-4.0');
  });
});

describe('a page that may not be used', () => {
  test('is dropped for its rights, and still leads on', async () => {
    const { links, step } = await refinePage(inputOf(article('<meta name="robots" content="noai">')));
    expect(step).toMatchObject({ kept: false, drop: { stage: 'rights' } });
    expect(links).toHaveLength(3);
  });

  test('leads nowhere when it asks not to be followed', async () => {
    const headers = [['Content-Type', html] as const, ['X-Robots-Tag', 'noai, nofollow'] as const];
    const { links, feeds, step } = await refinePage(inputOf(article(), { headers }));
    expect({ links, feeds, kept: step.kept }).toEqual({ links: [], feeds: [], kept: false });
  });

  test('strict wants a grant', async () => {
    const { step } = await refinePage(inputOf(article(), { policy: { rights: 'strict' } }));
    expect(step).toMatchObject({ kept: false, drop: { stage: 'rights', rule: 'unknown' } });
  });
});

describe('what is not a page', () => {
  test.each([
    ['a type nobody reads', 'image/png', '\u0089PNG', 'decode', 'unsupported-type', 'image/png'],
    ['a ruined PDF that says it is HTML', html, '%PDF-1.7', 'decode', 'corrupt-document', 'the PDF is damaged'],
    ['an encoding nobody may read', 'text/html; charset=iso-2022-cn', '<p>x', 'decode', 'unsupported-encoding', 'iso-2022-cn'],
    ['no text', html, '<html><body><script>render()</script></body></html>', 'extract', 'no-text', 'no visible text'],
    ['nothing at all', html, '', 'extract', 'no-text', 'no visible text'],
  ])('%s', async (_name, contentType, body, stage, rule, because) => {
    const { links, step } = await refinePage(inputOf(body, { headers: [['Content-Type', contentType]] }));
    expect(step).toMatchObject({ kept: false, drop: { stage, rule } });
    expect(!step.kept && step.drop.because).toContain(because);
    expect(links).toEqual([]);
  });

  test('a selector that is no selector names itself', async () => {
    const { step } = await refinePage(inputOf(article(), { crawler: { select: { content: 'div[', remove: [] } } }));
    expect(step).toMatchObject({
      kept: false,
      drop: { stage: 'extract', rule: 'bad-selector', because: expect.stringContaining('div[') as string },
    });
  });
});

test('plain text is taken as it is', async () => {
  const { links, step } = await refinePage(inputOf('# Bins\r\n\r\n\r\n\r\nOne  \nTwo\n', { headers: [['content-type', 'text/plain']] }));
  expect(links).toEqual([]);
  expect(step.kept && step.record).toMatchObject({ title: 'Bins', text: '# Bins\n\nOne\nTwo', extractor: 'plain@1' });
});

test('a PDF that reserves its rights in its metadata is not taken', () => {
  const xmp =
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:tdm="http://www.w3.org/ns/tdmrep/" tdm:reservation="1"/></rdf:RDF></x:xmpmeta>';
  const headers = [['Content-Type', 'application/pdf']] as const;
  const judged = judgePage(inputOf(`%PDF-1.7\n${xmp}\n%%EOF`, { headers, crawler: { extractor: 'garner' } }));
  expect(judged.kept && judged.record.clearing).toMatchObject({
    drop: { rule: 'tdm-reservation', evidence: [{ signal: 'xmp:tdm-reservation=1', quote: 'tdm:reservation="1"', file: 'sha256:00' }] },
  });
});
