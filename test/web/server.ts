import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as rest } from 'node:timers/promises';
import { failure, type Reply, type Site, type Validator } from './page.ts';

/** One request that reached the server. */
export interface Hit {
  /** Without query. */
  readonly url: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly userAgent: string;
  /** Other requests to the same host that had not been answered in full. */
  readonly underWay: number;
  /** Of the body that was sent, unless in an odd manner. */
  bytes: number;
}

const DRIPS = 8;
const DRIP_MS = 40;

/** Answers for every site by the Host header; a port in it does not count. */
export function openServer(sites: readonly Site[], onHit: (hit: Hit) => void): Server {
  const byHost = new Map(sites.map((site) => [site.host, site]));
  const asked = new Map<string, number>();
  const open = new Map<string, number>();
  return createServer((request, response) => {
    const { pathname: path, searchParams, search: query } = new URL(request.url ?? '/', 'http://x.test');
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const url = `http://${host}${path}`;
    const nth = (asked.get(url) ?? 0) + 1;
    asked.set(url, nth);
    const underWay = open.get(host) ?? 0;
    open.set(host, underWay + 1);
    response.once('close', () => open.set(host, (open.get(host) ?? 1) - 1));
    const hit: Hit = { url, host, path, query, at: Date.now(), userAgent: request.headers['user-agent'] ?? '', underWay, bytes: 0 };
    onHit(hit);
    const site = byHost.get(host);
    const answer = site?.pages.get(path);
    const reply = typeof answer === 'function' ? answer(nth, searchParams) : (answer ?? site?.beyond?.(path, searchParams));
    const nothing = site === undefined ? failure(421, 'Misdirected Request') : failure(404, 'Not Found');
    send(request, response, reply ?? nothing, site?.validator ?? 'etag', hit).catch(() => response.destroy());
  });
}

const FIRST_OF_MAY = Date.UTC(2026, 4, 1);

/** What a host sends with a body so that it can tell later whether it has changed, and by which request header it is asked. */
function validatorOf(kind: Validator, body: Uint8Array): readonly [name: string, value: string, asked: string] | null {
  const digest = createHash('sha256').update(body).digest();
  if (kind === 'etag') return ['ETag', `"${digest.toString('hex', 0, 8)}"`, 'if-none-match'];
  // Another body has another date, within the last months.
  return kind === 'none'
    ? null
    : ['Last-Modified', new Date(FIRST_OF_MAY + digest.readUInt16BE() * 60_000).toUTCString(), 'if-modified-since'];
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body, manner }: Reply,
  kind: Validator,
  hit: Hit,
): Promise<void> {
  if (manner === 'mute') return;
  for (const [name, value] of headers) response.appendHeader(name, value);
  const validator = status === 200 && manner === undefined ? validatorOf(kind, body) : null;
  if (validator !== null) {
    const [name, value, asked] = validator;
    response.setHeader(name, value);
    if (request.headers[asked] === value) {
      response.removeHeader('Content-Type');
      response.writeHead(304).end();
      return;
    }
  }
  if (manner === undefined) hit.bytes = body.byteLength;
  if (manner === 'endless') {
    for (response.writeHead(status); !response.destroyed; await rest(DRIP_MS)) response.write(body);
    return;
  }
  response.setHeader('Content-Length', body.byteLength);
  response.writeHead(status);
  if (manner === undefined) {
    response.end(body);
    return;
  }
  const step = Math.ceil(body.byteLength / DRIPS);
  for (let at = 0; at < body.byteLength; at += step) {
    // Never after the last piece: with it, the client has its whole answer.
    if (at > 0) await rest(DRIP_MS);
    if (manner === 'cut' && at > 0) {
      response.destroy();
      return;
    }
    response.write(body.subarray(at, at + step));
  }
  response.end();
}
