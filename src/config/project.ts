import { z } from 'zod';
import { proxyUrl } from './access.ts';
import { personalData } from './personal-data.ts';
import { curationDefaults } from './curation.ts';
import { daily, hours } from './manners.ts';
import { objects } from './objects.ts';
import { anySize, count, duration, heapSize, robotsSize, size, timeout } from './units.ts';
import { dialAddress, hostPattern, network as networkOrAddress } from './web.ts';

const userAgent = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z_-]+$/, 'letters, _ and - only: it is the product token that robots.txt rules name')
      .default('GarnerBot')
      .describe('The product token of the User-Agent header'),
    contact: z
      .string()
      .regex(/^(https?:\/\/|mailto:)\S+$/, 'an https: page about your crawl, or a mailto: address')
      .optional()
      .describe('How a site owner reaches you. Demanded before any public host is contacted.'),
  })
  .describe('Who the crawl says it is');

const network = z
  .strictObject({
    ports: z.array(z.int().min(1).max(65_535)).default([80, 443, 8080, 8443]).describe('Ports that may be dialled'),
    allowPrivate: z.array(networkOrAddress).default([]).describe('Private addresses or networks (CIDR) that may be contacted all the same'),
    connectTo: z
      .record(hostPattern, dialAddress)
      .default({})
      .describe('Where to dial for a host name (*.test for all below), whatever DNS says; these names are not looked up'),
    proxy: proxyUrl.optional().describe('An HTTP or SOCKS5 proxy for all requests; its password as ${env:NAME}; see access.md'),
    perAddress: z.int().min(1).default(50).describe('Requests a second to one IP address, over all hosts behind it'),
  })
  .describe('What may be contacted');

const limits = z
  .strictObject({
    body: size.prefault('10MiB').describe('Decoded bytes of a page'),
    sitemap: size.prefault('50MiB').describe('Decoded bytes of a sitemap'),
    robots: robotsSize.prefault('500KiB').describe('Bytes of a robots.txt that are read; at least 500KiB (RFC 9309 2.5)'),
    connect: timeout.prefault('10s').describe('Until a connection stands'),
    firstByte: timeout.prefault('20s').describe('Until the answer begins'),
    idle: timeout.prefault('10s').describe('Between two pieces of a body'),
    total: timeout.prefault('60s').describe('For one request in all'),
    minRate: anySize.prefault('1kB').describe('Bytes a second that a body must bring over 30 s'),
    redirects: z.int().min(0).max(20).default(5).describe('In a row, before a URL has failed'),
    attempts: z.int().min(1).max(20).default(4).describe('Requests for one URL in one run before it has failed'),
  })
  .describe('Bounds of one request and its retries');

const crawl = z
  .strictObject({
    concurrency: z.int().min(1).max(4096).default(64).describe('Requests in flight, over all hosts'),
    delay: duration.prefault('1s').describe('Rest between two requests to one host, where a crawler says nothing'),
    adapt: z
      .strictObject({
        factor: z.number().min(0).max(100).default(5).describe('Rest for so many times as long as the host took for its answer; 0: never'),
        upTo: duration.prefault('30s').describe('And never longer than this for that reason'),
      })
      .describe('How the rest grows beyond the delay where a host is slow. A delay of 0ms is none, however slow the host')
      .prefault({}),
    hours: hours.optional(),
    daily: daily.prefault({}),
    maxDelay: duration.prefault('5m').describe('A longer Crawl-delay makes us leave the host alone'),
    backoff: duration.prefault('10s').describe('Before the first retry; doubles with every failure'),
    lease: timeout.prefault('1m').describe("After this a dead worker's URLs are given out again"),
  })
  .describe('Pace of a crawl');

const render = z
  .strictObject({
    pages: z.int().min(1).max(64).default(2).describe('Pages in the browser at once'),
    deadline: timeout.prefault('20s').describe('For one page: what stands there by then is taken'),
    requests: z.int().min(0).max(10_000).default(100).describe('Requests that the scripts of one page may make'),
    bytes: size.prefault('20MB').describe('Bytes that they may receive in all'),
  })
  .describe('The browser, for crawlers that render');

