import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { type Receipt, receiptFile } from '../forgotten/receipt.ts';
import { openEngines } from '../run/engines.ts';
import { forget, type ForgetRequest, lookAhead, type Outlook, UnknownDocuments } from '../run/forget/forget.ts';
import { printable } from '../text/printable.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { contentOf, wishesOfList, wishOf, wishOfText } from './forget/wishes.ts';
import { counted, figure } from './progress/figures.ts';
import { StatusLine } from './progress/progress.ts';

interface ForgetFlags {
  readonly project: string;
  readonly list?: string;
  readonly text?: string;
  readonly reason?: string;
  readonly erase?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function addForget(command: Command): void {
  command
    .argument('[what...]', 'addresses, beginnings of addresses (https://example.org/people/*), domains, ids of documents')
    .option('--list <file>', 'the pages of a list, such as `garner recheck` prints; - is stdin')
    .option('--text <file>', 'every page that holds the text of this file; - is stdin')
    .option('--reason <words>', 'why, for the record')
    .option('--erase', 'from earlier generations, archive, refined results and ledger, too')
    .option('--yes', 'do it')
    .option('--json', 'the result as JSON on stdout')
    .action(async (what: string[]) => {
      const flags = command.optsWithGlobals<ForgetFlags>();
      const config = loadConfig(flags.project, process.env);
      const request = requestOf(what, flags);
      const status = new StatusLine(process.stderr);
      const progress = (text: string): void => status.set(text);
      try {
        if (flags.yes !== true) {
          const outlook = request === null ? null : await outlookOf(config, request, progress);
          status.end();
          tellOutlook(outlook, flags);
          return;
        }
        const receipts = await forget(config, request, { progress });
        status.end();
        if (receipts.length === 0)
          throw new CommandError('say what to forget: nothing that was begun earlier is unfinished', ExitCode.usage);
        if (flags.json === true) process.stdout.write(`${JSON.stringify({ dryRun: false, receipts })}\n`);
        else for (const receipt of receipts) status.say(receiptLines(config, receipt).map(printable).join('\n'));
      } catch (error) {
        if (error instanceof UnknownDocuments) throw new CommandError(error.message, ExitCode.usage);
        throw error;
      } finally {
        status.end();
      }
    });
}

function requestOf(what: readonly string[], { list, text, reason, erase = false }: ForgetFlags): ForgetRequest | null {
  const asked = [
    ...what.map(wishOf),
    ...(list === undefined ? [] : wishesOfList(contentOf(list), list)),
    ...(text === undefined ? [] : [wishOfText(contentOf(text))]),
  ];
  if (asked.length > 0) return { asked, reason: reason ?? null, erase };
  if (list !== undefined) throw new CommandError(`${list} names no page: there is nothing to forget`, ExitCode.empty);
  return null;
}

async function outlookOf(config: Config, request: ForgetRequest, progress: (what: string) => void): Promise<Outlook> {
  const engines = await openEngines(config, 'forget');
  try {
    return await lookAhead(config, engines, request, { progress });
  } finally {
    await engines.close();
  }
}

/** Documents that are named; more are counted. */
const NAMED = 20;

function tellOutlook(outlook: Outlook | null, { json, erase }: ForgetFlags): void {
  if (outlook === null) throw new CommandError('say what to forget: an address, a domain, a document, --text or --list', ExitCode.usage);
  const { documents, captures, blocks, unfinished } = outlook;
  if (json === true) {
    const ids = unfinished.map(({ id }) => id);
    process.stdout.write(`${JSON.stringify({ dryRun: true, documents, captures, blocks, unfinished: ids })}\n`);
    return;
  }
  const named = documents.slice(0, NAMED).map(({ corpus, url }) => `  ${corpus}  ${url}`);
  const lines = [
    `${counted(documents.length, 'document')} would go${documents.length === 0 ? '' : ':'}`,
    ...named,
    ...(documents.length > NAMED ? [`  and ${figure(documents.length - NAMED)} more`] : []),
    `${counted(captures, 'capture')} in the archive ${captures === 1 ? 'is' : 'are'} of ${captures === 1 ? 'such a page' : 'such pages'}: ${erase === true ? 'erased, too' : 'kept; --erase removes them'}`,
    ...unfinished.map(({ id }) => `Receipt ${id} has not come to its end: that is done first`),
    'Nothing was changed. Give the same command with --yes to do it.',
  ];
  process.stderr.write(`${lines.map(printable).join('\n')}\n`);
}

/** What was done, for people. */
function receiptLines({ storage }: Config, receipt: Receipt): readonly string[] {
  const { id, at, erase, corpora, segments, results } = receipt;
  const published = corpora.map(({ name, from, generation, documents, promoted }) => {
    const places =
      promoted === 0 ? '' : `; ${counted(promoted, 'other page')} with the same text took ${promoted === 1 ? 'its' : 'their'} place`;
    const what = from === generation ? `generation ${generation} was written anew` : `generation ${generation}`;
    return `  ${name}: ${what}, without ${counted(documents, 'document')}${places}`;
  });
  return [
    `Forgotten ${at}${erase ? ', and erased' : ''}:`,
    ...(published.length === 0 ? ['  no corpus had any of it'] : published),
    ...(erase
      ? [`  archive: ${counted(segments.length, 'segment')} written anew or removed; ${counted(results, 'refined result')} removed`]
      : []),
    `Receipt ${id}: ${receiptFile(storage, id)}`,
  ];
}
