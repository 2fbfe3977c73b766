import { hostsLua } from './lua/hosts.ts';
import { queueLua } from './lua/queue.ts';
import { seenLua } from './lua/seen.ts';
import { visitsLua } from './lua/visits.ts';

/**
 * The operations of the frontier on one partition, each a script and so atomic. KEYS[1] is the partition's prefix. Instants come as text; an
 * empty one means the server's own clock. Results are arrays, numbers, or nil.
 */

/**
 * ARGV: crawl, `server` when the server's clock counts, then groups of `key, rank, crawler, role and astray in one, depth, hops, via, URLs`, these as `url hash url hash …`.
 * Returns how many URLs were new, or -1 when there is no such crawl.
 */
const add = `${hostsLua}${seenLua}${queueLua}
local crawl = ARGV[1]
local M = P .. 'm:' .. crawl
if call('EXISTS', M) == 0 then return -1 end
local v = call('HMGET', M, 'd', 'k', 't', 'b', 'p')
local meta = { d = number(v[1]) or 0, k = number(v[2]) or 0, b = number(v[4]) or 0, p = number(v[5]) or 0 }
local latest, before = ARGV[2] == 'server' and clock('') or number(v[3]) or 0, meta.d
local lists, touched = {}, {}
for at = 3, #ARGV, 8 do
  local key, rank = ARGV[at], tonumber(ARGV[at + 1])
  local crawler, via = ARGV[at + 2], ARGV[at + 6]
  local role, depth, hops = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
  local of = crawl .. ':' .. key
  local list = lists[of .. ':' .. rank]
  for url, hash in string.gmatch(ARGV[at + 7], '(%S+) (%d+)') do
    if add_seen(crawl, meta, hash) then
      if not list then
        list = { of = of, key = key, rank = rank, last = known(of, rank .. 't'), entries = {} }
        lists[of .. ':' .. rank] = list
      end
      local e = { url, via, crawler, role, depth, hops }
      table.insert(list.entries, encode(list.last, e))
      list.last = e
    end
  end
end
for name, list in pairs(lists) do
  for first = 1, #list.entries, 4000 do
    call('RPUSH', P .. 'q:' .. name, unpack(list.entries, first, math.min(first + 3999, #list.entries)))
  end
  call('ZADD', P .. 'n:' .. list.of, list.rank, list.rank)
  call('HSET', P .. 's:' .. list.of, list.rank .. 't', cmsgpack.pack(list.last))
  touched[list.key] = true
end
for key in pairs(touched) do
  meta.k = meta.k + call('SADD', P .. 'crawls:' .. key, crawl)
  local since = math.max(free_at(host_of(key)), latest)
  local turn = number(call('ZSCORE', P .. 't:' .. crawl, key))
  put_turn(crawl, key, math.min(turn or since, since))
end
call('HSET', M, 'd', meta.d, 'k', meta.k, 'b', meta.b, 'p', meta.p)
return meta.d - before`;

/**
 * ARGV: crawl, lease in ms, URLs a visit may hold, now, `promise` or `turns`. Returns nil, or `key, fence` and then for each URL
 * `url, via, crawler, role, depth, hops, rank, attempts, deaths`.
 */
const next = `${hostsLua}${queueLua}${visitsLua}
local crawl, now = ARGV[1], clock(ARGV[4])
local M = P .. 'm:' .. crawl
if call('EXISTS', M) == 0 then return nil end
if ARGV[5] == 'promise' then place_turns(crawl, now) end
local order = ARGV[5] == 'promise' and 'p:' or 't:'
while true do
  local key = call('ZRANGE', P .. order .. crawl, 0, 0)[1]
  if not key or tonumber(call('ZSCORE', P .. 't:' .. crawl, key)) > now then return nil end
  local host = host_of(key)
  -- Its place in the order says that the lease has run out.
  if host.u then bury(host, 1) end
  local of = crawl .. ':' .. host.key
  ripen(of, now)
  local rows = best(of, urls_of_visit(host, tonumber(ARGV[3])))
  if #rows > 0 then
    -- A server that is killed forgets its last fences: counted by the clock, none is there twice.
    host.f, host.u, host.c = math.max(host.f + 1, now), math.ceil(now + tonumber(ARGV[2])), crawl
    save(host)
    local answer = { host.key, tostring(host.f) }
    for _, e in ipairs(rows) do
      call('HSET', P .. 'l:' .. of, e[1], cmsgpack.pack(e))
      for _, field in ipairs({ 1, 2, 3, 4, 5, 6, 7, 9 }) do table.insert(answer, e[field]) end
      table.insert(answer, e[10] or 0)
    end
    call('HINCRBY', M, 'l', #rows)
    refresh(host)
    return answer
  end
  refresh(host)
end`;

/** ARGV: crawl, now. Returns nil, or the place of the key that promises most among those that are ready. */
const place = `${hostsLua}
if call('EXISTS', P .. 'm:' .. ARGV[1]) == 0 then return nil end
place_turns(ARGV[1], clock(ARGV[2]))
return call('ZRANGE', P .. 'p:' .. ARGV[1], 0, 0, 'WITHSCORES')[2]`;

/** ARGV: crawl, now. What is added from now on is ready since then, so that a host that appears later does not push in. */
const tell = `${hostsLua}
local M = P .. 'm:' .. ARGV[1]
return call('HSET', M, 't', math.max(tonumber(ARGV[2]), number(call('HGET', M, 't')) or 0))`;

