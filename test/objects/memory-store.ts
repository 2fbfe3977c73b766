import { hash, randomUUID } from 'node:crypto';

export interface Stored {
  readonly body: Buffer;
  readonly etag: string;
  readonly at: Date;
  /** Its `x-amz-meta-` headers. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface Upload {
  readonly key: string;
  readonly parts: Map<number, Stored>;
}

export const storedOf = (body: Buffer, metadata: Readonly<Record<string, string>> = {}): Stored => ({
  body,
  etag: `"${hash('md5', body)}"`,
  at: new Date(),
  metadata,
});

/** The objects of one bucket: each is there wholly or not at all, from one instant to the next, as S3 promises. */
export class MemoryStore {
  readonly objects = new Map<string, Stored>();
  /** Uploads in parts that are not complete. */
  readonly uploads = new Map<string, Upload>();
  /** Keys in one answer to who lists. */
  readonly mostKeys: number;

  constructor(mostKeys: number) {
    this.mostKeys = mostKeys;
  }

  keys(): readonly string[] {
    return [...this.objects.keys()].sort();
  }

  begin(key: string): string {
    const id = randomUUID();
    this.uploads.set(id, { key, parts: new Map() });
    return id;
  }

  /** False when one of the parts is not there. */
  complete(id: string, numbers: readonly number[]): boolean {
    const upload = this.uploads.get(id);
    const parts = numbers.flatMap((number) => upload?.parts.get(number)?.body ?? []);
    if (upload === undefined || parts.length < numbers.length) return false;
    const etags = parts.map((part) => hash('md5', part)).join('');
    const etag = `"${hash('md5', Buffer.from(etags, 'hex'))}-${parts.length}"`;
    this.objects.set(upload.key, { ...storedOf(Buffer.concat(parts)), etag });
    this.uploads.delete(id);
    return true;
  }
}
