import { getResolvedPDFJS } from 'unpdf';

/** A piece of text as it is set on a page. Points from the page's left and bottom; `size` is the height of its letters. */
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

/** A piece before its page is turned. */
interface SetPiece extends Piece {
  /** From top to bottom, in columns from right to left. */
  readonly isVertical: boolean;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly pieces: readonly Piece[];
}

export interface Pdf {
  readonly pages: readonly PdfPage[];
  readonly title: string | null;
  readonly author: string | null;
  /** As PDF writes dates: `D:20261128103000+01'00'`. */
  readonly created: string | null;
  readonly modified: string | null;
  readonly language: string | null;
}

/** Why a file cannot be read. */
export type PdfFault = 'encrypted' | 'corrupt';

interface Item {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly dir: string;
}

/** Text that stands on its side or on its head is a stamp or a label, not something to read on. */
const isUpright = ([a = 0, b = 0]: readonly number[]): boolean => a > 0 && Math.abs(b) < Math.abs(a) / 4;

function pieceOf({ str, transform, width, height, dir }: Item): SetPiece | null {
  const [, b = 0, , d = 0, x = 0, y = 0] = transform;
  const size = Math.hypot(b, d);
  // A glyph without a letter is a control character; a bullet is a letter of a font of signs.
  const text = str.replaceAll(/\p{Cc}/gu, '').replaceAll(/[\uF0A7\uF0B7\uF0D8]/g, '•');
  if (text.trim() === '' || size === 0 || !isUpright(transform)) return null;
  const isVertical = dir === 'ttb';
  return { text, x, y, width: isVertical ? height : width, size, isVertical };
}

const lettersIn = (pieces: readonly Piece[]): number => pieces.reduce((sum, { text }) => sum + text.length, 0);

/** A page as those read on who know lines alone: one that is set in columns is turned, so that these are lines; what is set in lines on it follows. */
function turned({ width, height }: Pick<PdfPage, 'width' | 'height'>, pieces: readonly SetPiece[]): readonly PdfPage[] {
  const vertical = pieces.filter(({ isVertical }) => isVertical);
  if (lettersIn(vertical) <= lettersIn(pieces) / 2) return [{ width, height, pieces }];
  const columns = vertical.map((piece) => ({ ...piece, x: height - piece.y, y: piece.x }));
  return [
    { width: height, height: width, pieces: columns },
    { width, height, pieces: pieces.filter(({ isVertical }) => !isVertical) },
  ];
}

/** Reads the text of a PDF, page by page. Nothing in it is run, and nothing is fetched. */
export async function readPdf(body: Uint8Array): Promise<Pdf | PdfFault> {
  const { getDocument, VerbosityLevel } = await getResolvedPDFJS();
  // A copy: it is taken away from whoever has it.
  const loading = getDocument({
    data: new Uint8Array(body),
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    stopAtErrors: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await loading.promise;
    const pages: PdfPage[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { width, height } = page.getViewport({ scale: 1 });
      const { items } = await page.getTextContent();
      const pieces = items.flatMap((item) => ('str' in item ? (pieceOf(item as Item) ?? []) : []));
      pages.push(...turned({ width, height }, pieces));
      page.cleanup();
    }
    const { info } = (await document.getMetadata()) as unknown as { readonly info: Readonly<Record<string, unknown>> };
    const said = (name: string): string | null => (typeof info[name] === 'string' && info[name].trim() !== '' ? info[name].trim() : null);
    return {
      pages,
      title: said('Title'),
      author: said('Author'),
      created: said('CreationDate'),
      modified: said('ModDate'),
      language: said('Language'),
    };
  } catch (error) {
    return (error as Error).name === 'PasswordException' ? 'encrypted' : 'corrupt';
  } finally {
    await loading.destroy();
  }
}
