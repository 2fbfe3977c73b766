import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import type { Evidence, Licence } from '../records.ts';
import { type AssessedPage, assessUrl } from '../run/assess-url.ts';
import { printable } from '../text/printable.ts';
import { canonicalize } from '../url/canonical.ts';
import { USES } from '../corpus/rights-count.ts';
import { rightsEngine } from '../rights/clearance.ts';
import { placeOf } from '../rights/evidence.ts';
import { demandContact } from './contact.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';

interface RightsFlags {
  readonly project: string;
  readonly json?: boolean;
}

export function addRights(command: Command): void {
  command
    .argument('<url>', 'an http(s) address')
    .option('--json', 'the assessment as JSON on stdout')
    .action(async (address: string) => {
      const flags = command.optsWithGlobals<RightsFlags>();
      const config = loadConfig(flags.project, process.env);
      const url = canonicalize(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`);
      if (url === null)
        throw new CommandError(`${address} is not an address that can be fetched: give one such as https://example.org/`, ExitCode.usage);
      await demandContact(config, [url]);
      const result = await assessUrl(config, url);
      if (result.kind === 'failed')
        throw new CommandError(`${result.url} could not be fetched (${result.reason}): ${result.because}`, ExitCode.network);
      if (result.kind === 'dropped') {
        const { stage, rule, because } = result.drop;
        const code = stage === 'robots' ? ExitCode.refused : ExitCode.empty;
        throw new CommandError(`${result.url} cannot be assessed (${stage}/${rule}): ${because}`, code);
      }
      process.stdout.write(flags.json === true ? `${JSON.stringify(jsonOf(result))}\n` : `${rightsLines(result).join('\n')}\n`);
      process.exitCode = result.clearing.kept ? ExitCode.ok : ExitCode.refused;
    });
}

/** As a machine would want it: the assessment, the verdict, and which files were read. */
function jsonOf({ url, robots, files, assessment, clearing }: AssessedPage): object {
  const { denial: _denial, ...told } = assessment;
  const verdict = clearing.kept ? { kept: true } : { kept: false, rule: clearing.drop.rule, because: clearing.drop.because };
  return { url, ...told, verdict, files: { robots, ...filesOf(files) }, engine: rightsEngine };
}

const filesOf = (files: AssessedPage['files']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...Object.entries(files?.wellKnown ?? {}), ...Object.entries(files?.documents ?? {})].map(([name, { sha256 }]) => [name, sha256]),
  );

/** The whole assessment for people: the verdict first, then the uses, the licence, what was read, and what it said. */
export function rightsLines({ url, robots, files, assessment, clearing }: AssessedPage): readonly string[] {
  const { uses, licence, evidence, signals, obligations, policy, profile, at, follow, archive, images, expires, snippetMax } = assessment;
  const verdict = clearing.kept
    ? '✓ may become training text'
    : `✗ may not become training text: ${clearing.drop.rule} (${clearing.drop.because})`;
  const row = (name: string, text: string): string => `  ${name.padEnd(20)} ${text}`.trimEnd();
  const other = [
    ...(follow === 'deny' ? [row('links', 'not to be followed')] : []),
    ...(archive === 'deny' ? [row('copies', 'not to be shown')] : []),
    ...(images === 'deny' ? [row('pictures', 'not for training')] : []),
    ...(expires === undefined ? [] : [row('expires', expires)]),
    ...(snippetMax === undefined ? [] : [row('snippets', `${snippetMax} characters at most`)]),
    ...(obligations.length === 0 ? [] : [row('bound to', obligations.join(', '))]),
    ...(policy === undefined ? [] : [row('policy', policy)]),
  ];
  const spoken = evidence.filter(({ signal }) => signals.includes(signal));
  const noted = evidence.filter(({ signal }) => !signals.includes(signal));
  const read = [['/robots.txt', robots], ...Object.entries(filesOf(files))] as const;
  const longest = Math.min(40, Math.max(...read.map(([name]) => name.length)));
  return [
    url,
    verdict,
    '',
    'Uses',
    ...Object.entries(USES).map(([use, name]) => row(name, uses[use as keyof typeof USES])),
    ...other,
    '',
    'Licence',
    row(licence.id ?? 'none known', noteOf(licence)),
    ...licence.evidence.flatMap(evidenceLines),
    '',
    spoken.length === 0 ? 'Signals: none' : 'Signals',
    ...spoken.flatMap(evidenceLines),
    ...(noted.length === 0 ? [] : ['', 'Noted', ...noted.flatMap(evidenceLines)]),
    '',
    'Files of the host',
    ...read.map(([name, digest]) => row(name.padEnd(longest), digest)),
    '',
    `Judged${at === undefined ? '' : ` as of ${at}`} by the ${profile} profile, ${rightsEngine}.`,
  ].map(printable);
}

/** What is to be known of a licence before its evidence is read. */
function noteOf({ id, scope, conflict, evidence }: Licence): string {
  const contradiction = conflict === undefined ? [] : [`it contradicts itself: ${conflict}`];
  const others = id === null && conflict === undefined && evidence.length > 0 ? ['these are of other things on the page:'] : [];
  return [...(scope === undefined ? [] : [scope]), ...contradiction, ...others].join('; ');
}

const evidenceLines = (evidence: Evidence): readonly string[] => [
  `  ${evidence.signal}`,
  ...(evidence.quote === '' ? [] : [`      ${evidence.quote.replaceAll(/\s+/g, ' ').trim().slice(0, 300)}`]),
  `      in ${placeOf(evidence)}`,
];
