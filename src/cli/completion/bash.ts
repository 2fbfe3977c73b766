import type { CommandTree, OptionTree } from './tree.ts';

const words = (values: OptionTree['values']): string => {
  if (values === null || values === 'files') return '';
  return typeof values === 'string' ? `$(garner __complete ${values} 2>/dev/null)` : values.join(' ');
};

const valueCases = (options: readonly OptionTree[]): readonly string[] =>
  options
    .filter(({ values }) => values !== null)
    .map(({ flags, values }) =>
      values === 'files'
        ? `        ${flags.join('|')}) COMPREPLY=($(compgen -f -- "$cur")); return ;;`
        : `        ${flags.join('|')}) COMPREPLY=($(compgen -W "${words(values)}" -- "$cur")); return ;;`,
    );

/** A completion script for bash 3.2 and later, which zsh can run as well. */
export function bashScript(commands: readonly CommandTree[]): string {
  const cases = commands.map(
    ({ name, options, names }) => `    ${name})
      case "$prev" in
${valueCases(options).join('\n')}
      esac
      COMPREPLY=($(compgen -W "${[...options.flatMap(({ flags }) => flags), ...names.map((kind) => `$(garner __complete ${kind} 2>/dev/null)`)].join(' ')}" -- "$cur"))
      ;;`,
  );
  return `_garner() {
  local cur prev command word
  cur="\${COMP_WORDS[COMP_CWORD]}"
  prev="\${COMP_WORDS[COMP_CWORD - 1]}"
  command=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
      ${commands.map(({ name }) => name).join('|')}) command="$word"; break ;;
    esac
  done
  COMPREPLY=()
  case "$command" in
${cases.join('\n')}
    *) COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} --help --version --project" -- "$cur")) ;;
  esac
}
complete -F _garner garner
`;
}

export const zshScript = (commands: readonly CommandTree[]): string =>
  `autoload -U +X bashcompinit && bashcompinit\n${bashScript(commands)}`;
