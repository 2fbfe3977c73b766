import { expect, test } from 'vitest';
import type { PageUrl } from '../../src/records.ts';
import { findBrowser } from '../../src/render/find-browser.ts';
import { createRenderer } from '../../src/render/renderer.ts';
import { clientFor } from '../fetch/loopback.ts';
import { browserIsThere } from '../report/browser.ts';

test.runIf(browserIsThere())(
  'a page of XHTML becomes HTML, with the text of its CDATA and its data as they are',
  { timeout: 120_000 },
  async () => {
    const limits = { pages: 1, deadline: 15_000, requests: 0, bytes: 2 ** 20 };
    const renderer = createRenderer({ browser: findBrowser()!, client: clientFor(9), limits, agent: 'TestBot' });
    const page = `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title><script src="/gone.js"/></head>
    <body><div/><p><![CDATA[Not <b> but]]> text.</p><script type="application/ld+json">{"name": "A &amp; B"}</script><p id="p">Text.</p><script>document.getElementById('p').textContent += ' More &amp; more.';</script></body></html>`;
    const result = await renderer.render({
      url: 'http://page.test/' as PageUrl,
      headers: [['Content-Type', 'application/xhtml+xml']],
      body: Buffer.from(page),
      most: 2 ** 20,
      mayRequest: async () => ({ refusal: null, asksMs: 0 }),
      headersFor: () => [],
      isOurs: () => true,
      mayStart: () => true,
    });
    await renderer.close();
    const dom = result.kind === 'rendered' ? Buffer.from(result.dom).toString() : result.because;
    expect(dom).toContain('<p id="p">Text. More &amp; more.</p>');
    expect(dom).toContain('<script src="/gone.js"></script>');
    expect(dom).toContain('<div></div>');
    expect(dom).toContain('<p>Not &lt;b&gt; but text.</p>');
    expect(dom).toContain('{"name": "A & B"}');
  },
);
