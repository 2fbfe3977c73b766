import { z } from 'zod';
import { timeout } from './units.ts';

/** S3's own rules for buckets (AmazonS3 user guide, "General purpose bucket naming rules"); a prefix is what object keys begin with. */
const S3_URL = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[A-Za-z0-9!_.*'()-]+)*\/?$/;

export const objects = z
  .strictObject({
    url: z
      .string()
      .regex(S3_URL, 'a bucket and a prefix in it, such as s3://bucket/garner')
      .describe('The bucket, and what all keys in it begin with'),
    endpoint: z
      .string()
      .regex(/^https?:\/\/[^\s/@]+\/?$/, 'an http(s) address such as https://minio.example.org:9000')
      .optional()
      .describe('Where the store is, when it is not S3 of AWS'),
    region: z
      .string()
      .regex(/^[a-z0-9-]+$/, 'a region such as eu-central-1')
      .optional()
      .describe('Default: as the AWS environment says; us-east-1 with an endpoint'),
    pathStyle: z
      .boolean()
      .optional()
      .describe('Whether the bucket stands in the path of requests and not in the host name. Default: with an endpoint'),
    accessKeyId: z.string().min(1).optional().describe('As ${env:NAME}. Default: as the AWS environment says'),
    secretAccessKey: z.string().min(1).optional().describe('As ${env:NAME}'),
    patience: timeout.prefault('10m').describe('How long a store that does not answer is waited for before a command gives up'),
  })
  .refine(({ accessKeyId, secretAccessKey }) => (accessKeyId === undefined) === (secretAccessKey === undefined), {
    message: 'accessKeyId and secretAccessKey belong together: give both or neither',
  })
  .describe('An object store that machines share in place of a disk');

export type ObjectsSettings = z.infer<typeof objects>;
