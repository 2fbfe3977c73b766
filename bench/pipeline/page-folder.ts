/**
 * Serves the `.html` and `.html.gz` files of a folder on many loopback hosts, 127.0.1.1 and on, all on one port; in a process of its own.
 * Every host has an index page with its pages and the next host, robots.txt and a sitemap.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const [folder = '.', count = '20', wanted = '8189'] = process.argv.slice(2);
const hosts = Number(count);
const port = Number(wanted);

interface Page {
  readonly plain: Buffer;
  readonly packed: Buffer;
}

const files = readdirSync(folder)
  .filter((name) => /\.html(\.gz)?$/.test(name))
  .sort();
const pages = new Map<string, Page>();
const pathsOf = Array.from({ length: hosts }, (): string[] => []);
for (const [n, name] of files.entries()) {
  const bytes = readFileSync(join(folder, name));
  const isPacked = name.endsWith('.gz');
  const path = `/p/${name.replace(/\.gz$/, '')}`;
  pathsOf[n % hosts]?.push(path);
  pages.set(`${n % hosts}${path}`, { plain: isPacked ? gunzipSync(bytes) : bytes, packed: isPacked ? bytes : gzipSync(bytes) });
}

function reply(host: number, request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '/';
  const origin = `http://127.0.1.${host + 1}:${port}`;
  const own = pathsOf[host] ?? [];
  const send = (type: string, body: string): void => void response.writeHead(200, { 'content-type': type }).end(body);
  if (path === '/robots.txt') return send('text/plain', `User-agent: *\nAllow: /\nSitemap: ${origin}/sitemap.xml\n`);
  if (path === '/sitemap.xml') {
    const entries = own.map((each) => `<url><loc>${origin}${each}</loc></url>`).join('');
    return send('application/xml', `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries}</urlset>`);
  }
  if (path === '/') {
    const links = own.map((each) => `<li><a href="${each}">${each}</a></li>`).join('');
    const next = host + 1 < hosts ? `<a href="http://127.0.1.${host + 2}:${port}/">next host</a>` : '';
    return send('text/html; charset=utf-8', `<!doctype html><title>Host ${host + 1}</title><ul>${links}</ul>${next}`);
  }
  const page = pages.get(host + path);
  if (page === undefined) return void response.writeHead(404).end();
  const isPacked = request.headers['accept-encoding']?.includes('gzip') === true;
  const body = isPacked ? page.packed : page.plain;
  return void response
    .writeHead(200, { 'content-type': 'text/html', 'content-length': body.length, ...(isPacked && { 'content-encoding': 'gzip' }) })
    .end(body);
}

await Promise.all(
  Array.from({ length: hosts }, (_, host) => {
    const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => reply(host, request, response));
    return new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, `127.0.1.${host + 1}`, () => resolve()));
  }),
);
process.on('disconnect', () => process.exit());
process.send?.({ pages: files.length, port });
