import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { freeAt, type HostClock, placeOf, readyAt, rest, restLate, urlsOfVisit } from '../../src/frontier/clock.ts';
import { hostsLua } from '../../src/frontier/redis/lua/hosts.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';

const instant = fc.oneof(fc.nat({ max: 2000 }), fc.integer({ min: 1.7e12, max: 1.8e12 }));
const clock: fc.Arbitrary<HostClock> = fc.record({
  restUntil: instant,
  lastRest: fc.option(fc.nat({ max: 120 })),
  leaseUntil: fc.option(instant),
});
const situation = fc.record({
  clock,
  /** Neither instants nor rests are whole numbers, always. */
  now: instant.chain((ms) => fc.constantFrom(ms, ms + 0.25)),
  restMs: fc.constantFrom(0, 0.5, 49.5, 50, 51, 1000, 30_000),
  waitMs: fc.constantFrom(0, 0.5, 49, 2000.25, 30_000),
  most: fc.integer({ min: 1, max: 64 }),
  isHeldForIt: fc.boolean(),
  due: fc.option(instant),
  rank: fc.nat({ max: 255 }),
});

/** What the scripts of Redis say of many situations. An absent value is left out of what they are told; a leased host has its crawl's URL. */
const lua = `${hostsLua}
local answers = {}
for n, s in ipairs(cjson.decode(ARGV[1])) do
  local host = { key = 'k' .. n, r = s.restUntil, l = s.lastRest, f = 0, u = s.leaseUntil, c = s.leaseUntil and (s.isHeldForIt and 'mine' or 'theirs') or nil }
  if s.due then
    if s.due == 0 then call('ZADD', P .. 'n:mine:k' .. n, 1, 1) else call('ZADD', P .. 'w:mine:k' .. n, s.due, 'x') end
  end
  local answer = { free = free_at(host), ready = ready_at(host, 'mine') or -1, urls = urls_of_visit(host, s.most), place = place_of(s.now, s.rank) }
  local late = { r = host.r }
  rest_late(late, s.waitMs, s.now)
  answer.late = late.r
  rest(host, s.restMs, s.now, s.waitMs)
  answer.restUntil, answer.lastRest = host.r, host.l or -1
  for field, value in pairs(answer) do answer[field] = string.format('%.17g', value) end
  answers[n] = cjson.encode(answer)
end
return answers`;

describe.runIf(redisIsThere())('what decides by host clocks', async () => {
  const redis = await startRedis();
  const client = redis.connect();
  afterAll(() => redis.close());

  test('says the same in Redis as here', async () => {
    const situations = fc.sample(situation, { numRuns: 2000, seed: 7 });
    const told = situations.map(({ clock: { restUntil, lastRest, leaseUntil }, due, ...others }) => ({
      ...others,
      restUntil,
      ...(lastRest !== null && { lastRest }),
      ...(leaseUntil !== null && { leaseUntil }),
      ...(due !== null && { due }),
    }));
    const answers = (await client.eval(lua, 1, 'test:{0}:', JSON.stringify(told))) as string[];
    for (const [n, { clock, now, restMs, waitMs, most, isHeldForIt, due, rank }] of situations.entries()) {
      const rested = { ...clock };
      rest(rested, restMs, now, waitMs);
      const late = { ...clock };
      restLate(late, waitMs, now);
      const said = JSON.parse(answers[n]!) as Record<string, string>;
      expect(Object.fromEntries(Object.entries(said).map(([field, value]) => [field, Number(value)]))).toEqual({
        free: freeAt(clock),
        ready: readyAt(clock, clock.leaseUntil !== null && isHeldForIt, due) ?? -1,
        urls: urlsOfVisit(clock, most),
        place: placeOf(now, 255 - rank),
        late: late.restUntil,
        restUntil: rested.restUntil,
        lastRest: rested.lastRest ?? -1,
      });
    }
  });
});
