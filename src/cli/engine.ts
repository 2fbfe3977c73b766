import { Option } from 'commander';
import type { Config } from '../config/config.ts';

const ENGINES = ['embedded', 'redis'] as const;

/** `--engine`, for commands that work on either. */
export const engineOption = (): Option =>
  new Option('--engine <engine>', 'where the queue is, whatever config/garner.yaml says').choices(ENGINES);

/** The config with the engine that the command line asks for. */
export function withEngine(config: Config, wanted: string | undefined): Config {
  const engine = ENGINES.find((each) => each === wanted);
  return engine === undefined ? config : Object.freeze({ ...config, engine });
}
