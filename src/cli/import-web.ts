import { access } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { type CaptureFilter, parseCaptureFilter } from '../archive/index-line.ts';
import type { Config } from '../config/config.ts';
import { unreadable } from '../documents/walk.ts';
import { openEngines } from '../run/engines.ts';
import { rememberImport, resolveWebImport, type Wish } from '../run/import/source.ts';
import { DownloadError } from '../run/import/web/download.ts';
import { type Flaw, importWeb } from '../run/import/web.ts';
import { printable } from '../text/printable.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { documentEvent } from './import-summary.ts';
import { webLines, webProgress } from './import-web-summary.ts';
import { onInterrupt } from './interrupt.ts';
import { StatusLine } from './progress/progress.ts';

export interface WebFlags {
  readonly as?: string;
  readonly licence?: string;
  readonly evidence?: string;
  readonly language?: string;
  readonly index?: readonly string[];
  readonly prefix?: string;
  readonly filter: CaptureFilter;
  readonly json?: boolean;
}

/** What is about documents alone. */
const OF_DOCUMENTS = ['base', 'own', 'include', 'exclude', 'filesFrom', 'prune', 'dryRun'] as const;

/** Whether what is named are web archives, by their endings: a URL can be nothing else. */
export const areArchives = (places: readonly string[]): boolean =>
  places.some((place) => /^https?:\/\//i.test(place) || /\.(?:warc(?:\.gz|\.zst)?|wacz)$/i.test(place));

export function captureFilter(text: string, before: CaptureFilter): CaptureFilter {
  const parsed = parseCaptureFilter(text);
  if (parsed === null)
    throw new InvalidArgumentError('Give one such as mime=text/html, host=example.org, status=200 or url=https://example.org/docs/.');
  const [name, value] = parsed;
  return { ...before, [name]: [...(before[name] ?? []), value] };
}

/** Imports web archives, with progress on stderr and a summary at the end. */
export async function runWebImport(config: Config, places: readonly string[], flags: WebFlags): Promise<ExitCode> {
  const stray = OF_DOCUMENTS.filter((flag) => Reflect.get(flags, flag) !== undefined);
  if (stray.length > 0)
    throw new CommandError(`${stray.map(optionOf).join(', ')}: that is about documents, not about web archives`, ExitCode.usage);
  const { as: name, licence, evidence, language, index: indexes = [], prefix, filter, json = false } = flags;
  for (const place of [...places, ...indexes].filter((each) => !/^https?:\/\//i.test(each))) {
    await access(place).catch((error: unknown) => {
      throw new CommandError(`${place}: ${unreadable(error)}`, ExitCode.usage);
    });
  }
  const other = places.find((place) => !areArchives([place]));
  if (other !== undefined)
    throw new CommandError(
      `${other}: web archives end in .warc, .warc.gz, .warc.zst or .wacz; import documents by themselves`,
      ExitCode.usage,
    );
  const wish: Wish = { name, licence, evidence, language };
  const resolved = resolveWebImport(config, wish, places[0] ?? indexes[0] ?? '');
  if (!resolved.ok) throw new CommandError(resolved.problems.join('\n'), ExitCode.usage);
  const { source, isNew } = resolved;
  const engines = await openEngines(config, 'import');
  const status = new StatusLine(process.stderr);
  const interrupt = onInterrupt((text) => status.say(text));
  let line = '';
  status.set(() => line);
  try {
    const summary = await importWeb(config, engines, {
      ...source,
      archives: places,
      indexes,
      ...(prefix !== undefined && { prefix }),
      filter,
      signal: interrupt.signal,
      async begin() {
        const [written] = source.sources;
        if (isNew && written !== undefined && !('seeds' in written))
          status.say(`Wrote ${await rememberImport(config.root, written)}: its scope says which pages are taken`);
      },
      recorded({ url, outcome }) {
        if (json) process.stdout.write(`${JSON.stringify(documentEvent(url, null, outcome))}\n`);
      },
      flawed(flaw) {
        if (json) process.stdout.write(`${JSON.stringify({ event: 'flaw', ...flaw })}\n`);
        else status.say(flawLine(flaw));
      },
      progress(done) {
        line = webProgress(done);
      },
    });
    status.end();
    if (json) process.stdout.write(`${JSON.stringify({ event: 'summary', ...summary })}\n`);
    else process.stderr.write(`${webLines(summary, await engines.ledger.outcomes(summary.run)).join('\n')}\n`);
    if (!summary.finished) return ExitCode.interrupted;
    return summary.added + summary.unchanged > 0 ? ExitCode.ok : ExitCode.empty;
  } catch (error) {
    if (error instanceof DownloadError) throw new CommandError(`${error.message}; nothing was imported`, ExitCode.network);
    throw error;
  } finally {
    status.end();
    interrupt.dispose();
    await engines.close();
  }
}

const optionOf = (flag: string): string => `--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const flawLine = ({ file, offset, fault }: Flaw): string =>
  printable(`damaged  ${file}${offset === null ? '' : ` at byte ${offset}`}: ${fault}`);