const refine = z
  .strictObject({
    workers: count.max(256).optional().describe('Worker threads. Default: one per core'),
    deadline: timeout.prefault('20s').describe('For one page'),
    memory: heapSize.prefault('512MiB').describe('Heap of one worker thread'),
  })
  .describe('The threads that turn pages into text');

const corpus = z
  .strictObject({
    format: z.enum(['parquet', 'jsonl']).default('parquet').describe('Of the shards'),
    shardBytes: size.prefault('100MB').describe('Shards are closed at about this size'),
    keep: z.int().min(1).max(1_000_000).default(3).describe('Generations that garner gc leaves, the newest'),
    ...curationDefaults,
  })
  .describe('What a build takes and writes');

const disk = z
  .strictObject({
    reserve: anySize
      .prefault('1GB')
      .describe('With less room than this on the disk nothing new is fetched; what is under way is finished and kept'),
    archive: size.optional().describe('With an archive of this size nothing new is fetched. Default: no limit'),
  })
  .describe('What a crawl leaves free');

const REDIS_URL = 'redis://127.0.0.1:6379';

const redis = z
  .strictObject({
    url: z
      .string()
      .regex(/^rediss?:\/\/\S+$/, 'an address such as redis://127.0.0.1:6379, or rediss:// for TLS')
      .optional()
      .describe(
        `Redis 6.2 or newer, or Valkey, with an append-only file; \${env:NAME} keeps its password out of this file. Default: ${REDIS_URL}`,
      ),
    namespace: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and -')
      .default('garner')
      .describe('What all keys begin with; projects that share a Redis need one each'),
    partitions: z
      .int()
      .min(1)
      .max(4096)
      .default(1)
      .describe('Parts that hosts are spread over. 1 is best on one server; see SCALING.md for several'),
  })
  .describe('Where the queue of many workers is, with `engine: redis`')
  // Whether it was named says whether the project has a fleet, when it has another engine.
  .transform(({ url, ...rest }) => ({ ...rest, url: url ?? REDIS_URL, isNamed: url !== undefined }));

const telemetry = z
  .strictObject({
    otlp: z
      .url({ protocol: /^https?$/, error: 'an address such as http://127.0.0.1:4318' })
      .describe('An OTLP receiver over HTTP; paths are added. Default: as OTEL_EXPORTER_OTLP_ENDPOINT says'),
  })
  .describe('Where traces and metrics are sent to; nowhere unless it is said here or by the OTEL_ variables of the environment');

const listFiles = z.array(z.string().min(1)).default([]);

const storageFolder = z
  .string()
  .min(1)
  .regex(/^(?!~)/, 'a folder relative to the project, or an absolute path; ~ is not expanded');

/** `config/garner.yaml`: how this project crawls. */
export const projectSchema = z
  .strictObject({
    engine: z
      .enum(['embedded', 'redis'])
      .default('embedded')
      .describe('embedded: all state in files under storage, no server; redis: one queue for many workers'),
    redis: redis.prefault({}),
    objects: objects.optional(),
    telemetry: telemetry.optional(),
    storage: storageFolder.default('storage').describe('Folder for all that comes out, relative to the project'),
    userAgent: userAgent.prefault({}),
    robots: z.enum(['standard', 'strict']).default('standard').describe('How answers other than a plain robots.txt are read'),
    rights: z.enum(['standard', 'strict']).default('standard').describe('What unknown rights and noindex mean'),
    network: network.prefault({}),
    limits: limits.prefault({}),
    crawl: crawl.prefault({}),
    render: render.prefault({}),
    refine: refine.prefault({}),
    personalData: personalData.prefault({}),
    blocklists: listFiles.describe(
      'Files of hosts and addresses whose pages are neither fetched nor taken into corpora, relative to the project; see corpus.md',
    ),
    benchmarks: listFiles.describe('Files of test items; texts that repeat one are left out of corpora; see corpus.md'),
    archive: z
      .strictObject({ segment: size.prefault('1GB').describe('WARC files are closed at about this size') })
      .describe('What was fetched')
      .prefault({}),
    disk: disk.prefault({}),
    corpus: corpus.prefault({}),
  })
  .describe('A Garner project');

export type ProjectSettings = z.infer<typeof projectSchema>;
