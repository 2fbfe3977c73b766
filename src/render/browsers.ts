import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { BrowserError } from './browser-error.ts';
import { type ClosedDoor, openClosedDoor } from './closed-door.ts';
import type { FoundBrowser } from './find-browser.ts';

interface Running {
  readonly browser: Browser;
  readonly pid: number | null;
  /** Pages so far, and those that are open. */
  begun: number;
  open: number;
}

/** A browser grows with every page; after so many another one takes its place. */
const PAGES = 100;
const CLOSE_MS = 5000;

/** No look-up by the browser, no UDP around the proxy, and memory that has an end. */
const SWITCHES = [
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-quic',
  '--disable-gpu',
  '--js-flags=--max-old-space-size=512',
];

/** The browsers of one renderer: started when first needed, renewed after so many pages, and ended with this process, however it ends. */
export class Browsers {
  readonly #found: FoundBrowser;
  #door: ClosedDoor | null = null;
  #current: Promise<Running> | null = null;
  readonly #all = new Set<Running>();

  constructor(found: FoundBrowser) {
    this.#found = found;
  }

  /** Works with a browser that is there. `broken` is to be called when it does not answer any more. */
  async with<Result>(work: (browser: Browser, broken: () => void) => Promise<Result>): Promise<Result> {
    const running = await this.#take();
    running.open += 1;
    running.begun += 1;
    try {
      return await work(running.browser, () => this.#kill(running));
    } finally {
      running.open -= 1;
      if (running.open === 0 && running.begun >= PAGES) await this.#end(running);
    }
  }

  async close(): Promise<void> {
    this.#current = null;
    await Promise.all([...this.#all].map((running) => this.#end(running)));
    await this.#door?.close();
  }

  async #take(): Promise<Running> {
    const before = this.#current;
    const running = (await before?.catch(() => null)) ?? null;
    if (running !== null && running.begun < PAGES && running.browser.isConnected()) return running;
    // Whoever comes meanwhile waits for the same one.
    if (this.#current === null || this.#current === before) this.#current = this.#start();
    return this.#current;
  }

  async #start(): Promise<Running> {
    const { chromium } = await import('playwright-core');
    const { path, args } = this.#found;
    this.#door ??= await openClosedDoor();
    const browser = await chromium
      .launch({
        executablePath: path,
        headless: true,
        chromiumSandbox: !args.includes('--no-sandbox'),
        args: [...SWITCHES, ...args],
        env: environment(),
        // Windows that a page opens are none of ours.
        ignoreDefaultArgs: ['--disable-popup-blocking'],
        proxy: { server: `http://127.0.0.1:${this.#door.port}`, bypass: '<-loopback>' },
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      })
      .catch((error: unknown) => {
        throw new BrowserError(startFault(path, String(error)));
      });
    const running: Running = { browser, pid: await pidOf(browser), begun: 0, open: 0 };
    this.#all.add(running);
    browser.on('disconnected', () => this.#all.delete(running));
    return running;
  }

  async #end(running: Running): Promise<void> {
    const closed = running.browser.close().then(
      () => true,
      () => true,
    );
    const isClosed = await Promise.race([closed, sleep(CLOSE_MS, false, { ref: false })]);
    if (!isClosed) this.#kill(running);
    this.#all.delete(running);
  }

  #kill({ pid }: Running): void {
    if (pid === null) return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** Starts a browser and ends it; gives its version. @throws BrowserError when it does not start. */
export async function tryBrowser(found: FoundBrowser): Promise<string> {
  const browsers = new Browsers(found);
  try {
    return await browsers.with(async (browser) => browser.version());
  } finally {
    await browsers.close();
  }
}

/** What a browser needs to know of its surroundings: secrets of a crawl are not among it. Windows needs too much to be told apart. */
function environment(): Record<string, string> {
  const known = process.platform === 'win32' ? /./ : /^(?:PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|LD_LIBRARY_PATH|XDG_\w+|FONTCONFIG_\w+)$/;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value !== undefined && known.test(name) ? [[name, value]] : [])),
  );
}

async function pidOf(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.find(({ type }) => type === 'browser')?.id ?? null;
}

function startFault(path: string, error: string): string {
  if (/no usable sandbox|running as root without --no-sandbox|setuid sandbox/i.test(error))
    return `${path} has no sandbox here, which keeps pages away from this machine. Do not run as root, allow user namespaces, or set GARNER_CHROMIUM_ARGS=--no-sandbox where a container is the sandbox.`;
  const [line = ''] = error.split('\n').filter((each) => /error|fail|cannot|no such/i.test(each));
  return `${path} did not start (${line.trim().slice(0, 200)}). Set GARNER_CHROMIUM to a Chromium that does, or \`render: never\`; \`garner doctor\` looks at it.`;
}
