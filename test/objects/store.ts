import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { freePort } from '../free-port.ts';
import { MemoryStore } from './memory-store.ts';
import { answer, fault, type Given } from './protocol.ts';
import { signatureOf } from './signature.ts';

/** What a store of this test's own can do less than S3. */
export interface Shortcomings {
  /** Of a put: it takes no notice of If-Match, or of If-None-Match either; or it compares etags without their quotes. */
  readonly conditions?: 'absent' | 'none' | 'bare';
  /** Keys in one answer to who lists; 1000 in S3. */
  readonly mostKeys?: number;
}

/** An object store of this test's own, which speaks the protocol of S3 on loopback and a free port. */
export interface TestObjectStore {
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** What `objects` of `config/garner.yaml` says of it. */
  settings(prefix?: string): { url: string; endpoint: string; accessKeyId: string; secretAccessKey: string };
  /** What is there now, in the order of the keys. */
  keys(): readonly string[];
  /** Requests so far, as `PUT /bucket/key?query`. */
  readonly requests: readonly string[];
  /** Breaks off what is under way and refuses connections, until `restart`. */
  stop(): Promise<void>;
  /** With everything that it had. */
  restart(): Promise<void>;
  /** Stops in place of answering the nth request from now on that looks like this. */
  stopAt(request: RegExp, nth: number): void;
  /** Answers some requests from now on with a page of HTML, as a proxy does that does not reach it. */
  answerAsProxy(status: number, times: number): void;
  /** Does what the next request of this method asks for, and cuts the connection instead of answering. */
  loseAnswerTo(method: string): void;
  close(): Promise<void>;
}

const BUCKET = 'garner-test';
const KEY_ID = 'test-key';
const SECRET = 'test-secret';

export async function startObjectStore({ conditions, mostKeys = 1000 }: Shortcomings = {}): Promise<TestObjectStore> {
  const store = new MemoryStore(mostKeys);
  const requests: string[] = [];
  let lost: string | null = null;
  const proxy = { status: 0, times: 0 };
  let last: { readonly pattern: RegExp; left: number } | null = null;
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    requests.push(`${method} ${url}`);
    if (last?.pattern.test(`${method} ${url}`) === true && --last.left === 0) {
      last = null;
      return stop();
    }
    const body = await buffer(request);
    if (proxy.times-- > 0) {
      response.writeHead(proxy.status, { 'content-type': 'text/html' }).end('<html><hr>Not now<br></html>');
      return;
    }
    const { pathname, searchParams: query } = new URL(url, 'http://s3.test');
    const [, bucket = '', ...rest] = pathname.split('/');
    const key = decodeURIComponent(rest.join('/'));
    const heeded = method === 'PUT' ? conditionsOf(headers, conditions) : {};
    const given = refusal(request, bucket, body) ?? answer(store, { method, key, query, headers: { ...headers, ...heeded }, body });
    if (lost === method) {
      lost = null;
      response.destroy();
      return;
    }
    response.writeHead(given.status, given.headers).end(method === 'HEAD' ? undefined : given.body);
  };
  // Who goes away in the middle of a request has asked for nothing.
  const handle = (request: IncomingMessage, response: ServerResponse): void =>
    void respond(request, response).catch(() => response.destroy());
  const port = await freePort();
  let server = await listen(handle, port);
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    endpoint,
    bucket: BUCKET,
    accessKeyId: KEY_ID,
    secretAccessKey: SECRET,
    settings: (prefix = 'project') => ({ url: `s3://${BUCKET}/${prefix}`, endpoint, accessKeyId: KEY_ID, secretAccessKey: SECRET }),
    keys: () => store.keys(),
    requests,
    stop,
    async restart() {
      await stop();
      server = await listen(handle, port);
    },
    stopAt(pattern, nth) {
      last = { pattern, left: nth };
    },
    answerAsProxy(status, times) {
      Object.assign(proxy, { status, times });
    },
    loseAnswerTo(method) {
      lost = method;
    },
    close: stop,
  };
}

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void, port: number): Promise<Server> {
  const server = createServer(handle).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** As a store that is complete has to take them. */
function conditionsOf(headers: IncomingHttpHeaders, kind: Shortcomings['conditions']): IncomingHttpHeaders {
  const etag = headers['if-match'];
  if (kind === undefined || (kind === 'bare' && etag === undefined)) return {};
  if (kind === 'bare') return { 'if-match': `"${etag}"` };
  return { 'if-match': undefined, ...(kind === 'none' && { 'if-none-match': undefined }) };
}

/** Why nothing is done for this request; null when there is no reason. */
function refusal(request: IncomingMessage, bucket: string, body: Buffer): Given | null {
  const { id, isValid } = signatureOf(request, SECRET);
  if (id !== KEY_ID) return fault(403, 'InvalidAccessKeyId');
  if (!isValid) return fault(403, 'SignatureDoesNotMatch');
  const digest = request.headers['x-amz-content-sha256'];
  if (digest !== 'UNSIGNED-PAYLOAD' && digest !== hash('sha256', body)) return fault(400, 'XAmzContentSHA256Mismatch');
  return bucket === BUCKET ? null : fault(404, 'NoSuchBucket');
}
