/**
 * What it costs Redis to know which URLs were ever seen, as the frontier does it and by more compact means, which are tried here alone:
 *
 *   npm run bench -- seen [--urls 1000000] [--strangers 300000] [--only bloom]
 *
 * `sets` is the frontier's own: 63-bit hashes in small sets of integers. `N bytes` are buckets of sorted fingerprints, each bucket one string, so that the
 * bucket's number is part of what is known. `bloom` has 16 bits a URL. URLs come by the hundred, each with a hash of its own; then as many strangers
 * are added as `--strangers` says: those that are taken for seen would be lost to a crawl.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Redis } from 'ioredis';
import { seenLua } from '../src/frontier/redis/lua/seen.ts';
import { factsOf } from '../src/redis/fitness.ts';
import { startRedis } from '../test/redis/server.ts';

const { values } = parseArgs({
  options: { urls: { type: 'string', default: '1000000' }, strangers: { type: 'string', default: '300000' }, only: { type: 'string' } },
});
const urls = Number(values.urls);
const BATCH = 100;
/** Fingerprints of a bucket. */
const PER_BUCKET = 400;
const buckets = 2 ** Math.ceil(Math.log2(urls / PER_BUCKET));

/** Each takes hashes of 8 bytes, and returns how many were new. */
const sets = `
local P, call = 'seen:{0}:', redis.call
${seenLua}
local v = call('HMGET', P .. 'm', 'd', 'b', 'p')
local meta = { d = tonumber(v[1] or 0), b = tonumber(v[2] or 0), p = tonumber(v[3] or 0) }
local new = 0
for at = 1, #ARGV do if add_seen('1', meta, ARGV[at]) then new = new + 1 end end
call('HSET', P .. 'm', 'd', meta.d, 'b', meta.b, 'p', meta.p)
return new`;

const sorted = (width: number): string => `
local new = 0
for at = 1, #ARGV do
  local hash = ARGV[at]
  local a, b, c = string.byte(hash, 1, 3)
  local key = 'seen:{0}:' .. (a * 65536 + b * 256 + c) % ${buckets}
  local own = string.sub(hash, 4, ${3 + width})
  local text = redis.call('GET', key) or ''
  local low, high = 0, #text / ${width}
  while low < high do
    local middle = math.floor((low + high) / 2)
    if string.sub(text, middle * ${width} + 1, (middle + 1) * ${width}) < own then low = middle + 1 else high = middle end
  end
  if string.sub(text, low * ${width} + 1, (low + 1) * ${width}) ~= own then
    redis.call('SET', key, string.sub(text, 1, low * ${width}) .. own .. string.sub(text, low * ${width} + 1))
    new = new + 1
  end
end
return new`;

const BITS = 16 * urls;
const HASHES = 8;
const bloom = `
local new = 0
for at = 1, #ARGV do
  local hash, fresh = ARGV[at], 0
  local a, b, c, d = string.byte(hash, 1, 4)
  local e, f, g, h = string.byte(hash, 5, 8)
  local one, other = ((a * 256 + b) * 256 + c) * 256 + d, (((e * 256 + f) * 256 + g) * 256 + h) * 2 + 1
  for n = 0, ${HASHES - 1} do fresh = fresh + 1 - redis.call('SETBIT', 'seen:{0}:bloom', (one + n * other) % ${BITS}, 1) end
  if fresh > 0 then new = new + 1 end
end
return new`;

const server = await startRedis();
const client = server.connect();
const bytesOf = async (redis: Redis): Promise<number> => Number(factsOf(await redis.info('memory')).get('used_memory'));
async function cpuOf(redis: Redis): Promise<number> {
  const facts = factsOf(await redis.info('cpu'));
  return 1e6 * (Number(facts.get('used_cpu_user_main_thread')) + Number(facts.get('used_cpu_sys_main_thread')));
}
const hashes = (count: number): readonly Buffer[] => Array.from({ length: count }, () => randomBytes(11));
const decimal = (hash: Buffer): string => (hash.readBigUInt64BE() >> 1n).toString();

console.log(`${urls.toLocaleString('en')} URLs`);
for (const [name, script] of [
  ['sets', sets],
  ['8 bytes', sorted(8)],
  ['5 bytes', sorted(5)],
  ['4 bytes', sorted(4)],
  ['bloom', bloom],
] as const) {
  if ((values.only ?? name) !== name) continue;
  await client.flushall();
  const [empty, idle] = [await bytesOf(client), await cpuOf(client)];
  let taken = 0;
  const add = async (count: number): Promise<number> => {
    const batch = hashes(count);
    return (await client.eval(script, 0, ...(name === 'sets' ? batch.map(decimal) : batch))) as number;
  };
  for (let at = 0; at < urls; at += BATCH) taken += BATCH - (await add(BATCH));
  const bytes = ((await bytesOf(client)) - empty) / urls;
  const micros = ((await cpuOf(client)) - idle) / urls;
  let lost = 0;
  const strangers = Number(values.strangers);
  for (let at = 0; at < strangers; at += BATCH) lost += BATCH - (await add(BATCH));
  console.log(
    `  ${name.padEnd(8)} ${bytes.toFixed(2).padStart(6)} bytes a URL, ${micros.toFixed(1).padStart(5)} µs each; ${taken} of them, and then ${lost} of ${strangers.toLocaleString('en')} strangers, taken for seen`,
  );
}
await server.close();
process.exit();
