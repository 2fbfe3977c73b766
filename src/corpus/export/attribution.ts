import { NewFile } from '../../disk/disk.ts';
import type { Row } from '../shards/shard.ts';

/** Lines are written in pieces of about so many characters. */
const PIECE = 2 ** 18;

/** ATTRIBUTION.jsonl: whom to name, and on what terms, for each document that declares a licence or is bound to a condition. */
export class AttributionFile {
  readonly #file: NewFile;
  #lines = '';

  private constructor(file: NewFile) {
    this.#file = file;
  }

  static async create(path: string): Promise<AttributionFile> {
    return new AttributionFile(await NewFile.create(path));
  }

  async add({ id, url, title, author, license, rights }: Row): Promise<void> {
    const obligations = obligationsOf(rights);
    if ((license ?? null) === null && obligations.length === 0) return;
    this.#lines += `${JSON.stringify({ id, url, title, author, license, obligations })}\n`;
    if (this.#lines.length >= PIECE) await this.#write();
  }

  async seal(): Promise<void> {
    await this.#write();
    await this.#file.seal();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #write(): Promise<void> {
    const text = this.#lines;
    this.#lines = '';
    await this.#file.write(Buffer.from(text));
  }
}

/** What training on a document is bound to. */
function obligationsOf(rights: Row[string] | undefined): readonly string[] {
  const { obligations } = JSON.parse(String(rights ?? '{}')) as { readonly obligations?: unknown };
  return Array.isArray(obligations) ? obligations.map(String) : [];
}
