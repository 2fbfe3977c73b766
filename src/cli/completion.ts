import { Argument, type Command } from 'commander';
import { bashScript, zshScript } from './completion/bash.ts';
import { fishScript } from './completion/fish.ts';
import { type CommandTree, treeOf } from './completion/tree.ts';

const SHELLS: Readonly<Record<string, { readonly script: (commands: readonly CommandTree[]) => string; readonly install: string }>> = {
  bash: { script: bashScript, install: 'garner completion bash > ~/.local/share/bash-completion/completions/garner' },
  zsh: { script: zshScript, install: 'garner completion zsh >> ~/.zshrc   (after compinit)' },
  fish: { script: fishScript, install: 'garner completion fish > ~/.config/fish/completions/garner.fish' },
};

export function addCompletion(command: Command): void {
  command.addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS))).action((shell: string) => {
    const { script, install } = SHELLS[shell] ?? { script: bashScript, install: '' };
    process.stdout.write(`# Completion for garner. To install: ${install}\n${script(treeOf(command.parent ?? command))}`);
    if (process.stdout.isTTY) process.stderr.write(`To install:  ${install}\n`);
  });
}
