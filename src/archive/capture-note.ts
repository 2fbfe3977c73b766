import { z } from 'zod';
import type { Digest, Drop, RecordId, Role, Statement } from '../records.ts';

/** The field of a metadata record that says what the ledger knows of a capture, so that another project may judge it by the same. */
export const CAPTURE_NOTE = 'garner-capture';

/** What the ledger knows of a capture. */
export interface CaptureNote {
  /** Who fetched or imported it. */
  readonly crawler: string;
  readonly role: Role;
  /** It was found to be as this earlier capture. */
  readonly unchanged?: RecordId;
  /** As in a `FetchOutcome`. */
  readonly robots: string;
  readonly hostFiles?: Digest;
  readonly statement?: Statement;
  /** Why it may not be had any longer. */
  readonly withdrawn?: Drop;
}

const digest = z.custom<Digest>((value) => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value));
const schema = z.object({
  crawler: z.string(),
  role: z.enum(['page', 'sitemap', 'feed', 'terms']),
  unchanged: z.custom<RecordId>((value) => typeof value === 'string' && value.startsWith('urn:uuid:')).exactOptional(),
  robots: z.string(),
  hostFiles: digest.exactOptional(),
  statement: z
    .object({
      source: z.string(),
      base: z.string(),
      licence: z.string(),
      evidence: z.string().nullable(),
      own: z.boolean(),
      language: z.string().nullable(),
      at: z.number(),
    })
    .exactOptional(),
  withdrawn: z.object({ stage: z.enum(['rights', 'robots']), rule: z.string(), because: z.string() }).exactOptional(),
});

/** Null for anything else. */
export function parseCaptureNote(text: string): CaptureNote | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Under which address an archive that is given away holds the files that spoke for a host: JSON that has this digest. */
export const hostFilesUrn = (digest: Digest): string => `urn:garner:host-files:${digest}`;
