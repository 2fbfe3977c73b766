import { type Command, InvalidArgumentError } from 'commander';
import { replaceFile } from '../disk/disk.ts';
import { crossValidate, evaluate } from '../quality/learned/evaluate.ts';
import { ExampleError, type Examples, gatherExamples } from '../quality/learned/examples.ts';
import { featuresOf } from '../quality/learned/features.ts';
import { modelText } from '../quality/learned/model.ts';
import { type Labelled, trainModel } from '../quality/learned/train.ts';
import { printable } from '../text/printable.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';

interface TrainFlags {
  readonly good: string;
  readonly bad: string;
  readonly output: string;
  readonly folds: number;
  readonly seed: number;
  readonly json?: boolean;
}

const BITS = 18;
/** Of each kind: with fewer the figures are chance. */
const FEWEST = 50;

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const count = Number(text);
    if (!Number.isInteger(count) || count < least || count > most)
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    return count;
  };

/** `garner train-filter`: a learned filter for presets of quality, from texts that you like and texts that you do not. */
export function addTrainFilter(command: Command): void {
  command
    .requiredOption('--good <folder>', 'examples to keep: .txt and .md files, or .jsonl with "text"')
    .requiredOption('--bad <folder>', 'examples to drop')
    .requiredOption('--output <file>', 'where the filter goes')
    .option('--folds <count>', 'how many times a part is held back to test on', wholeNumber(2, 20), 5)
    .option('--seed <number>', 'another order of examples', wholeNumber(0, 2 ** 31), 1)
    .option('--json', 'the figures as JSON on stdout')
    .action(async (flags: TrainFlags) => {
      const examples = await gatherExamples(flags.good, flags.bad).catch((error: unknown) => {
        throw error instanceof ExampleError ? new CommandError(error.message, ExitCode.usage) : error;
      });
      refuseTooFew(examples, flags);
      const labelled: readonly Labelled[] = [
        ...examples.good.map((text) => ({ features: featuresOf(text, BITS), isGood: true })),
        ...examples.bad.map((text) => ({ features: featuresOf(text, BITS), isGood: false })),
      ];
      const settings = { bits: BITS, seed: flags.seed, folds: flags.folds };
      const figures = evaluate(crossValidate(labelled, settings));
      const about = { good: examples.good.length, bad: examples.bad.length, folds: flags.folds, seed: flags.seed, ...figures };
      await replaceFile(flags.output, modelText(trainModel(labelled, settings), about)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? new CommandError(`there is no folder for ${flags.output}`, ExitCode.usage) : error;
      });
      const { repeated, contradictory } = examples;
      if (flags.json === true) process.stdout.write(`${JSON.stringify({ ...about, repeated, contradictory, output: flags.output })}\n`);
      else process.stderr.write(`${summary(about, examples, flags).map(printable).join('\n')}\n`);
    });
}

function refuseTooFew({ good, bad }: Examples, flags: TrainFlags): void {
  if (good.length >= FEWEST && bad.length >= FEWEST) return;
  throw new CommandError(
    `too few examples: ${FEWEST} different texts of each kind are needed, some hundreds are better; ` +
      `there are ${good.length} in ${flags.good} and ${bad.length} in ${flags.bad}`,
    ExitCode.empty,
  );
}

function summary(
  { averagePrecision, accuracy, f1 }: { readonly averagePrecision: number; readonly accuracy: number; readonly f1: number },
  { good, bad, repeated, contradictory }: Examples,
  { folds, output }: TrainFlags,
): readonly string[] {
  return [
    `examples           ${good.length} good, ${bad.length} bad`,
    ...(repeated + contradictory === 0 ? [] : [`left out           ${repeated} repeated, ${contradictory} on both sides`]),
    `held back in turn  ${folds} times`,
    `average precision  ${averagePrecision.toFixed(3)} (a coin: ${(good.length / (good.length + bad.length)).toFixed(3)})`,
    `accuracy           ${accuracy.toFixed(3)}`,
    `F1                 ${f1.toFixed(3)}`,
    `written            ${output}`,
  ];
}
