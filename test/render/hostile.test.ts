import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Resolve } from '../../src/fetch/resolve.ts';
import type { PageUrl } from '../../src/records.ts';
import { findBrowser } from '../../src/render/find-browser.ts';
import type { RenderLimits, Rendered, RenderFailure, Renderer } from '../../src/render/render.ts';
import { createRenderer } from '../../src/render/renderer.ts';
import { clientFor, loopback, type Loopback, respond } from '../fetch/loopback.ts';
import { browserIsThere } from '../report/browser.ts';
import { below } from './processes.ts';

const PAGE = 'http://evil.test/' as PageUrl;
const LIMITS: RenderLimits = { pages: 2, deadline: 15_000, requests: 50, bytes: 2 ** 20 };

describe.runIf(browserIsThere())('a page that means harm', { timeout: 180_000 }, () => {
  const canaries: Loopback[] = [];
  const heard: string[] = [];
  let udp: Socket;
  let port = 0;
  let site: Loopback;
  let renderer: Renderer;
  let rebound = 0;
  const client = () =>
    clientFor(site.port, {
      network: { ports: [80, 443, port, site.port], connectTo: { 'evil.test': `127.0.0.1:${site.port}` } },
      contact: 'mailto:a@example.org',
      resolve,
      // Who does not answer is waited for until the page ends.
      limits: { firstByte: 60_000 },
    });
  /** A name that is public when it is first looked up, and then is not; and one that never is. */
  const resolve: Resolve = async (host) => {
    if (host === 'rebind.example') return [(rebound += 1) === 1 ? '192.0.2.1' : '127.0.0.1'];
    return host === 'inside.example' || host === 'localhost' ? ['127.0.0.1'] : [];
  };

  beforeAll(async () => {
    const first = await loopback((socket) => void socket.end(respond('secret')));
    canaries.push(first);
    port = first.port;
    for (const address of ['::1', '127.0.0.2'])
      canaries.push(await loopback((socket) => void socket.end(respond('secret')), address, port).catch(() => first));
    udp = createSocket('udp4')
      .on('message', (message) => heard.push(`udp ${message.length}`))
      .bind(port, '127.0.0.1');
    await once(udp, 'listening');
    site = await loopback((socket, request) => {
      const path = request.split(' ')[1] ?? '';
      const to = decodeURIComponent(path.split('to=')[1] ?? '');
      if (path === '/never') return;
      if (path.startsWith('/redirect')) socket.write(respond('', `Location: ${to}\r\nAccess-Control-Allow-Origin: *\r\n`, '302 Found'));
      else socket.write(respond('{"ok":true}', 'Content-Type: application/json\r\n'));
    });
    const browser = findBrowser();
    if (browser === null) throw new Error('no browser');
    renderer = createRenderer({ browser, client: client(), limits: LIMITS, agent: 'TestBot' });
  });
  afterAll(async () => {
    await renderer.close();
    udp.close();
    await Promise.all([site, ...canaries].map((each) => each.close()));
  });

  const render = async (body: string, over: Partial<Parameters<Renderer['render']>[0]> = {}): Promise<Rendered | RenderFailure> => {
    const result = await renderer.render({
      url: PAGE,
      headers: [['Content-Type', 'text/html; charset=utf-8']],
      body: Buffer.from(body),
      most: 2 ** 20,
      mayRequest: async () => ({ refusal: null, asksMs: 0 }),
      headersFor: () => [],
      isOurs: () => true,
      mayStart: () => true,
      ...over,
    });
    // As it is told then, whatever may be added later.
    return { ...result, requests: [...result.requests] };
  };
  const domOf = (result: Rendered | RenderFailure): string =>
    result.kind === 'rendered' ? Buffer.from(result.dom).toString() : result.reason;
  const endings = ({ requests }: Rendered | RenderFailure): Readonly<Record<string, string>> =>
    Object.fromEntries(requests.map(({ url, ended }) => [url, ended]));

  test('reaches nothing that the guard does not admit, by whatever way', async () => {
    const hosts = `127.0.0.1 127.0.0.2 localhost 127.1 2130706433 0x7f.1 0 [::1] [::ffff:127.0.0.1] inside.example rebind.example`.split(
      ' ',
    );
    const script = `
      const rels = ['stylesheet', 'preconnect', 'prefetch', 'dns-prefetch', 'icon', 'preload', 'modulepreload', 'manifest'];
      const port = ${port}, log = (what, how) => { const p = document.createElement('p'); p.textContent = what + ' ' + how; document.body.append(p); };
      const at = ${JSON.stringify(hosts)}.map((host) => 'http://' + host + ':' + port + '/');
      const all = [...at, 'http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/', 'http://rebind.example/', ...at.map((to) => '/redirect?to=' + encodeURIComponent(to))];
      for (const url of all) fetch(url, { mode: 'no-cors' }).then(() => log(url, 'ANSWERED'), () => log(url, 'refused'));
      for (const url of at) {
        for (const tag of ['img', 'script', 'iframe', 'video', 'embed', 'object', 'audio', ...rels]) {
          const node = document.createElement(rels.includes(tag) ? 'link' : tag);
          if (rels.includes(tag)) { node.rel = tag; node.href = url; }
          else if (tag === 'object') node.data = url; else node.src = url;
          document.body.append(node);
        }
        try { new WebSocket(url.replace('http', 'ws')); } catch {}
        try { new EventSource(url); } catch {}
        try { navigator.sendBeacon(url, 'x'); } catch {}
        try { new WebTransport(url.replace('http', 'https')).ready.catch(() => {}); } catch {}
        try { new Worker(URL.createObjectURL(new Blob(['fetch("' + url + '", { mode: "no-cors" }).catch(() => {}); new WebSocket("' + url.replace('http', 'ws') + '")']))); } catch {}
        try { new SharedWorker(url); } catch {}
        try { window.open(url); } catch {}
        const form = document.createElement('form'); form.action = url; form.method = 'POST'; document.body.append(form); try { form.submit(); } catch {}
      }
      const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:' + port }, { urls: 'turn:127.0.0.1:' + port + '?transport=tcp', username: 'a', credential: 'b' }, { urls: 'turn:127.0.0.1:' + port, username: 'a', credential: 'b' }] });
      peer.createDataChannel('x'); peer.createOffer().then((offer) => peer.setLocalDescription(offer));
      setTimeout(() => { location.href = at[0]; }, 500);`;
    const dom = domOf(
      await render(`<!doctype html><meta http-equiv="refresh" content="1; url=http://127.0.0.1:${port}/"><body><script>${script}</script>`),
    );
    expect(dom).toContain('http://169.254.169.254/latest/meta-data/ refused');
    expect(dom).not.toContain('secret');
    expect(dom.match(/\S+ ANSWERED/g)).toBeNull();
    expect([...heard, ...canaries.flatMap((canary) => [canary.accepted(), ...canary.received])]).toEqual([0, 0, 0]);
  });

  test('changes nothing, tells no tracker, and asks for no more than it may', async () => {
    const script = `
      fetch('/a'); fetch('/form', { method: 'POST', body: 'x' }); fetch('/gone', { method: 'DELETE' });
      fetch('https://www.google-analytics.com/collect'); fetch('/closed');
      for (let n = 0; n < 80; n += 1) fetch('/n/' + n);`;
    const result = await render(`<body><script>${script}</script>`, {
      mayRequest: async (url) => ({ refusal: url.endsWith('/closed') ? 'robots' : null, asksMs: 0 }),
    });
    const ended = endings(result);
    expect(ended).toMatchObject({
      [`${PAGE}a`]: '200',
      [`${PAGE}form`]: 'refused method',
      [`${PAGE}gone`]: 'refused method',
      'https://www.google-analytics.com/collect': 'refused tracker',
      [`${PAGE}closed`]: 'refused robots',
      [`${PAGE}n/79`]: 'refused too-many-requests',
    });
    expect(result.requests.filter(({ sent }) => sent)).toHaveLength(LIMITS.requests - 1);
  });

  test('does not keep anybody waiting', async () => {
    const [endless, greedy, restless, busy, huge] = await Promise.all([
      render('<body><p>before</p><script>for (;;) {}</script>'),
      render('<body><script>const all = []; for (;;) all.push(new Array(1e6).fill(all.length))</script>'),
      render('<body><p id="n">0</p><script>fetch("/never"); setInterval(() => { n.textContent += "x".repeat(500); }, 50)</script>'),
      render(
        '<body><p>text</p><script>setTimeout(() => { for (;;) {} }, 5000); setInterval(() => { document.body.append("tick ".repeat(50)); }, 100)</script>',
      ),
      render('<body><script>document.body.append("x".repeat(3 * 2 ** 20))</script>'),
    ]);
    expect(endless).toMatchObject({ kind: 'failure', reason: 'render-hung' });
    expect(greedy).toMatchObject({ kind: 'failure', reason: expect.stringMatching(/^render-(?:crashed|hung)$/) });
    expect(restless).toMatchObject({ kind: 'rendered', quiet: false });
    // What it has asked for is on record though it has got nothing.
    expect(restless.requests).toEqual([{ url: `${PAGE}never`, ended: 'failed aborted', sent: true }]);
    // What it said before it hung is kept.
    expect([busy.kind, domOf(busy).includes('tick')]).toEqual(['rendered', true]);
    expect(huge).toMatchObject({ kind: 'failure', reason: 'render-too-large' });
    const after = await render('<body><p>after</p>');
    expect([after.kind, domOf(after).includes('<p>after</p>')]).toEqual(['rendered', true]);
  });

  test('fails alone when its process crashes', async () => {
    const crash = setInterval(() => {
      for (const { pid } of below(process.pid).filter(({ command }) => command.includes('--type=renderer'))) process.kill(pid, 'SIGKILL');
    }, 500);
    const crashed = await render('<body><p id="n">0</p><script>setInterval(() => { n.textContent += "x".repeat(500); }, 50)</script>');
    clearInterval(crash);
    expect(crashed).toMatchObject({ kind: 'failure', reason: 'render-crashed' });
    const after = await render('<body><p>after</p>');
    expect([after.kind, domOf(after).includes('<p>after</p>')]).toEqual(['rendered', true]);
  });

  test('asks nobody, opens nothing, and leaves nothing behind', async () => {
    const script = `
      alert(1); document.body.dataset.said = String(confirm('?')) + prompt('?'); window.onbeforeunload = () => 'stay';
      const popup = window.open('about:blank'); document.body.dataset.popup = String(popup);
      document.cookie = 'a=1'; localStorage.setItem('a', '1');
      const link = document.createElement('a'); link.href = 'data:application/octet-stream,x'; link.download = 'x'; link.click();
      try { ServiceWorkerContainer.prototype.register.call(navigator.serviceWorker, '/sw.js').catch(() => {}); } catch {}
      history.pushState({}, '', '/elsewhere'); location.href = '/next';`;
    const url = 'https://evil.test/' as PageUrl;
    const first = await render(`<body><p>text</p><script>${script}</script>`, { url });
    expect(domOf(first)).toContain('data-said="falsenull" data-popup="null"');
    expect(first).toMatchObject({ kind: 'rendered', quiet: true, leads: [`${url}next`] });
    const second = await render('<body><script>document.body.textContent = document.cookie + localStorage.getItem("a")</script>', { url });
    expect(domOf(second)).toContain('<body>null</body>');
    expect(site.received.join('')).not.toMatch(/^cookie:|\/sw\.js/im);
  });

  test('shows what stands in shadow roots where it is seen', async () => {
    const script = `
      const root = box.attachShadow({ mode: 'open' });
      root.innerHTML = '<h1>Shade</h1><slot></slot>';`;
    const dom = domOf(await render(`<!doctype html><body><div id="box"><p>slotted</p></div><script>${script}</script>`));
    expect(dom).toMatch(/^<!DOCTYPE html><html>/);
    expect(dom).toContain('<div id="box"><h1>Shade</h1><slot><p>slotted</p></slot></div>');
  });
});
