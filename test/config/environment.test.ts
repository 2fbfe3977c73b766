import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/config/digest.ts';
import { checkConfig, loadConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import { projectFolder } from './project-folder.ts';

const CRAWLER = 'crawlers/example.org.yaml';
const PROJECT = 'config/garner.yaml';
const seeds = 'seeds: [https://example.org/]\n';

const files = {
  [PROJECT]: 'userAgent: { contact: "mailto:${env:MAIL}" }\nnetwork: { connectTo: { "*.test": "127.0.0.1:${env:PORT}" } }\n',
  [CRAWLER]: `${seeds}headers: { Authorization: "Bearer \${env:TOKEN}" }\n`,
};
const environment = { MAIL: 'me@example.org', PORT: '8080', TOKEN: 'hunter2' };

describe('${env:NAME}', () => {
  test('stands for what the environment says, in the project file and in headers', () => {
    const config = loadConfig(projectFolder(files), environment);
    expect(config.userAgent.contact).toBe('mailto:me@example.org');
    expect(config.network.connectTo).toEqual({ '*.test': '127.0.0.1:8080' });
    expect(config.crawlers.get('example.org')?.headers).toEqual({ Authorization: 'Bearer hunter2' });
  });

  test('its value is taken as it is', () => {
    const config = loadConfig(projectFolder(files), { ...environment, TOKEN: '${env:MAIL} $& $1' });
    expect(config.crawlers.get('example.org')?.headers['Authorization']).toBe('Bearer ${env:MAIL} $& $1');
  });

  test('what is not set is told with its line, once', () => {
    const { problems } = checkConfig(projectFolder(files), { MAIL: '' });
    expect(problems.map(problemText)).toEqual([
      `${PROJECT}:1:23  userAgent.contact: the environment variable MAIL is empty`,
      `${PROJECT}:2:35  network.connectTo.*.test: the environment variable PORT is not set`,
      `${CRAWLER}:2:27  headers.Authorization: the environment variable TOKEN is not set`,
    ]);
  });

  test('other forms and other places are not replaced but told', () => {
    const broken = {
      [PROJECT]: 'storage: ${HOME}/garner\nuserAgent: { contact: "${ENV:MAIL}", name: "${}" }\n',
      [CRAWLER]: 'seeds: ["https://example.org/${env:TOKEN}"]\n',
    };
    expect(checkConfig(projectFolder(broken), environment).problems.map(problemText)).toEqual([
      `${PROJECT}:1:10  storage: only \${env:NAME} is replaced; did you mean \${env:HOME}?`,
      `${PROJECT}:2:23  userAgent.contact: only \${env:NAME} is replaced; did you mean \${env:MAIL}?`,
      `${PROJECT}:2:44  userAgent.name: only \${env:NAME} is replaced`,
      `${CRAWLER}:1:9  seeds[0]: \${env:NAME} is replaced in config/garner.yaml, in headers and access of crawlers and in webhooks of schedules only`,
    ]);
  });

  test('a value that does not fit is told by its name', () => {
    const { problems } = checkConfig(projectFolder(files), { MAIL: 'hunter2 and more', PORT: 'hunter2', TOKEN: 'hunter2\r\nX-Evil: 1' });
    expect(problems.map(({ path }) => path)).toEqual(['userAgent.contact', 'network.connectTo.*.test', 'headers.Authorization']);
    expect(problems.map(({ found }) => found)).toEqual(['"mailto:${env:MAIL}"', '"127.0.0.1:${env:PORT}"', undefined]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});

describe('the digest', () => {
  const load = (changed: Readonly<Record<string, string>>, variables = environment) =>
    loadConfig(projectFolder({ ...files, ...changed }), variables);

  test('is the same wherever the project stands, however it is laid out, and whatever the environment says', () => {
    const { digest } = load({});
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(load({}, { MAIL: 'you@example.org', PORT: '1', TOKEN: 'other' }).digest).toBe(digest);
    expect(load({ [CRAWLER]: `# comment\nheaders:\n  Authorization: 'Bearer \${env:TOKEN}'\n${seeds}` }).digest).toBe(digest);
    expect(load({ [PROJECT]: `${files[PROJECT]}storage: storage\n` }).digest).toBe(digest);
  });

  test('changes with what matters', () => {
    const digests = [
      load({}),
      load({ [CRAWLER]: seeds }),
      load({ [CRAWLER]: `${files[CRAWLER] ?? ''}delay: 2s\n` }),
      load({ [PROJECT]: '' }),
      load({ 'config/topics/x.yaml': 'title: x\ncrawlers: [example.org]\n' }),
    ].map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  test('holds no secret of `access` either, which is there by origin', () => {
    const access =
      'access: { https://example.org: { cookies: { session: "${env:TOKEN}" }, proxy: "http://p:${env:TOKEN}@10.0.0.1:3128" } }\n';
    const [one, other] = ['hunter2', 'other'].map((TOKEN) => load({ [CRAWLER]: `${seeds}${access}` }, { ...environment, TOKEN }));
    expect(one?.access.get('https://example.org')).toEqual({
      headers: [['Cookie', 'session=hunter2']],
      proxy: 'http://p:hunter2@10.0.0.1:3128',
    });
    expect(one?.digest).toBe(other?.digest);
    expect(digestOf(one?.crawlers.get('example.org'))).toBe(digestOf(other?.crawlers.get('example.org')));
  });

  test('of a project does not hold the password of its proxy, which must not stand in the file', () => {
    const project = (proxy: string): Readonly<Record<string, string>> => ({ 'config/garner.yaml': `network: { proxy: "${proxy}" }\n` });
    const [one, other] = ['hunter2', 'other'].map((TOKEN) =>
      loadConfig(projectFolder(project('http://p:${env:TOKEN}@10.0.0.1:3128')), { TOKEN }),
    );
    expect(one?.network.proxy).toBe('http://p:hunter2@10.0.0.1:3128');
    expect(one?.digest).toBe(other?.digest);
    for (const proxy of ['http://p:hunter2@10.0.0.1:3128', 'socks5h://p:hunter2@10.0.0.1']) {
      const { problems } = checkConfig(projectFolder(project(proxy)));
      expect(problems).toMatchObject([{ path: 'network.proxy', message: expect.stringMatching(/^a secret must not/) as string }]);
      expect(JSON.stringify(problems)).not.toContain('hunter2');
    }
  });

  test.each([
    ['socks5://10.0.0.1:1080', true],
    ['socks5h://proxy.example.org', true],
    ['socks4://10.0.0.1:1080', false],
    ['socks5://', false],
    ['socks5://10.0.0.1/path', false],
  ])('%s names a proxy: %s', (proxy, isOne) => {
    const { problems } = checkConfig(projectFolder({ 'config/garner.yaml': `network: { proxy: "${proxy}" }\n` }));
    expect(problems.map(({ path }) => path)).toEqual(isOne ? [] : ['network.proxy']);
  });

  test('of a crawler by itself, or changed on the way, holds no secret either', () => {
    const [one, other] = ['hunter2', 'other'].map((TOKEN) => load({}, { ...environment, TOKEN }).crawlers.get('example.org'));
    expect(one?.headers).not.toEqual(other?.headers);
    expect(digestOf(one)).toBe(digestOf(other));
    expect(digestOf({ ...one, delay: 5 })).toBe(digestOf({ ...other, delay: 5 }));
    expect(digestOf({ ...one, delay: 5 })).not.toBe(digestOf(one));
  });
});
