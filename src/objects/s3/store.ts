import type { S3Client } from '@aws-sdk/client-s3';
import type { Patience } from './patience.ts';

/** The part of an object store that is ours. */
export interface Store {
  readonly client: S3Client;
  readonly bucket: string;
  /** What all keys begin with: empty, or ending with `/`. */
  readonly prefix: string;
  /** Larger files go and come in parts of this size or more. */
  readonly partBytes: number;
  readonly patience: Patience;
}

/** Of `s3://bucket/prefix`. */
export function bucketOf(url: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*?)\/?$/.exec(url) ?? [];
  return { bucket, prefix: path === '' ? '' : `${path}/` };
}
