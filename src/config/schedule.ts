import { z } from 'zod';
import { cronProblem, timeZoneProblem } from './cron.ts';
import { duration } from './units.ts';
import { checked, httpUrl } from './web.ts';

const name = z.string().min(1);

const schedule = z
  .strictObject({
    cron: checked(cronProblem).describe('When: minute, hour, day of month, month, day of week; seconds may stand before them'),
    timeZone: checked(timeZoneProblem).default('UTC').describe('Whose clock that is: IANA name, such as Europe/Berlin'),
    crawlers: z.array(name).min(1).optional().describe('What to crawl: crawlers by name, or topic, or tag'),
    topic: name.optional().describe('The crawlers of a topic'),
    tag: name.optional().describe('The crawlers with a tag'),
    build: z
      .array(name)
      .optional()
      .describe('Topics and crawlers to build afterwards. Default: the topic, else the topics that have one of the crawlers, else these'),
    overlap: z.enum(['skip', 'queue']).default('skip').describe('What a time does that comes while the run before it is not done'),
    missed: z.enum(['once', 'all', 'skip']).default('once').describe('What is done about times at which no scheduler ran'),
    jitter: duration.prefault('0s').describe('Begin later by up to this, by an amount that is drawn once for each time'),
    webhook: httpUrl
      .refine((url) => !/^http:/i.test(url), { error: 'expected an https: URL, for what is sent there is nobody else’s business' })
      .meta({ pattern: '^https://' })
      .optional()
      .describe('Is sent what became of each run, as JSON; may be ${env:NAME}'),
  })
  .superRefine((each, context) => {
    const given = (['crawlers', 'topic', 'tag'] as const).filter((key) => each[key] !== undefined);
    if (given.length === 1) return;
    const message =
      given.length === 0 ? 'a schedule needs crawlers, or a topic, or a tag' : `${given.join(' and ')}: give only one of them`;
    context.addIssue({ code: 'custom', message, path: given.slice(1, 2), params: { at: 'key' } });
  })
  .describe('When to crawl what, and what to build of it');

/** `config/schedules.yaml`: schedules by name. */
export const schedulesSchema = z
  .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a schedule is named in lower-case letters, digits and -'), schedule)
  .describe('Garner schedules');

export interface ScheduleConfig extends z.infer<typeof schedule> {
  readonly name: string;
}
