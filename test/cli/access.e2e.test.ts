import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loopback, type Loopback, respond } from '../fetch/loopback.ts';
import { browserIsThere } from '../report/browser.ts';
import { makeProject, type Project } from './project.ts';

const SECRETS = { SESSION: 'c0okie-of-the-member', API_KEY: 'k3y-of-the-member', PASSWORD: 'passw0rd-of-the-member' };
const BASIC = Buffer.from(`member:${SECRETS.PASSWORD}`).toString('base64');
const ANY = new RegExp([...Object.values(SECRETS), BASIC].join('|'));

const PAGE = `<html lang="en"><title>For members</title><script>
for (const url of ['/api', 'http://other.test/api', 'http://member.test:8080/api']) fetch(url).catch(() => 0);
</script><main><h1>For members</h1>${'<p>The committee has met on Tuesday and has decided upon the new rules for the boats of the club.</p>'.repeat(6)}
<a href="/moved">a</a> <a href="/away">b</a> <a href="http://www.member.test/">c</a> <a href="http://other.test/">d</a> <a href="http://member.test:8080/">e</a></main></html>`;
const HTML = 'Content-Type: text/html\r\nAccess-Control-Allow-Origin: *\r\n';

let member: Loopback;
/** All other hosts. */
let canary: Loopback;
let project: Project;
beforeAll(async () => {
  member = await loopback((socket, request) => {
    const [, path = ''] = request.split(' ');
    const isKnown = Object.values({ ...SECRETS, PASSWORD: BASIC }).every((secret) => request.includes(secret));
    if (path === '/away') socket.write(respond('', 'Location: http://other.test/landed\r\n', '302 Found'));
    else if (path === '/moved') socket.write(respond('', 'Location: /\r\n', '301 Moved Permanently'));
    else if (path === '/robots.txt') socket.write(respond(isKnown ? 'User-agent: *\nAllow: /\n' : 'User-agent: *\nDisallow: /\n'));
    else socket.write(isKnown ? respond(PAGE, HTML) : respond('members only', HTML, '401 Unauthorized'));
  });
  canary = await loopback((socket, request) => void socket.write(request.includes('/robots.txt') ? respond('') : respond(PAGE, HTML)));
  project = await makeProject({
    settings: {
      network: { connectTo: { 'member.test': `127.0.0.1:${member.port}`, '*.test': `127.0.0.1:${canary.port}` } },
      crawl: { delay: '5ms' },
      refine: { workers: 1 },
      disk: { reserve: '0B' },
    },
    crawlers: {
      'member.test': {
        seeds: ['http://member.test/'],
        scope: { hosts: ['member.test', 'www.member.test', 'other.test'] },
        sitemaps: ['http://files.test/sitemap.xml'],
        render: browserIsThere() ? 'always' : 'never',
        headers: { Authorization: 'Basic ${env:BASIC}' },
        access: { 'http://member.test': { headers: { 'X-Key': '${env:API_KEY}' }, cookies: { session: '${env:SESSION}' } } },
      },
    },
  });
});
afterAll(async () => {
  await project.dispose();
  await Promise.all([member.close(), canary.close()]);
});

/** Every byte below a folder, unzipped where it is gzip. */
function bytesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => {
      const bytes = readFileSync(file);
      return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('latin1');
    })
    .join('\n');
}

test('what opens one origin goes to it alone, and stands nowhere', async () => {
  const environment = { ...SECRETS, BASIC };
  const crawled = await project.runWith(environment, 'crawl', '--json');
  expect(crawled.code).toBe(0);

  const heads = member.received.flatMap((bytes) => bytes.split(/(?=GET )/));
  const own = heads.filter((head) => /^Host: member\.test\r$/im.test(head));
  expect(own.length).toBeGreaterThanOrEqual(4);
  for (const head of own) for (const secret of [SECRETS.SESSION, SECRETS.API_KEY, BASIC]) expect(head).toContain(secret);
  expect(own.some((head) => head.startsWith('GET /robots.txt'))).toBe(true);
  expect(own.some((head) => head.startsWith('GET /api'))).toBe(browserIsThere());
  // Another port is another origin, and so are other hosts, wherever the redirect, link, sitemap or script stood.
  expect(heads.filter((head) => /^Host: member\.test:8080\r$/im.test(head)).join('\n')).not.toMatch(ANY);
  expect(canary.received.join('\n')).not.toMatch(ANY);
  const visited = new Set(canary.received.map((head) => /^Host: (\S+)\r$/im.exec(head)?.[1]));
  expect(visited).toEqual(new Set(['files.test', 'other.test', 'www.member.test']));

  const stored = bytesIn(project.storage);
  expect(stored).toMatch(/cookie: \[withheld\]\r\n/i);
  expect(stored).not.toMatch(ANY);
  expect(crawled.stdout + crawled.stderr).not.toMatch(ANY);

  // What asks for single pages knows it too.
  const fetched = await project.runWith(environment, 'fetch', 'http://member.test/');
  expect(fetched).toMatchObject({ code: 0, stdout: expect.stringMatching(/^For members\n/) as string });
  expect(fetched.stdout + fetched.stderr).not.toMatch(ANY);
});

test('without the environment, nothing is sent, and what is missing is told by its name', async () => {
  const ended = await project.run('crawl');
  expect(ended.code).toBe(4);
  for (const name of ['SESSION', 'API_KEY', 'BASIC']) expect(ended.stderr).toContain(`the environment variable ${name} is not set`);
});
