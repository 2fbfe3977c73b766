import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { loadConfig } from '../config/load.ts';
import { ALARMS } from '../run/fleet/alarm.ts';
import { refineQueueName } from '../run/fleet/refine-queue.ts';
import { openBoard } from '../ui/board.ts';
import { isLoopback, type Listen, parseListen } from '../ui/listen.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';

interface BoardFlags {
  readonly listen: Listen;
  readonly host: readonly string[];
  readonly readOnly?: boolean;
  readonly project: string;
  readonly redis?: string;
}

/** What can be guessed is no token, and what has spaces cannot be sent. */
const TOKEN = /^[!-~]{16,}$/;

export function addBoard(command: Command): void {
  command
    .addOption(
      new Option('--listen <address>', 'where: an address and a port')
        .default(listenAt('127.0.0.1:3100'), '127.0.0.1:3100')
        .argParser(listenAt),
    )
    .option('--host <name...>', 'host names, such as a proxy\'s, by which browsers reach it; "localhost" and addresses need none', [])
    .option('--read-only', 'show the queues, and change nothing in them')
    .addOption(new Option('--redis <url>', 'the Redis of the fleet; default: redis.url of config/garner.yaml').env('GARNER_REDIS_URL'))
    .addHelpText('after', '\nThe token is GARNER_BOARD_TOKEN; without it, one is made and printed.')
    .action(async () => {
      const { listen, host: names, readOnly = false, project, redis } = command.optsWithGlobals<BoardFlags>();
      const given = process.env['GARNER_BOARD_TOKEN'] ?? '';
      if (given !== '' && !TOKEN.test(given))
        throw new CommandError('GARNER_BOARD_TOKEN will not do: give it 16 characters or more, without spaces or accents', ExitCode.config);
      const token = given === '' ? randomBytes(24).toString('base64url') : given;
      const config = loadConfig(project, process.env);
      const board = await openBoard({
        listen,
        names,
        isReadOnly: readOnly,
        redis: redis ?? config.redis.url,
        namespace: config.redis.namespace,
        queues: [refineQueueName(config.digest), ALARMS],
        token,
      }).catch(cannotListen);
      if (!isLoopback(listen))
        process.stderr.write(
          `Warning: the board listens at ${listen.host}, where other machines may reach it, and what it sends and its token are not encrypted. Put a proxy with TLS before it, or let it listen at 127.0.0.1.\n`,
        );
      process.stdout.write(
        given === '' ? `The board: ${board.url}?token=${token}\n` : `The board: ${board.url}, with the token of GARNER_BOARD_TOKEN\n`,
      );
      await Promise.race(['SIGTERM', 'SIGINT'].map((signal) => once(process, signal)));
      await board.close();
    });
}

function listenAt(text: string): Listen {
  const listen = parseListen(text);
  if (listen === null) throw new InvalidArgumentError('Write an address and a port, such as 127.0.0.1:3100 or [::1]:3100.');
  return listen;
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'you may not listen there',
  ENOTFOUND: 'there is no such name',
};

function cannotListen(error: unknown): never {
  const { code = '', syscall, message } = error as NodeJS.ErrnoException;
  if (syscall !== 'listen' && syscall !== 'bind' && syscall !== 'getaddrinfo') throw error;
  throw new CommandError(`the board cannot open: ${REASONS[code] ?? message}. Choose another address with --listen.`, ExitCode.usage);
}
