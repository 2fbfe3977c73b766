import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour, PoliteHost } from './hosts.ts';

/** One request, as the server saw it; milliseconds of one clock. */
export interface Visit {
  readonly host: string;
  readonly key: string;
  readonly address: string;
  readonly begin: number;
  /** Just before the last byte of the answer went out. */
  readonly end: number;
  readonly status: number;
  readonly retryAfter: number | undefined;
  /** Seconds that the host's robots.txt asks for, once it has said so. */
  readonly crawlDelay: number | undefined;
}

export interface PoliteWeb {
  readonly port: number;
  readonly visits: readonly Visit[];
  close(): Promise<void>;
}

/** Links enough for an audit of a minute and a half: no host runs out of pages. */
const LINKS = 100;

/** Where to dial for each host, as `network.connectTo` has it. */
export const dialled = (hosts: readonly PoliteHost[], port: number): Record<string, string> =>
  Object.fromEntries(hosts.map(({ name, address }) => [name, `${address}:${port}`]));

/** Serves the hosts, each at its address and all on one port, and writes down every request. */
export async function servePolitely(hosts: readonly PoliteHost[]): Promise<PoliteWeb> {
  const visits: Visit[] = [];
  const byName = new Map(hosts.map((host) => [host.name, { host, robots: 0, pages: 0, crawlDelay: undefined as number | undefined }]));
  const listing = Array.from({ length: LINKS }, (_, n) => `<a href="/page/${n}">${n}</a>`).join(' ');
  const answer = async (address: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const begin = performance.now();
    const state = byName.get((request.headers.host ?? '').replace(/:\d+$/, ''));
    if (state === undefined) return void response.writeHead(421).end();
    const { host } = state;
    const path = request.url ?? '/';
    let behaviour: Behaviour = host.others ?? { status: 404, tookMs: 1 };
    let body = '';
    if (path === '/robots.txt') {
      behaviour = host.robots[state.robots] ?? { status: 200, tookMs: 2 };
      state.robots += 1;
      body = `User-agent: *\nDisallow: /not\n${host.crawlDelay === undefined ? '' : `Crawl-delay: ${host.crawlDelay}\n`}`;
      if (behaviour.status === 200) state.crawlDelay = host.crawlDelay;
    } else if (path === '/') {
      behaviour = { status: 200, tookMs: 5 };
      body = `<title>${host.name}</title>${listing}`;
    } else if (path.startsWith('/page/')) {
      state.pages += 1;
      behaviour = host.page(state.pages);
      body = `<title>${path}</title><p>Page ${path} of ${host.name} says little.`;
    }
    await sleep(behaviour.tookMs);
    const { status, retryAfter } = behaviour;
    const { key, name } = host;
    visits.push({ host: name, key, address, begin, end: performance.now(), status, retryAfter, crawlDelay: state.crawlDelay });
    const type = path === '/robots.txt' ? 'text/plain' : 'text/html';
    response.writeHead(status, { 'content-type': type, ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) }).end(body);
  };
  const servers: Server[] = [];
  let port = 0;
  for (const address of new Set(hosts.map((host) => host.address))) {
    const server = createServer((request, response) => void answer(address, request, response));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, address, resolve);
    });
    ({ port } = server.address() as AddressInfo);
    servers.push(server);
  }
  return {
    port,
    visits,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => {
          server.close(resolve);
        });
      }
    },
  };
}
