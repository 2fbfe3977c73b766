import { z } from 'zod';
import { licenceProblem } from './spdx.ts';

const licencePattern = z.string().superRefine((text, context) => {
  const problem = text.includes('*') ? null : licenceProblem(text);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem.message, params: { suggestion: problem.suggestion } });
});

/** `config/rights.yaml`: where the profile of `config/garner.yaml` is not all that is wanted. A key that is left out is as the profile has it. */
export const rightsSchema = z
  .strictObject({
    unknown: z
      .enum(['allow', 'deny'])
      .optional()
      .describe('What it means when nobody has said anything about training. By profile: standard allow, strict deny'),
    licences: z
      .array(licencePattern)
      .min(1)
      .optional()
      .describe('Only pages with one of these licences: SPDX ids, * for any characters (CC-BY-*). Default: any licence, and none'),
    obligations: z
      .array(z.string().min(1))
      .optional()
      .describe('Conditions of training that this corpus meets. By profile: standard [attribution], strict []'),
    aiAgentBlocks: z
      .enum(['ignore', 'record', 'deny'])
      .optional()
      .describe(
        'What it means when robots.txt shuts out known training agents and does not name ours. By profile: standard record, strict deny',
      ),
    importsWithoutEvidence: z
      .enum(['archived', 'live', 'deny'])
      .optional()
      .describe(
        'Imported documents whose licence is stated without evidence, and pages of web archives without an answer to robots.txt: archived judges them as they are, live by what their host says when they are imported, deny leaves them out. Default: archived',
      ),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'a country code of two capital letters, such as DE')
      .optional()
      .describe('Where you train, for terms that name countries. Default: not told, so that a list of countries excludes you'),
    headersDecide: z
      .boolean()
      .default(false)
      .describe(
        'Do not read the body of a page whose headers deny training whatever the policy. Saves its transfer; its links are not followed, and nothing is left to judge anew',
      ),
    hostFiles: z
      .strictObject({
        tdmrep: z.boolean().default(true).describe('Ask every host for /.well-known/tdmrep.json, once a day'),
        aiTxt: z.boolean().default(true).describe('Ask every host for /ai.txt, once a day'),
        rsl: z.boolean().default(true).describe('Ask for the RSL documents that a host points to, once a day'),
      })
      .describe('Files that speak for a whole host')
      .prefault({}),
  })
  .describe('A Garner rights policy');

export type RightsSettings = z.infer<typeof rightsSchema>;
