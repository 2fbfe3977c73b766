export const figure = (n: number): string => Math.round(n).toLocaleString('en-US');

/** `1 page`, `2,000 pages`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${figure(count)} ${count === 1 ? one : many}`;

/** Milliseconds for people: `4.2 s`, `3 min 20 s`, `5 h 3 min`. */
export function secondsText(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 1440
    ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
    : `${Math.floor(minutes / 1440)} d ${Math.round((minutes % 1440) / 60)} h`;
}

const FULL = '█';
const EMPTY = '░';

/** `████░░░░  50 %`, so many columns wide. */
export function bar(part: number, width: number): string {
  const share = Number.isFinite(part) ? Math.min(1, Math.max(0, part)) : 0;
  const cells = Math.max(4, width - 6);
  const full = Math.floor(share * cells);
  return `${FULL.repeat(full)}${EMPTY.repeat(cells - full)} ${`${Math.floor(share * 100)}`.padStart(3)} %`;
}
