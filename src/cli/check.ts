import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { checkConfig } from '../config/load.ts';
import { type ConfigProblem, problemText } from '../config/problem.ts';
import { sourcesOfTopic } from '../config/selection.ts';
import { listFaults } from '../run/list-faults.ts';
import { printable } from '../text/printable.ts';
import { ExitCode } from './exit-codes.ts';

interface CheckFlags {
  readonly project: string;
  readonly json?: boolean;
}

/** More problems of one file are counted, not shown: a broken line has many consequences. */
const MOST_SHOWN = 50;

export function addCheck(command: Command): void {
  command.option('--json', 'the result as JSON on stdout').action(async () => {
    const flags = command.optsWithGlobals<CheckFlags>();
    const checked = checkConfig(flags.project, process.env);
    const problems = checked.config === null ? checked.problems : await listFaults(checked.config);
    const config = problems.length > 0 ? null : checked.config;
    if (flags.json === true) process.stdout.write(`${JSON.stringify(asJson(config, problems))}\n`);
    else process.stderr.write(`${(config === null ? problemLines(problems) : summaryLines(config)).join('\n')}\n`);
    process.exitCode = config === null ? ExitCode.config : ExitCode.ok;
  });
}

function asJson(config: Config | null, problems: readonly ConfigProblem[]): unknown {
  if (config === null) return { ok: false, problems };
  return {
    ok: true,
    problems,
    digest: config.digest,
    crawlers: [...config.crawlers.values()].map(({ name, seeds, tags }) => ({ name, seeds: seeds.length, tags })),
    imports: [...config.imports.values()].map(({ name, base, licence, tags }) => ({ name, base, licence, tags })),
    topics: [...config.topics.values()].map((topic) => ({
      name: topic.name,
      title: topic.title,
      crawlers: sourcesOfTopic(config, topic),
    })),
  };
}

/** The problems by file, each with the line it is about, and their number. */
export function problemLines(problems: readonly ConfigProblem[]): readonly string[] {
  const files = Map.groupBy(problems, ({ file }) => file);
  const lines = [...files.values()].flatMap((group) => {
    const more = group.length > MOST_SHOWN ? [`${group[0]?.file ?? ''}: and ${group.length - MOST_SHOWN} more errors`, ''] : [];
    return [...group.slice(0, MOST_SHOWN).flatMap((problem) => [problemText(problem), ...frame(problem), '']), ...more];
  });
  return [...lines, `${numbered(problems.length, 'error')} in ${numbered(files.size, 'file')}`];
}

/** Lines are cut to this width around what they are about. */
const WIDTH = 120;

/** The line, and a caret under the place. Wide letters get a wide space (U+3000), so that the caret stands under Chinese text too. */
function frame({ line, column, excerpt }: ConfigProblem): readonly string[] {
  if (excerpt === undefined) return [];
  const from = Math.max(0, column - 1 - WIDTH / 2);
  // Letter by letter, so that what is taken out leaves its place.
  const shown = excerpt.slice(from, from + WIDTH).replaceAll(/./gsu, printable);
  const indent = shown
    .slice(0, column - 1 - from)
    .replaceAll(/[^\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF01-\uFF60]/gu, ' ');
  const number = String(line).padStart(5);
  return [`${number} | ${shown}`, `${' '.repeat(number.length)} | ${indent.replaceAll(/[^ ]/g, '\u3000')}^`];
}

function summaryLines(config: Config): readonly string[] {
  const { crawlers, imports, topics, root, userAgent } = config;
  return [
    ...[...crawlers.values()].map(({ name, seeds, tags }) => {
      const carried = tags.length === 0 ? '' : `; ${tags.join(', ')}`;
      return printable(`crawler ${name}: ${numbered(seeds.length, 'seed')}${carried}`);
    }),
    ...[...imports.values()].map(({ name, base, licence }) =>
      printable(base === undefined ? `import ${name}: pages of web archives` : `import ${name}: documents of ${base} under ${licence}`),
    ),
    ...[...topics.values()].map((topic) => printable(`topic ${topic.name}: ${sourcesOfTopic(config, topic).join(', ')}`)),
    ...(userAgent.contact === undefined
      ? ['no userAgent.contact is set in config/garner.yaml: public hosts will not be contacted without one']
      : []),
    printable(
      `${root}: ${numbered(crawlers.size, 'crawler')}${imports.size === 0 ? '' : `, ${numbered(imports.size, 'import')}`} and ${numbered(topics.size, 'topic')}, no errors`,
    ),
  ];
}

const numbered = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
