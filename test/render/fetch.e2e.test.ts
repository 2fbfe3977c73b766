import { afterAll, beforeAll, expect, test } from 'vitest';
import { loopbackSettings, makeProject, type Project } from '../cli/project.ts';
import { browserIsThere } from '../report/browser.ts';
import { serveSites, type Web } from '../web/web.ts';
import { scriptSite } from './script-site.ts';

const site = scriptSite('app.test', 3);
const { title = '', text = [] } = site.expectations.find(({ url }) => url === 'http://app.test/page/0') ?? {};
/** Of a page that says `Loading` and asks for JavaScript: it has no text of its own. */
const refused = { code: 8, stdout: '' };
let web: Web;
let project: Project;
beforeAll(async () => {
  web = await serveSites([site]);
  project = await makeProject({ settings: loopbackSettings(web.port) });
});
afterAll(() => Promise.all([web.close(), project.dispose()]));

test.runIf(browserIsThere())(
  'a page that scripts make is rendered when it is fetched, unless it is asked for as it comes',
  async () => {
    const { code, stdout, stderr } = await project.run('fetch', 'http://app.test/page/0');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.startsWith(`${title}\n\n${text[0]}\n`)).toBe(true);
    expect(web.count('http://app.test/page/0')).toBe(1);
    expect(web.count('http://app.test/private/counter.json')).toBe(0);
    expect(await project.run('fetch', '--render', 'never', 'http://app.test/page/0')).toMatchObject({
      ...refused,
      stderr: expect.stringMatching(/no-text/) as string,
    });
    const page = await project.run('fetch', '--render', 'always', '--format', 'json', 'http://app.test/plain/0');
    expect(JSON.parse(page.stdout)).toMatchObject({ renderedFrom: expect.stringMatching(/^urn:uuid:/) as string });
  },
  480_000,
);

test('without a browser such a page is taken as it came, which is told; unless it must be rendered', async () => {
  const GARNER_CHROMIUM = '/nowhere';
  const { code, stdout, stderr } = await project.runWith({ GARNER_CHROMIUM }, 'fetch', 'http://app.test/page/1');
  expect({ code, stdout }).toEqual(refused);
  expect(stderr).toMatch(
    /^garner: http:\/\/app\.test\/page\/1: it has scripts and hardly any text, and was not rendered: .*no Chromium.*\n/,
  );
  const must = await project.runWith({ GARNER_CHROMIUM }, 'fetch', '--render', 'always', 'http://app.test/plain/0');
  expect(must).toMatchObject({
    code: 4,
    stdout: '',
    stderr: expect.stringMatching(/http:\/\/app\.test\/plain\/0 is to be rendered, and no Chromium/) as string,
  });
});

test('a whole site is rendered when that is asked for', async () => {
  const GARNER_CHROMIUM = '/nowhere';
  const ended = await project.runWith({ GARNER_CHROMIUM }, 'fetch', '--site', '--render', 'auto', 'http://app.test/page/0');
  expect(ended).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/app\.test\.yaml has its pages rendered, and no Chromium/) as string,
  });
});
