import { z } from 'zod';

const use = (what: string) =>
  z
    .enum(['mask', 'keep', 'drop'])
    .default('mask')
    .describe(`${what}: mask puts a placeholder there, keep leaves it, drop leaves the page out`);

const COUNT = 'a whole number, or null for no limit';

/** What becomes of personal data in texts; `src/privacy/` finds it. */
export const personalData = z
  .strictObject({
    email: use('E-mail addresses'),
    ipAddress: use('Public IP addresses'),
    iban: use('Bank accounts (IBAN)'),
    residentId: use('Identity numbers of residents of China'),
    paymentCard: use('Payment card numbers'),
    phone: use('Telephone numbers'),
    most: z
      .int(COUNT)
      .min(0, COUNT)
      .nullable()
      .default(null)
      .describe('Leave out pages with more pieces of personal data than this. Default: no limit'),
  })
  .describe('Personal data in texts; see personal-data.md');
