const NAME = /^garner-\d{17}-\d{5}-([A-Za-z0-9._-]+)\.warc\.gz$/;

/** A segment that is still written to has this after its name. */
export const OPEN = '.open';
export const INDEX = '.cdxj';

/** `garner-20261124030501123-00000-main.warc.gz`: start in UTC, serial number within the writer, writer. */
export function segmentName(at: number, serial: number, writer: string): string {
  const stamp = new Date(at).toISOString().replace(/\D/g, '');
  return `garner-${stamp}-${String(serial).padStart(5, '0')}-${writer}.warc.gz`;
}

/** Who writes or wrote this segment; null when it is not one of ours. */
export const writerOf = (segment: string): string | null => NAME.exec(segment)?.[1] ?? null;

/** Who left these files of an archive open, or writes to them. */
export const openWriters = (files: readonly string[]): ReadonlySet<string> =>
  new Set(
    files
      .filter((file) => file.endsWith(OPEN))
      .map((file) => writerOf(file.slice(0, -OPEN.length)))
      .filter((writer) => writer !== null),
  );

/** A worker's name as part of a file name. */
export const safeWriter = (name: string): string => name.replace(/[^A-Za-z0-9._-]+/g, '_') || 'main';
