import { describe, expect, test } from 'vitest';
import { loopbackSettings, makeProject, until } from '../cli/project.ts';
import { browserIsThere } from '../report/browser.ts';
import { html } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites } from '../web/web.ts';
import { below, processes } from './processes.ts';

/** A page that is never quiet, and then hangs. */
const RESTLESS = `<body><p id="n">text</p><script>
  setInterval(() => { n.textContent += 'x'.repeat(500); }, 50);
  setTimeout(() => { fetch('/seen'); setTimeout(() => { for (;;) {} }, 100); }, 500);
</script>`;

describe.runIf(browserIsThere() && process.platform === 'linux')('the browser', { timeout: 240_000 }, () => {
  test.each(['SIGKILL', 'SIGTERM'] as const)('ends with a crawl that %s ends', async (signal) => {
    const site = new SiteMaker('restless.test');
    site.serve('/robots.txt', robotsTxt(''));
    site.serve('/', html(RESTLESS));
    const web = await serveSites([site.done()]);
    const project = await makeProject({
      settings: { ...loopbackSettings(web.port), render: { deadline: signal === 'SIGKILL' ? '120s' : '5s' } },
      crawlers: { 'restless.test': { seeds: ['http://restless.test/'], sitemaps: false, render: 'always' } },
    });
    try {
      const { child, ended } = project.start('crawl');
      await until(() => web.count('http://restless.test/seen') > 0);
      const browsers = below(child.pid ?? 0).map(({ pid }) => pid);
      expect(browsers.length).toBeGreaterThan(2);
      child.kill(signal);
      await ended;
      // A process id is not used again so soon.
      await until(async () => {
        await new Promise((resolve) => setTimeout(resolve, 200));
        return !processes().some(({ pid }) => browsers.includes(pid));
      });
    } finally {
      await Promise.all([web.close(), project.dispose()]);
    }
  });
});
