import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { assessRights } from '../../src/rights/assess.ts';
import { tdmPropertiesIn, xmpIn } from '../../src/rights/embedded.ts';

const base = { url: 'https://ex.org/a.pdf', userAgent: 'GarnerBot' };
const packet = (description: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:tdm="http://www.w3.org/ns/tdmrep/">${description}</rdf:RDF></x:xmpmeta>`;
const element = packet('<rdf:Description rdf:about=""><tdm:reservation>1</tdm:reservation></rdf:Description>');
const attribute = packet('<rdf:Description rdf:about="" tdm:reservation="0" tdm:policy="https://ex.org/p.json"/>');
const metadata = (data: Uint8Array | string, filter = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`%PDF-1.7\n3 0 obj\n<< /Type /Metadata /Subtype /XML ${filter} /Length ${data.length} >>\nstream\r\n`),
    Buffer.from(data),
    Buffer.from('\nendstream\nendobj\n%%EOF'),
  ]);

/** `[what, metadata, signal, train]`. */
test.each([
  ['an element', { xmp: [element] }, 'xmp:tdm-reservation=1', 'deny'],
  ['an attribute', { xmp: [attribute] }, 'xmp:tdm-reservation=0', 'allow'],
  ['of two packets the one that reserves', { xmp: [attribute, element] }, 'xmp:tdm-reservation=1', 'deny'],
  [
    'the name of the namespace is nobody’s business',
    { xmp: [element.replaceAll('tdm:', 'x-y:').replace('xmlns:tdm', 'xmlns:x-y')] },
    'xmp:tdm-reservation=1',
    'deny',
  ],
  ['another namespace', { xmp: [element.replace('/ns/tdmrep/', '/ns/other/')] }, undefined, 'unknown'],
  ['XML that breaks off', { xmp: [element.slice(0, -40)] }, 'xmp:tdm-reservation=1', 'deny'],
  [
    'EPUB 2',
    { opf: '<package><metadata><meta name="tdm:reservation" content="1"/></metadata></package>' },
    'epub:tdm-reservation=1',
    'deny',
  ],
  [
    'EPUB 3',
    { opf: '<package><metadata><meta property="tdm:reservation"> 0 </meta></metadata></package>' },
    'epub:tdm-reservation=0',
    'allow',
  ],
  ['EPUB that is silent', { opf: '<package><metadata><meta property="x">tdm</meta></metadata></package>' }, undefined, 'unknown'],
])('%s', (_what, embedded, signal, train) => {
  const { uses, signals } = assessRights({ ...base, embedded });
  expect(signals.at(-1)).toBe(signal);
  expect(uses.train).toBe(train);
});

test('what a file says within itself outranks its header, and brings its policy', () => {
  const { uses, policy } = assessRights({ ...base, embedded: { xmp: [attribute] }, headers: [['tdm-reservation', '1']] });
  expect([uses.train, policy]).toEqual(['allow', 'https://ex.org/p.json']);
  expect(assessRights({ ...base, embedded: { xmp: [attribute] }, headers: [['tdm-reservation', '1']], profile: 'strict' }).uses.train).toBe(
    'deny',
  );
});

test('a wrong value says nothing, and strict takes it for a reservation', () => {
  const embedded = { xmp: [element.replace('>1<', '>yes<')] };
  expect(assessRights({ ...base, embedded }).uses.train).toBe('unknown');
  expect(assessRights({ ...base, embedded, profile: 'strict' }).uses.train).toBe('deny');
});

test('packets are found in the bytes, as they are or deflated', () => {
  expect(xmpIn(metadata(element))).toEqual([element]);
  expect(xmpIn(metadata(deflateSync(element), '/Filter /FlateDecode'))).toEqual([element]);
  expect(xmpIn(Buffer.concat([metadata(element), metadata(attribute)]))).toEqual([element, attribute]);
  expect(xmpIn(metadata(Buffer.from('no deflate'), '/Filter /FlateDecode'))).toEqual([]);
  expect(xmpIn(metadata(deflateSync(Buffer.alloc(5e6)), '/Filter /FlateDecode'))).toEqual([]);
  expect(xmpIn(Buffer.from('<x:xmpmeta that says nothing and never ends'))).toEqual([]);
});

test('hostile metadata ends soon', () => {
  expect(
    tdmPropertiesIn(`<!DOCTYPE a [<!ENTITY x "1">]>${packet('<tdm:reservation>&x;</tdm:reservation>')}`).map(({ value }) => value),
  ).not.toContain('1');
  expect(tdmPropertiesIn(packet('<tdm:reservation>1</tdm:reservation>'.repeat(5000))).length).toBeLessThan(100);
  expect(xmpIn(Buffer.from('<x:xmpmeta>tdm</x:xmpmeta>'.repeat(50_000))).length).toBeLessThan(100);
  expect(xmpIn(Buffer.from('<x:xmpmeta>tdm'.repeat(500_000))).length).toBeLessThan(100);
  expect(xmpIn(Buffer.from('<< /Type /Metadata /FlateDecode stream'.repeat(50_000))).length).toBeLessThan(100);
});
