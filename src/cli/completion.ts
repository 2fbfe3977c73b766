import { Argument, type Command } from 'commander';
import { bashScript, zshScript } from './completion/bash.ts';
import { fishScript } from './completion/fish.ts';
import { type CommandTree, treeOf } from './completion/tree.ts';

const SHELLS: Readonly<Record<string, { readonly script: (commands: readonly CommandTree[]) => string; readonly install: string }>> = {
  bash: { script: bashScript, install: 'garner completion bash > ~/.local/share/bash-completion/completions/garner' },
  zsh: { script: zshScript, install: 'garner completion zsh >> ~/.zshrc   (after compinit)' },
  fish: { script: fishScript, install: 'garner completion fish > ~/.config/fish/completions/garner.fish' },
};

export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('print a script by which your shell completes commands, options and names')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS)))
    .action((shell: string) => {
      const { script, install } = SHELLS[shell] ?? { script: bashScript, install: '' };
      process.stdout.write(`# Completion for garner. To install: ${install}\n${script(treeOf(program))}`);
      if (process.stdout.isTTY) process.stderr.write(`To install:  ${install}\n`);
    });
}
