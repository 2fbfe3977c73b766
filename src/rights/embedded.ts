import { SaxesParser, type SaxesTagNS } from 'saxes';
import { inflateSync } from 'node:zlib';

/** Metadata that a file carries within itself, as XML. */
export interface EmbeddedMetadata {
  /** XMP packets, of a PDF or an image. */
  readonly xmp?: readonly string[];
  /** The package document of an EPUB. */
  readonly opf?: string;
}

/** A property of TDMRep as metadata states it. */
export interface TdmProperty {
  readonly name: 'reservation' | 'policy';
  readonly value: string;
  readonly quote: string;
}

/** Places of one file that are looked at, and bytes of a packet. */
const most = { places: 50, bytes: 262_144 };
const longestDictionary = 500;
const mostProperties = 50;
const tdmNamespace = /^https?:\/\/www\.w3\.org\/ns\/tdmrep[/#]?$/;
const tdmName = /^tdm:(reservation|policy)$/;

/** The XMP packets in the bytes of a PDF or an image: as they stand, and in the metadata streams of a PDF that are deflated (ISO 32000-2 §14.3.2). */
export function xmpIn(bytes: Uint8Array): readonly string[] {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const plain = placesOf(body, '<x:xmpmeta').map((at) => upTo(body, at, '</x:xmpmeta>').toString('utf8'));
  return [...plain, ...placesOf(body, '/Metadata').flatMap((at) => deflatedAt(body, at))].filter((packet) => packet.includes('tdm'));
}

function placesOf(body: Buffer, mark: string): readonly number[] {
  const places: number[] = [];
  for (let at = body.indexOf(mark); at >= 0 && places.length < most.places; at = body.indexOf(mark, at + mark.length)) places.push(at);
  return places;
}

/** From there to the end of a mark, or as much as a packet may have. */
function upTo(body: Buffer, from: number, mark: string): Buffer {
  const window = body.subarray(from, from + most.bytes);
  const end = window.indexOf(mark);
  return end < 0 ? window : window.subarray(0, end + mark.length);
}

/** The metadata stream whose dictionary has `/Metadata` there. */
function deflatedAt(body: Buffer, at: number): readonly string[] {
  const around = body.subarray(Math.max(0, at - longestDictionary), at + longestDictionary).toString('latin1');
  const middle = Math.min(at, longestDictionary);
  const start = around.indexOf('stream', middle);
  const dictionary = around.slice(Math.max(0, around.lastIndexOf('<<', middle)), Math.max(0, start));
  if (!/\/Type\s*\/Metadata\b/.test(dictionary) || !/\/FlateDecode\b/.test(dictionary)) return [];
  const data = upTo(body, at + start - middle + 'stream'.length, 'endstream');
  try {
    return [inflateSync(data.subarray(data[0] === 13 ? 2 : 1), { maxOutputLength: most.bytes }).toString('utf8')];
  } catch {
    // Encrypted, or damaged: then nobody can read it.
    return [];
  }
}

/** What metadata says of text and data mining (TDMRep §7, §8): none where it is no XML. Entities are never expanded. */
export function tdmPropertiesIn(xml: string): readonly TdmProperty[] {
  if (xml.length > most.bytes || !xml.includes('tdm')) return [];
  const found: TdmProperty[] = [];
  const parser = new SaxesParser({ xmlns: true });
  let open: { readonly name: TdmProperty['name']; readonly tag: string; text: string } | null = null;
  let broken = false;
  parser.on('error', () => {
    broken = true;
  });
  parser.on('opentag', (tag) => {
    if (broken || found.length >= mostProperties) return;
    found.push(...inAttributes(tag));
    const name = namedBy(tag);
    open = name === null ? null : { name, tag: tag.name, text: tag.attributes['rdf:resource']?.value ?? '' };
  });
  parser.on('text', (text) => {
    if (open !== null) open.text += text;
  });
  parser.on('closetag', ({ name: tag }) => {
    if (!broken && open?.tag === tag)
      found.push({ name: open.name, value: open.text.trim(), quote: `<${tag}>${open.text.trim().slice(0, 300)}</${tag}>` });
    open = null;
  });
  parser.write(xml).close();
  return found;
}

/** XMP as an element, or EPUB 3: `<meta property="tdm:reservation">1</meta>`. */
function namedBy({ local, uri, attributes }: SaxesTagNS): TdmProperty['name'] | null {
  const name = tdmNamespace.test(uri) ? `tdm:${local}` : local === 'meta' ? (attributes['property']?.value.trim() ?? '') : '';
  return nameIn(name);
}

/** XMP as attributes of a description, or EPUB 2: `<meta name="tdm:reservation" content="1"/>`. */
function inAttributes({ name: tag, local, attributes }: SaxesTagNS): readonly TdmProperty[] {
  const own = local === 'meta' ? nameIn(attributes['name']?.value.trim() ?? '') : null;
  const content = attributes['content']?.value.trim() ?? '';
  return [
    ...(own === null ? [] : [{ name: own, value: content, quote: `<${tag} name="tdm:${own}" content="${content.slice(0, 300)}">` }]),
    ...Object.values(attributes).flatMap((attribute): readonly TdmProperty[] => {
      const name = tdmNamespace.test(attribute.uri) ? nameIn(`tdm:${attribute.local}`) : null;
      const value = attribute.value.trim();
      return name === null ? [] : [{ name, value, quote: `${attribute.name}="${value.slice(0, 300)}"` }];
    }),
  ];
}

const nameIn = (text: string): TdmProperty['name'] | null => {
  const name = tdmName.exec(text)?.[1];
  return name === 'reservation' || name === 'policy' ? name : null;
};
