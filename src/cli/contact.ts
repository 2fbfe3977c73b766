import type { Config } from '../config/config.ts';
import { strangerAmong } from '../run/contact.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';

/** @throws CommandError when a public host would be contacted by a crawl that does not say whose it is. */
export async function demandContact(config: Config, urls: readonly string[]): Promise<void> {
  const host = await strangerAmong(config, urls);
  if (host === null) return;
  throw new CommandError(
    `${host} is a public host, and nobody there could reach you: set userAgent.contact in config/garner.yaml, or give \`fetch\` a --contact: an https: page about your crawl or a mailto: address. Nothing was contacted.`,
    ExitCode.config,
  );
}
