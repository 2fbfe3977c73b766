import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loopbackSettings, makeProject } from './cli/project.ts';
import { treeSite } from './cli/tree-site.ts';
import { serveSites } from './web/web.ts';

/** Node strips types nowhere below node_modules, so only an installed package shows whether what is published runs. */
const root = join(import.meta.dirname, '..');
const run = promisify(execFile);
let folder: string;
let app: string;
let main: string;
let files: readonly string[];

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path, 'dir');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-package-'));
  // Packed from a copy, so that nothing is built into the checkout.
  const checkout = join(folder, 'checkout');
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    files: string[];
    dependencies: Record<string, string>;
  };
  const sources = ['package.json', 'README.md', 'LICENSE', 'src', 'tsconfig.json', 'tsconfig.build.json', ...manifest.files];
  for (const each of sources.filter((name) => name !== 'dist' && existsSync(join(root, name))))
    await cp(join(root, each), join(checkout, each), { recursive: true });
  await link(join(root, 'node_modules'), join(checkout, 'node_modules'));
  const { stdout } = await run('npm', ['pack', '--json', '--offline', '--pack-destination', folder], { cwd: checkout });
  const [packed] = JSON.parse(stdout) as [Packed];
  files = packed.files.map(({ path }) => path);

  app = join(folder, 'app');
  const installed = join(app, 'node_modules', 'garner');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', join(folder, packed.filename), '--strip-components=1', '-C', installed]);
  // As npm would install them, without its network: what is not declared is not there.
  for (const name of Object.keys(manifest.dependencies)) await link(join(root, 'node_modules', name), join(app, 'node_modules', name));
  await writeFile(join(app, 'package.json'), '{ "type": "module" }');
  main = join(installed, 'dist', 'cli', 'start.js');
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const garner = (...args: readonly string[]) => run(process.execPath, [main, ...args], { cwd: app });

test('the package holds what is published and nothing else', () => {
  expect(files).toEqual(
    expect.arrayContaining(['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts', 'schemas/crawler.schema.json']),
  );
  expect(files.filter((path) => !/^(?:package\.json|README\.md|LICENSE|(?:dist|schemas|crawlers|config|docs)\/.+)$/.test(path))).toEqual(
    [],
  );
  expect(files.filter((path) => path.startsWith('dist/') && !/\.(?:js|d\.ts)$/.test(path))).toEqual(['dist/extract/model/weights.json']);
});

test('its command line runs', async () => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  expect((await garner('--version')).stdout.trim()).toBe(version);
  expect((await garner('--help')).stdout).toContain('Usage: garner');
});

test('its threads are found: a page, a batch of pages, a site', async () => {
  const web = await serveSites([treeSite('tree.test', 5, 1)]);
  const project = await makeProject({ settings: loopbackSettings(web.port) });
  try {
    expect((await garner('--project', project.folder, 'fetch', 'http://tree.test/')).stdout).toMatch(/^Millbrook, notice 1\b/);
    const pages = join(project.folder, 'pages.jsonl');
    await writeFile(
      pages,
      ['one', 'two'].map((id) => `${JSON.stringify({ id, url: '', html: `<p>Page ${id} has one sentence.</p>` })}\n`).join(''),
    );
    const lines = (await garner('extract', '--batch', '--workers', '2', pages)).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { id: 'one', text: 'Page one has one sentence.' },
      { id: 'two', text: 'Page two has one sentence.' },
    ]);
    const { stderr } = await garner('--project', project.folder, 'fetch', '--site', 'http://tree.test/');
    expect(stderr).toMatch(/kept\s+5\b/);
  } finally {
    await project.dispose();
    await web.close();
  }
});

test('a program imports it by name, with types', async () => {
  const program = `import { canonicalize, detectLanguage, detectLicence, extract, judgeQuality, parseRobots, type Extraction } from 'garner';
const page: Extraction = await extract('<title>Jars</title><p>Jars are rinsed with cold water before they go into the bin.</p>', { url: 'https://example.org/' });
const allowed: boolean = parseRobots('User-agent: *\\nDisallow: /').decide('GarnerBot', 'https://example.org/').allowed;
// @ts-expect-error Types of what is imported count.
const wrong: number = page.title;
const { language } = await detectLanguage('Gläser werden mit kaltem Wasser ausgespült.');
console.log(JSON.stringify([page.title, language, allowed, canonicalize('HTTPS://example.org/#a'), detectLicence('', 'https://example.org/').id, judgeQuality('', { language: 'en' }).rule, typeof wrong]));
`;
  await writeFile(join(app, 'program.ts'), program);
  const options = {
    strict: true,
    module: 'nodenext',
    target: 'es2024',
    lib: ['es2024', 'dom'],
    types: [],
    noEmit: true,
    skipLibCheck: false,
  };
  await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['program.ts'] }));
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  await expect(run(compiler, ['-p', app]).catch((error: unknown) => (error as { stdout: string }).stdout)).resolves.toMatchObject({
    stdout: '',
  });
  const { stdout } = await run(process.execPath, [join(app, 'program.ts')], { cwd: app });
  expect(JSON.parse(stdout)).toEqual(['Jars', 'de', false, 'https://example.org/', null, 'near_empty', 'string']);
});