/** ARGV: key, crawl, fence, url, rest in ms, wait in ms, instant to retry at or '', attempts spent (0 or 1), now. Returns 1, or 0 when the lease was lost. */
const settle = `${hostsLua}${queueLua}${visitsLua}
local crawl, now = ARGV[2], clock(ARGV[9])
local ms, wait = tonumber(ARGV[5]), tonumber(ARGV[6])
local host = held(ARGV[1], crawl, ARGV[3], now)
local of = crawl .. ':' .. ARGV[1]
local packed = host and call('HGET', P .. 'l:' .. of, ARGV[4])
if not packed then return lost(ARGV[1], wait, now) end
call('HDEL', P .. 'l:' .. of, ARGV[4])
call('HINCRBY', P .. 'm:' .. crawl, 'l', -1)
if ARGV[7] == '' then
  call('HINCRBY', P .. 'm:' .. crawl, 's', 1)
else
  local e = cmsgpack.unpack(packed)
  e[9] = e[9] + tonumber(ARGV[8])
  call('ZADD', P .. 'w:' .. of, math.max(1, math.ceil(tonumber(ARGV[7]))), cmsgpack.pack(e))
end
rest(host, ms, now, wait)
if call('EXISTS', P .. 'l:' .. of) == 0 then host.u, host.c = nil, nil end
save(host)
refresh(host)
return 1`;

/** ARGV: key, crawl, fence, lease in ms, now. Returns 1, or 0 when the lease was lost. */
const renew = `${hostsLua}${queueLua}${visitsLua}
local now = clock(ARGV[5])
local host = held(ARGV[1], ARGV[2], ARGV[3], now)
if not host then return 0 end
host.u = math.ceil(now + tonumber(ARGV[4]))
save(host)
refresh(host)
return 1`;

/** ARGV: key, crawl, fence, rest in ms, now. Returns 1, or 0 when the lease was lost. */
const release = `${hostsLua}${queueLua}${visitsLua}
local ms, now = tonumber(ARGV[4]), clock(ARGV[5])
local host = held(ARGV[1], ARGV[2], ARGV[3], now)
if not host then return lost(ARGV[1], ms, now) end
rest(host, ms, now, ms)
put_back(host)
save(host)
refresh(host)
return 1`;

/** ARGV: key, instant before which it may not be contacted. */
const rest = `${hostsLua}
local host = host_of(ARGV[1])
host.r = math.max(host.r, tonumber(ARGV[2]))
save(host)
refresh(host)
return 1`;

/** URLs of a host that are not settled. */
const queuedLua = `
local function queued(of)
  local sum = call('ZCARD', P .. 'o:' .. of) + call('ZCARD', P .. 'w:' .. of) + call('HLEN', P .. 'l:' .. of)
  for _, rank in ipairs(call('ZRANGE', P .. 'n:' .. of, 0, -1)) do sum = sum + call('LLEN', P .. 'q:' .. of .. ':' .. rank) end
  return sum
end

local function state(crawl, key)
  local host = host_of(key)
  return { key, queued(crawl .. ':' .. key), free_at(host), host.u and 1 or 0 }
end
`;

/** ARGV: crawl, most. Returns for each of the hosts whose turn comes next `key, URLs, instant, leased (0 or 1)`. */
const hosts = `${hostsLua}${queuedLua}
local answer = {}
for _, key in ipairs(call('ZRANGE', P .. 't:' .. ARGV[1], 0, tonumber(ARGV[2]) - 1)) do
  for _, field in ipairs(state(ARGV[1], key)) do table.insert(answer, field) end
end
return answer`;

/**
 * ARGV: crawl, key, url. Returns nil, or what `hosts` has and then -1 for a leased URL, 0 for a queued one, else the instant before which it must wait.
 * Reads all that waits for the host: for people who ask about one URL, and never while a crawl works.
 */
const find = `${hostsLua}${queueLua}${queuedLua}
local of, url = ARGV[1] .. ':' .. ARGV[2], ARGV[3]
local answer = state(ARGV[1], ARGV[2])
local function at(place)
  table.insert(answer, place)
  return answer
end
if call('HEXISTS', P .. 'l:' .. of, url) == 1 then return at(-1) end
for _, packed in ipairs(call('ZRANGE', P .. 'o:' .. of, 0, -1)) do
  if cmsgpack.unpack(packed)[1] == url then return at(0) end
end
local waiting = call('ZRANGE', P .. 'w:' .. of, 0, -1, 'WITHSCORES')
for n = 1, #waiting, 2 do
  if cmsgpack.unpack(waiting[n])[1] == url then return at(tonumber(waiting[n + 1])) end
end
for _, rank in ipairs(call('ZRANGE', P .. 'n:' .. of, 0, -1)) do
  local before = known(of, rank .. 'p')
  for _, text in ipairs(call('LRANGE', P .. 'q:' .. of .. ':' .. rank, 0, -1)) do
    before = decode(before, text)
    if before[1] == url then return at(0) end
  end
end
return nil`;

/** ARGV: now. Returns how many visits it ended. */
const reclaim = `${hostsLua}${queueLua}${visitsLua}
local now = clock(ARGV[1])
local keys = call('SMEMBERS', P .. 'leased')
for _, key in ipairs(keys) do
  local host = host_of(key)
  -- The holder sent nothing after now, for it is dead, nor after the end of its lease.
  host.u = math.min(host.u, math.ceil(now))
  bury(host)
end
return #keys`;

/** ARGV: crawl. Ends its visits: their hosts rest as if the leases had run out. Its other keys are the caller's to remove. */
const drop = `${hostsLua}${queueLua}${visitsLua}
call('DEL', P .. 'm:' .. ARGV[1], P .. 't:' .. ARGV[1], P .. 'p:' .. ARGV[1])
for _, key in ipairs(call('SMEMBERS', P .. 'leased')) do
  local host = host_of(key)
  if host.c == ARGV[1] then bury(host) end
end
return 0`;

export const scripts = { add, next, place, tell, settle, renew, release, rest, hosts, find, reclaim, drop } as const;
