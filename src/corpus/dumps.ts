import type { Manifest } from './manifest.ts';

/** What a generation has of one run. */
export interface DumpFigures {
  readonly dump: string;
  /** When its run began, as an ISO 8601 instant; null when its name does not say so. */
  readonly begun: string | null;
  /** Captures, and how many of them were kept. */
  readonly pages: number;
  readonly documents: number;
}

/** The dumps of a generation, oldest first. */
export function dumpsOf({ shards, rejected }: Pick<Manifest, 'shards' | 'rejected'>): readonly DumpFigures[] {
  const names = [...new Set([...shards, ...rejected].map(({ dump }) => dump))].sort();
  const rowsOf = (files: Manifest['shards'], name: string): number =>
    files.filter(({ dump }) => dump === name).reduce((sum, { rows }) => sum + rows, 0);
  return names.map((dump) => {
    const documents = rowsOf(shards, dump);
    return { dump, begun: begunOf(dump), pages: documents + rowsOf(rejected, dump), documents };
  });
}

/** `20261124T030501Z` */
function begunOf(dump: string): string | null {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(dump) ?? [];
  return year === undefined ? null : `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}
