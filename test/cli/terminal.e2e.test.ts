import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Terminal } from '@xterm/headless';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ownEnvironment } from '../environment.ts';
import { startWeb, type Web } from '../web/web.ts';
import { loopbackSettings, makeProject, type Project } from './project.ts';

const main = join(import.meta.dirname, '..', '..', 'src/cli/main.ts');
const TOPIC = 'waste-sorting';
let web: Web;
const projects: Project[] = [];

beforeAll(async () => {
  web = await startWeb({ seed: 5 });
}, 60_000);
afterAll(async () => {
  for (const project of projects) await project.dispose();
  await web.close();
});

async function newProject(): Promise<Project> {
  const project = await makeProject({
    demo: true,
    settings: { ...loopbackSettings(web.port), crawl: { delay: '30ms', backoff: '50ms', adapt: { factor: 0 } } },
  });
  projects.push(project);
  return project;
}

const screenOf = ({ buffer: { active }, rows }: Terminal): readonly string[] =>
  Array.from({ length: rows }, (_, n) => active.getLine(active.baseY + n)?.translateToString(true) ?? '');

interface Shown {
  /** The screen, each time that something was written. */
  readonly screens: readonly (readonly string[])[];
  /** All that is left at the end, from the first line on. */
  readonly rest: readonly string[];
  readonly bytes: string;
}

/** What stands on a terminal of this size while a command runs (script(1) gives it one), and at the end. */
async function onTerminal(columns: number, rows: number, ...args: readonly string[]): Promise<Shown> {
  const command = `stty cols ${columns} rows ${rows}; exec ${process.execPath} ${main} ${args.join(' ')}`;
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    env: { ...ownEnvironment(), TERM: 'xterm-256color' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const terminal = new Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
  const screens: (readonly string[])[] = [];
  let bytes = '';
  for await (const chunk of child.stdout) {
    bytes += String(chunk);
    await new Promise<void>((resolve) => terminal.write(chunk as Buffer, resolve));
    screens.push(screenOf(terminal));
  }
  await closed;
  const { active } = terminal.buffer;
  const rest = Array.from({ length: active.length }, (_, n) => active.getLine(n)?.translateToString(true) ?? '');
  return { screens, rest: rest.join('\n').trimEnd().split('\n'), bytes };
}

const hasScript = spawnSync('script', ['--version']).status === 0;
if (!hasScript) process.stderr.write('\n*** script(1) is not installed: tests of the terminal view DO NOT RUN (apt install bsdutils).\n');

describe.runIf(hasScript)('on a terminal', () => {
  test.each([
    [80, 24],
    [40, 12],
  ])('of %i columns a crawl is drawn in place, and leaves its summary alone', async (columns, rows) => {
    const project = await newProject();
    const { screens, rest, bytes } = await onTerminal(columns, rows, '--project', project.folder, 'crawl', '--topic', TOPIC);
    const views = screens.filter((screen) => screen.some((line) => line.startsWith('queue ')));
    expect(views.length).toBeGreaterThan(5);
    for (const view of views) {
      // Nothing wraps and nothing is there twice.
      expect(view.filter((line) => line.startsWith('queue '))).toHaveLength(1);
      expect(view.filter((line) => line.startsWith('pages '))).toHaveLength(1);
    }
    expect(views.some((view) => view.some((line) => /^pages +[1-9]/.test(line)))).toBe(true);
    expect(rest[0]).toMatch(/^Starting run \d+T\d+Z-/);
    expect(rest.filter((line) => /^(queue|pages|others|done) /.test(line))).toEqual([]);
    expect(rest.join('\n')).toMatch(/discovered/);
    expect(rest.join(' ')).toMatch(/Next: garner build/);
    // The whole screen is never cleared, and the cursor is shown again.
    expect(bytes).not.toContain('\u001B[2J');
    expect(bytes.lastIndexOf('\u001B[?25h')).toBeGreaterThan(bytes.lastIndexOf('\u001B[?25l'));
  });
});

const started = z.object({ event: z.literal('started'), run: z.string(), resumed: z.boolean(), crawlers: z.array(z.string()) });
const progress = z.object({
  event: z.literal('progress'),
  run: z.string(),
  at: z.number(),
  counts: z.record(z.string(), z.number()),
  bytes: z.number(),
  rates: z.object({ pages: z.number(), done: z.number() }),
  frontier: z.object({ discovered: z.number(), queued: z.number(), leased: z.number(), settled: z.number(), keys: z.number() }).nullable(),
  hosts: z.array(z.object({ key: z.string(), queued: z.number(), nextAt: z.number(), isLeased: z.boolean() })),
  underWay: z.array(z.object({ url: z.string(), since: z.number() })),
  backlog: z.number(),
  drops: z.record(z.string(), z.number()),
  budgets: z.array(z.object({ crawler: z.string(), pagesLeft: z.number(), bytesLeft: z.number() })),
});
const summary = z.object({
  event: z.literal('summary'),
  run: z.string(),
  finished: z.boolean(),
  outcomes: z.record(z.string(), z.number()),
});

test('for programs a crawl tells events, the summary last', async () => {
  const project = await newProject();
  const { stdout, stderr } = await project.run('crawl', '--topic', TOPIC, '--json');
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(started.safeParse(events[0]).success).toBe(true);
  expect(z.array(progress).safeParse(events.slice(1, -1)).error).toBeUndefined();
  expect(events.length).toBeGreaterThan(3);
  expect(summary.safeParse(events.at(-1)).success).toBe(true);
  expect(stderr).not.toContain('\u001B');
});

test('in a pipe there are plain lines, and a summary that could be pasted', async () => {
  const project = await newProject();
  const { stdout, stderr } = await project.run('crawl', '--topic', TOPIC);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/[\u001B\r]/);
  const lines = stderr.trimEnd().split('\n');
  expect(lines.filter((line) => line.length > 80 && !line.startsWith('Starting run') && !/^ {2}\/\S+$/.test(line))).toEqual([]);
  const figureOf = (name: string): number => Number(new RegExp(`^  ${name} +([\\d,]+)$`, 'm').exec(stderr)?.[1]?.replaceAll(',', ''));
  expect(figureOf('discovered')).toBe(figureOf('fetched') + figureOf('redirects') + figureOf('refused') + figureOf('failed'));
  expect(stderr).toMatch(/ received, [\d.]+ pages\/s, 11 hosts\nThe report is\n {2}\S+report\.html\nNext: garner build waste-sorting/);
});
