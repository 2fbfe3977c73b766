import { deflateSync } from 'node:zlib';

/** A line of text at a place: points from the left and the bottom of the page. */
export interface Placed {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  /** Set from top to bottom, in any letters. */
  readonly isVertical?: boolean;
}

export interface PdfInfo {
  readonly Title?: string;
  readonly Author?: string;
  readonly CreationDate?: string;
  readonly Encrypt?: boolean;
}

const escape = (text: string): string => text.replace(/[\\()]/g, '\\$&');

const hex = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex');

const drawnAs = ({ text, x, y, size = 10, isVertical = false }: Placed): string =>
  `BT /${isVertical ? 'F2' : 'F1'} ${size} Tf ${x} ${y} Td ${isVertical ? `<${hex(text)}>` : `(${escape(text)})`} Tj ET`;

/** That a code is the letter of that code. */
const TO_UNICODE = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap end end`;

/** A PDF of text in Helvetica, on pages of 600 by 800 points, as simple as it can be (PDF 32000-1). */
export function makePdf(pages: readonly (readonly Placed[])[], info: PdfInfo = {}): Buffer {
  const objects: Buffer[] = [];
  const add = (content: string | Buffer): number => objects.push(Buffer.isBuffer(content) ? content : Buffer.from(content, 'latin1'));
  add('<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>');
  const kids = pages.map((_, n) => `${7 + 2 * n} 0 R`).join(' ');
  add(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  add('<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin /Encoding /Identity-V /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>');
  add(
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /Ryumin /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /StemV 80 >> >>',
  );
  add(`<< /Length ${TO_UNICODE.length} >>\nstream\n${TO_UNICODE}\nendstream`);
  for (const [n, page] of pages.entries()) {
    const drawn = page.map(drawnAs).join('\n');
    const stream = deflateSync(Buffer.from(drawn, 'latin1'));
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${8 + 2 * n} 0 R >>`,
    );
    add(
      Buffer.concat([
        Buffer.from(`<< /Length ${stream.length} /Filter /FlateDecode >>\nstream\n`, 'latin1'),
        stream,
        Buffer.from('\nendstream', 'latin1'),
      ]),
    );
  }
  const said = Object.entries(info).map(([name, value]) => `/${name} (${escape(String(value))})`);
  const infoAt = add(`<< ${said.join(' ')} >>`);
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n', 'latin1')];
  const offsets: number[] = [];
  let at = 9;
  for (const [n, object] of objects.entries()) {
    offsets.push(at);
    const whole = Buffer.concat([Buffer.from(`${n + 1} 0 obj\n`, 'latin1'), object, Buffer.from('\nendobj\n', 'latin1')]);
    parts.push(whole);
    at += whole.length;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${infoAt} 0 R >>\nstartxref\n${at}\n%%EOF\n`,
      'latin1',
    ),
  );
  return Buffer.concat(parts);
}

/** Lines one below the other. */
export const column = (x: number, top: number, lines: readonly string[], size = 10): readonly Placed[] =>
  lines.map((text, n) => ({ text, x, y: top - n * size * 1.2, size }));
