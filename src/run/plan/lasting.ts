import { DAY_MS } from '../../records.ts';
import type { CrawlerRules } from '../rules.ts';

type Manners = Pick<CrawlerRules, 'hours' | 'daily'>;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const MINUTES = 1440;

/** Which part of a day a host may be contacted in. */
const openShare = ({ hours }: Manners): number =>
  hours === undefined ? 1 : ((minutesOf(hours.to) - minutesOf(hours.from) + MINUTES) % MINUTES) / MINUTES;

/** How long a host takes for so many pages that keep it busy for so long, within the hours and the daily budgets that it has. */
export function lasting(busyMs: number, pages: number, bytesEach: number | null, manners: Manners): number {
  const { daily } = manners;
  const byBytes = bytesEach === null || bytesEach === 0 ? Number.POSITIVE_INFINITY : (daily.bytes ?? Number.POSITIVE_INFINITY) / bytesEach;
  const perDay = Math.max(1, Math.min(daily.pages ?? Number.POSITIVE_INFINITY, byBytes));
  // The last day need not be a whole one.
  const days = Math.max(0, Math.ceil(pages / perDay) - 1);
  return Math.round(Math.max(busyMs / openShare(manners), days * DAY_MS));
}

/** The same in words, as an end of a sentence. */
export const mannersText = ({ hours, daily }: Manners): string =>
  [
    ...(hours === undefined ? [] : [`from ${hours.from} to ${hours.to} (${hours.zone}) alone`]),
    ...(daily.pages === undefined ? [] : [`${daily.pages} pages a day`]),
    ...(daily.bytes === undefined ? [] : [`${daily.bytes} bytes a day`]),
  ]
    .map((each) => `; ${each}`)
    .join('');
