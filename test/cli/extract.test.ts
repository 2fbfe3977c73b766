import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'garner-extract-'));
afterAll(() => rmSync(folder, { recursive: true }));

const page = (word: string): string =>
  `<title>${word}</title><main>${`<p>Paper goes into the ${word} bin, and glass <b>beside</b> it.</p>`.repeat(4)}</main>`;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command; `readOnly` closes its output after so many characters. */
function garner(args: readonly string[], input = '', readOnly = Number.POSITIVE_INFINITY): Promise<Ended> {
  const child = spawn(process.execPath, ['src/cli/main.ts', 'extract', ...args]);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (stdout.length >= readOnly) child.stdout.destroy();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // The command may end before it has read all of a long input.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

describe('one page', () => {
  test('from a file, as Markdown', async () => {
    const file = join(folder, 'page.html');
    writeFileSync(file, page('blue'));
    const { code, stdout, stderr } = await garner([file, '--format', 'markdown']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Paper goes into the blue bin, and glass \*\*beside\*\* it\.\n/);
  });

  test('from standard input, as JSON', async () => {
    const { code, stdout } = await garner(['-', '--format', 'json', '--url', 'https://example.org/'], page('green'));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ title: 'green', extractor: expect.stringMatching(/^garner@/) as string });
  });

  test('without text, or not there', async () => {
    expect(await garner([], '<div></div>')).toMatchObject({
      code: 8,
      stdout: '',
      stderr: expect.stringContaining('extract/no-text') as string,
    });
    expect(await garner([join(folder, 'none.html')])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('no such file') as string,
    });
  });
});

describe('--batch', () => {
  test('answers every line in its place', async () => {
    const path = join(folder, 'page.html.gz');
    writeFileSync(path, gzipSync(page('zipped')));
    const lines = [
      JSON.stringify({ id: 'slow', url: 'https://example.org/', html: page('slow').repeat(300) }),
      JSON.stringify({ id: 2, html: page('quick') }),
      JSON.stringify({ id: 'zipped', path }),
      'no JSON',
      '',
      JSON.stringify({ id: 'gone', path: join(folder, 'none.html') }),
      JSON.stringify({ id: 'empty', html: '' }),
      String.raw`{"id":"\ud800","html":"<title>half \udc00 letter</title><p>A paragraph with half a letter, \ud83d, in it.</p>"}`,
    ];
    const { code, stdout, stderr } = await garner(['--batch', '--workers', '2'], lines.join('\r\n'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: unknown; title?: string; text: string; error?: string });
    expect(answers.map(({ id }) => id)).toEqual(['slow', 2, 'zipped', null, 'gone', 'empty', '\uFFFD']);
    expect(answers.map(({ text }) => text === '')).toEqual([false, false, false, true, true, true, false]);
    expect(answers[2]?.title).toBe('zipped');
    expect(answers[3]?.error).toContain('JSON');
    expect(answers[4]?.error).toContain('ENOENT');
    expect(answers[5]?.error).toContain('extract/no-text');
    expect(answers[6]).toMatchObject({ title: 'half \uFFFD letter', text: 'A paragraph with half a letter, \uFFFD, in it.' });
    expect(Object.keys(answers[1]!)).toEqual([
      'id',
      'title',
      'author',
      'published',
      'modified',
      'siteName',
      'canonical',
      'language',
      'text',
      'markdown',
      'pageType',
      'confidence',
      'extractor',
    ]);
  });

  test('loses only the page that is late', async () => {
    const slow = `<article>${'<table><tr><td>a</td></tr></table>'.repeat(30_000)}</article>`;
    const lines = [JSON.stringify({ id: 1, html: slow }), JSON.stringify({ id: 2, html: page('next') })];
    const { stdout } = await garner(['--batch', '--workers', '1', '--deadline', '6s', '--extractor', 'readability'], lines.join('\n'));
    const [late, next] = stdout
      .split('\n')
      .slice(0, 2)
      .map((line) => JSON.parse(line) as { error?: string; title?: string });
    expect(late?.error).toBe('refine/deadline: not done after 6000 ms');
    expect(next?.title).toBe('next');
  });

  test('a reader that has enough is no error', async () => {
    const line = JSON.stringify({ id: 1, html: page('many') });
    expect(await garner(['--batch'], `${line}\n`.repeat(3000), 1)).toMatchObject({ code: 0, stderr: '' });
  });
});
