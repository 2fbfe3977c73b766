/** `1,234`, whatever the system's language: cards must not depend on it. */
export const figure = (count: number): string => count.toLocaleString('en');

/** `80.4 %`, or a dash when there is no whole. */
export const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

/** Bytes in the decimal unit that leaves one to three digits before the point. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** step).toFixed(1)} ${units[step - 1] ?? ''}`;
}

/** A figure that is an estimate: two digits of it. */
export function roughly(count: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return figure(Math.round(count / unit) * unit);
}
