import { z } from 'zod';
import { timeZoneProblem } from './cron.ts';
import { count, size } from './units.ts';
import { checked } from './web.ts';

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day from 00:00 to 23:59');

export const hours = z
  .strictObject({
    from: timeOfDay.describe('Time of day, such as 22:00'),
    to: timeOfDay.describe('When that ends; before `from`, it is on the next day'),
    zone: checked(timeZoneProblem).default('UTC').describe('Whose clock that is: IANA name, such as Europe/Berlin'),
  })
  .refine(({ from, to }) => from !== to, { error: 'from and to are the same time: leave hours out to crawl at all times', path: ['to'] })
  .describe('When hosts may be contacted; outside of these hours their URLs wait');

export type Hours = z.infer<typeof hours>;

export const daily = z
  .strictObject({
    pages: count.optional().describe('Pages to request. Default: no limit'),
    bytes: size.optional().describe('Bytes to receive. Default: no limit'),
  })
  .describe('What one host gives in a day (UTC), over all crawls; beyond it its URLs wait for the next day');
