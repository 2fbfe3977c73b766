/**
 * Serves any host, in a process of its own: `/` names so many pages, and each answer takes a fixed time. The port is told to the parent, and whenever it
 * asks how many requests were answered, and are under way.
 */
import { createServer } from 'node:http';

const [pages = 0, serviceMs = 0] = process.argv.slice(2).map(Number);
const links = Array.from({ length: pages }, (_, n) => `<li><a href="/${n}">page ${n}</a></li>`).join('\n');
let [answered, underWay] = [0, 0];
const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  underWay += 1;
  setTimeout(() => {
    answered += 1;
    underWay -= 1;
    const isPage = request.url === '/' || /^\/\d+$/.test(request.url ?? '');
    const list = request.url === '/' ? `<ul>${links}</ul>` : '';
    const text = `<!doctype html><title>${request.url}</title><h1>Page ${request.url} of ${request.headers.host}</h1>${list}`;
    response.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(isPage ? text : '');
  }, serviceMs);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? (address?.port ?? 0) : 0 });
});
process.on('message', () => process.send?.({ answered, underWay }));
process.on('disconnect', () => process.exit());
