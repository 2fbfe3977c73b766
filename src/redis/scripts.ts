import { hash } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';

/** Lua: the instant that an argument tells, in milliseconds; an empty one means the server's own clock. */
export const clockLua = `
local function clock(text)
  if text ~= '' then return tonumber(text) end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
`;

/** Runs a script by its name over one key. */
export type RunScript<Name extends string> = (name: Name, key: string, args: readonly (string | number | Buffer)[]) => Promise<unknown>;

/** Makes the scripts runnable by their digests; a server that does not know one yet is given its text. */
export function scriptRunner<Name extends string>(scripts: Readonly<Record<Name, string>>): (client: Redis | Cluster) => RunScript<Name> {
  const digests = Object.fromEntries(Object.entries<string>(scripts).map(([name, text]) => [name, hash('sha1', text)])) as Record<
    Name,
    string
  >;
  return (client) => async (name, key, args) => {
    const texts = args.map((arg) => (typeof arg === 'number' ? String(arg) : arg));
    try {
      return await client.evalsha(digests[name], 1, key, ...texts);
    } catch (error) {
      // Redis has been restarted, or never heard of it.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return client.eval(scripts[name], 1, key, ...texts);
    }
  };
}
