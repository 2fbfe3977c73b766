import { HOLD_MS, PATIENCE_MS } from '../../frontier.ts';
import { clockLua } from '../../../redis/scripts.ts';

/**
 * Lua that every script of the frontier starts with: host clocks and leases. What decides by them says the same as `clock.ts`, which a test compares.
 *
 * KEYS[1] is the prefix of one partition, `<namespace>:{<partition>}:`; all keys of a script begin with it, so they are in one slot of a cluster.
 *
 *   h:<key>            hash    of one politeness key, for all crawls: r rest until, l its pace, f fence, u lease until, c crawl that holds it
 *   leased             set     of the keys that somebody holds
 *   crawls:<key>       set     of the crawls that know the key
 *   m:<crawl>          hash    d discovered, l leased, s settled, k keys, t latest instant told, b and p the seen-set's growth (seen.ts);
 *                              w, where hosts are visited by their promise: up to which instant all that became ready are in p
 *   t:<crawl>          zset    of keys by the instant from which `next` can give them
 *   p:<crawl>          zset    of ready keys by that instant, put off by what they lack of the best promise
 */
export const hostsLua = `${clockLua}
local P = KEYS[1]
local call = redis.call

local function number(value)
  return value and tonumber(value) or nil
end

local function host_of(key)
  local v = call('HMGET', P .. 'h:' .. key, 'r', 'l', 'f', 'u', 'c')
  return { key = key, r = number(v[1]) or 0, l = number(v[2]), f = number(v[3]) or 0, u = number(v[4]), c = v[5] or nil }
end

local function save(host)
  local at = P .. 'h:' .. host.key
  call('HSET', at, 'r', host.r, 'f', host.f)
  if host.l then call('HSET', at, 'l', host.l) end
  if host.u then
    call('HSET', at, 'u', host.u, 'c', host.c)
    call('SADD', P .. 'leased', host.key)
  else
    call('HDEL', at, 'u', 'c')
    call('SREM', P .. 'leased', host.key)
  end
end

local function free_at(host)
  if not host.u then return host.r end
  return math.max(host.r, host.u + (host.l or 0))
end

-- The host waits, and never for less than before. A pace of 0 was no request, and says nothing unless nothing else is known; a wait never does.
local function rest(host, ms, now, wait)
  host.r = math.max(host.r, math.ceil(now + wait))
  if ms > 0 then host.l = math.ceil(ms) elseif wait <= 0 then host.l = host.l or 0 end
end

-- The holder of a lease that was lost has made its request all the same. Whoever has the host now has its own pace of it.
local function rest_late(host, wait, now)
  if wait > 0 then host.r = math.max(host.r, math.ceil(now + wait)) end
end

-- URLs that a visit may hold. Before the first rest is known, a host is taken for a slow one.
local function urls_of_visit(host, most)
  return host.l and host.l <= ${HOLD_MS} and most or 1
end

local function ready_at(host, crawl)
  if host.u and host.c == crawl then return free_at(host) end
  local of = crawl .. ':' .. host.key
  local due = nil
  if call('EXISTS', P .. 'n:' .. of, P .. 'o:' .. of) > 0 then
    due = 0
  else
    due = number(call('ZRANGE', P .. 'w:' .. of, 0, 0, 'WITHSCORES')[2])
  end
  return due and math.max(due, free_at(host))
end

-- The best rank among the URLs that are ready, else of one that is leased or waits.
local function best_rank(of)
  local rank = number(call('ZRANGE', P .. 'n:' .. of, 0, 0)[1])
  local loose = call('ZRANGE', P .. 'o:' .. of, 0, 0, 'WITHSCORES')[2]
  if loose then return math.min(rank or 255, math.floor(tonumber(loose) / 2 ^ 33)) end
  if rank then return rank end
  local other = call('HVALS', P .. 'l:' .. of)[1] or call('ZRANGE', P .. 'w:' .. of, 0, 0)[1]
  return other and cmsgpack.unpack(other)[7] or 255
end

-- By promise: when it was ready, put off by what its best rank lacks of the best.
local function place_of(at, rank)
  return at + math.floor(rank / 255 * ${PATIENCE_MS} + 0.5)
end

-- Says from when a key can be given.
local function put_turn(crawl, key, at)
  call('ZADD', P .. 't:' .. crawl, at, key)
  local placed_until = number(call('HGET', P .. 'm:' .. crawl, 'w'))
  if not placed_until then return end
  if at > placed_until then
    call('ZREM', P .. 'p:' .. crawl, key)
  else
    call('ZADD', P .. 'p:' .. crawl, place_of(at, best_rank(crawl .. ':' .. key)), key)
  end
end

-- Gives all keys that have become ready by now their place in the order of promise.
local function place_turns(crawl, now)
  local before = number(call('HGET', P .. 'm:' .. crawl, 'w'))
  if before and before >= now then return end
  call('HSET', P .. 'm:' .. crawl, 'w', now)
  local after = before and string.format('(%.17g', before) or '-inf'
  local ripe = call('ZRANGEBYSCORE', P .. 't:' .. crawl, after, now, 'WITHSCORES')
  for n = 1, #ripe, 2 do put_turn(crawl, ripe[n], tonumber(ripe[n + 1])) end
end

-- To be called after every change of the host's clock, lease or queue: brings its place in all crawls up to date.
local function refresh(host)
  for _, crawl in ipairs(call('SMEMBERS', P .. 'crawls:' .. host.key)) do
    if call('EXISTS', P .. 'm:' .. crawl) == 0 then
      call('SREM', P .. 'crawls:' .. host.key, crawl)
    else
      local at = ready_at(host, crawl)
      if at then
        put_turn(crawl, host.key, at)
      else
        call('ZREM', P .. 't:' .. crawl, host.key)
        call('ZREM', P .. 'p:' .. crawl, host.key)
      end
    end
  end
end
`;
