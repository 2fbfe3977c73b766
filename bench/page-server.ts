import { createServer } from 'node:http';

/** Serves pages of about 92 kB, the mean of real ones, for any host name; a process of its own, so that the client has a core to itself. */
const bytes = Number(process.argv[2] ?? 92_000);

const words =
  'paper glass metal battery compost bottle lid rinse sort bin collection recycle household kitchen garden textile bulky hazardous'.split(
    ' ',
  );
let seed = 7;
const word = (): string => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return words[seed % words.length] ?? '';
};
const paragraph = (): string => `<p class="body-text" id="p${seed % 997}">${Array.from({ length: 60 }, word).join(' ')}.</p>\n`;
let body = '';
while (body.length < bytes) body += paragraph();

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  if (request.url === '/robots.txt') return response.writeHead(404).end();
  const page = Buffer.from(
    `<!doctype html><html lang="en"><head><title>${request.url}</title></head><body><main>${body}</main></body></html>`,
  );
  return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': page.length }).end(page);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? (address?.port ?? 0) : 0);
});
process.on('disconnect', () => process.exit());
