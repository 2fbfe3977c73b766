import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { findBrowser } from '../../src/render/find-browser.ts';

const isRequired = (process.env['GARNER_REQUIRE'] ?? '').split(',').includes('browser');
const found = findBrowser();
const further = found?.args ?? [];

/** Whether there is a Chromium that starts here; says so loudly when there is none, and fails where there must be. */
export function browserIsThere(): boolean {
  const isUsable = found !== null && (process.getuid?.() !== 0 || further.includes('--no-sandbox'));
  if (isUsable) return true;
  const message =
    found === null
      ? 'no Chromium is installed: browser tests DO NOT RUN. Install it (apt install chromium) or set GARNER_CHROMIUM.'
      : 'Chromium has no sandbox for root: browser tests DO NOT RUN. Set GARNER_CHROMIUM_ARGS=--no-sandbox, or be another user.';
  if (isRequired) throw new Error(message);
  process.stderr.write(`\n*** ${message}\n`);
  return false;
}

export interface Opened {
  /** The document as it is when it has loaded. */
  readonly dom: string;
  /** What the page wrote to the console, the browser's complaints about it included. */
  readonly console: readonly string[];
}

/** Opens a page in a headless Chromium that may reach nothing; `settleMs` of its own time pass before it is looked at. */
export async function openInBrowser(url: string, width: number, settleMs = 0): Promise<Opened> {
  const profile = await mkdtemp(join(tmpdir(), 'garner-chromium-'));
  const args = [
    '--headless',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(settleMs > 0 ? [`--virtual-time-budget=${settleMs}`] : []),
  ];
  const child = spawn(
    found?.path ?? 'chromium',
    [...args, ...further, `--user-data-dir=${profile}`, `--window-size=${width},900`, '--enable-logging=stderr', '--dump-dom', url],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [dom, said] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  return { dom, console: said.split('\n').filter((line) => line.includes(':CONSOLE')) };
}
