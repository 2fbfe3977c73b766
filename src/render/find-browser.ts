import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

export interface FoundBrowser {
  /** Absolute path. */
  readonly path: string;
  /** Switches from GARNER_CHROMIUM_ARGS. */
  readonly args: readonly string[];
}

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const MAC = ['Chromium', 'Google Chrome', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** Where Playwright puts the browsers that it downloads when somebody tells it to. */
const PLAYWRIGHT: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['.cache', 'ms-playwright'],
  darwin: ['Library', 'Caches', 'ms-playwright'],
  win32: ['AppData', 'Local', 'ms-playwright'],
};
const INSIDE = ['chrome-linux64/chrome', 'chrome-linux/chrome', 'chrome-win64/chrome.exe', 'chrome-win/chrome.exe'];

/**
 * The Chromium, Chrome or Edge of this machine: the one that GARNER_CHROMIUM names, else the first that is found in PATH, where systems install them,
 * or among Playwright's own. Null when there is none.
 */
export function findBrowser(environment: Environment = process.env): FoundBrowser | null {
  const args = (environment['GARNER_CHROMIUM_ARGS'] ?? '').split(' ').filter(Boolean);
  const named = environment['GARNER_CHROMIUM'];
  const inPath = (name: string): readonly string[] => (environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  const candidates =
    named !== undefined && named !== '' ? [named, ...inPath(named)] : [...NAMES.flatMap(inPath), ...installed(environment)];
  const path = candidates.find(isExecutable);
  return path === undefined ? null : { path, args };
}

function installed(environment: Environment): readonly string[] {
  if (process.platform === 'darwin') return [...MAC, ...playwrights(environment)];
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
  return [...roots.flatMap((root) => WINDOWS.map((path) => join(root, path))), ...playwrights(environment)];
}

function playwrights(environment: Environment): readonly string[] {
  const folder = environment['PLAYWRIGHT_BROWSERS_PATH'] ?? join(homedir(), ...(PLAYWRIGHT[process.platform] ?? ['ms-playwright']));
  try {
    const versions = readdirSync(folder).filter((name) => /^chromium-\d+$/.test(name));
    return versions
      .sort()
      .reverse()
      .flatMap((version) => INSIDE.map((path) => join(folder, version, path)));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
