import type { CommandTree, OptionTree } from './tree.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function optionLine(command: string, { flags, description, values }: OptionTree): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)).join(' ');
  const given =
    values === null
      ? ''
      : values === 'files'
        ? ' -r -F'
        : ` -x -a ${quoted(typeof values === 'string' ? `(garner __complete ${values})` : values.join(' '))}`;
  return `complete -c garner -n ${quoted(`__fish_seen_subcommand_from ${command}`)} ${names}${given} -d ${quoted(description)}`;
}

/** A completion script for fish 3. */
export function fishScript(commands: readonly CommandTree[]): string {
  return `complete -c garner -f
${commands.map(({ name, description }) => `complete -c garner -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`).join('\n')}
${commands
  .flatMap(({ name, options, names }) => [
    ...names.map(
      (kind) => `complete -c garner -n ${quoted(`__fish_seen_subcommand_from ${name}`)} -a ${quoted(`(garner __complete ${kind})`)}`,
    ),
    ...options.map((option) => optionLine(name, option)),
  ])
  .join('\n')}
`;
}
