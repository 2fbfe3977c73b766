import { z } from 'zod';

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;
const DURATION_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const A_DURATION = 'a duration such as 500ms, 5s, 10m or 24h';
const SIZE = /^(\d+(?:\.\d+)?)\s*(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)$/;
const SIZE_BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};
const A_SIZE = 'a size such as 500kB, 10MiB or 2GB';

const amount = (text: string, pattern: RegExp, factors: Readonly<Record<string, number>>): number => {
  const [, figure = '', unit = ''] = pattern.exec(text) ?? [];
  return Math.round(Number(figure) * (factors[unit] ?? Number.NaN));
};

/** A day at most: what waits longer is a schedule, and timers of Node overflow after 24 days. */
const durationFrom = (min: number, least: string, max = 86_400_000, most = 'at most 24h') =>
  z
    .string(A_DURATION)
    .regex(DURATION, A_DURATION)
    .meta({ examples: ['500ms', '5s', '10m', '24h'] })
    .transform((text) => amount(text, DURATION, DURATION_MS))
    .pipe(z.number().min(min, least).max(max, most));

const sizeFrom = (min: number, least: string) =>
  z
    .string(A_SIZE)
    .regex(SIZE, A_SIZE)
    .meta({ examples: ['500kB', '10MiB', '2GB'] })
    .transform((text) => amount(text, SIZE, SIZE_BYTES))
    .pipe(
      z
        .number()
        .min(min, least)
        .max(2 ** 50, 'at most 1024TiB'),
    );

/** A wait, from none to a day; milliseconds once parsed. */
export const duration = durationFrom(0, 'at least 0ms');

/** How long something may take; milliseconds once parsed. */
export const timeout = durationFrom(1, 'at least 1ms');

/** How long something may be left alone between two runs, up to ten years; milliseconds once parsed. */
export const interval = durationFrom(1000, 'at least 1s', 3650 * 86_400_000, 'at most 3650d');

/** A size; bytes once parsed. */
export const size = sizeFrom(1, 'at least 1B');

/** A heap in which a page can be parsed at all; bytes once parsed. */
export const heapSize = sizeFrom(16 * 2 ** 20, 'at least 16MiB');

/** A size that may be none; bytes once parsed. */
export const anySize = sizeFrom(0, 'at least 0B');

/** RFC 9309 §2.5: a crawler reads at least the first 500 KiB of a robots.txt. */
export const robotsSize = sizeFrom(500 * 2 ** 10, 'at least 500KiB (RFC 9309 section 2.5)');

/** A positive count. */
export const count = z.int().min(1).max(1_000_000_000);
