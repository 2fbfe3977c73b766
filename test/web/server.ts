import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as rest } from 'node:timers/promises';
import { failure, type Reply, type Site } from './page.ts';

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
    onHit({ url, host, path, query, at: Date.now(), userAgent: request.headers['user-agent'] ?? '', underWay });
    const site = byHost.get(host);
    const answer = site?.pages.get(path);
    const reply = typeof answer === 'function' ? answer(nth, searchParams) : (answer ?? site?.beyond?.(path, searchParams));
    const nothing = site === undefined ? failure(421, 'Misdirected Request') : failure(404, 'Not Found');
    send(request, response, reply ?? nothing).catch(() => response.destroy());
  });
}

async function send(request: IncomingMessage, response: ServerResponse, { status, headers, body, manner }: Reply): Promise<void> {
  if (manner === 'mute') return;
  for (const [name, value] of headers) response.appendHeader(name, value);
  const tag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
  if (status === 200 && manner === undefined) {
    response.setHeader('ETag', tag);
    if (request.headers['if-none-match'] === tag) {
      response.writeHead(304).end();
      return;
    }
  }
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
