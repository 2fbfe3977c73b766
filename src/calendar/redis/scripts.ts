import { clockLua } from '../../redis/scripts.ts';

/**
 * The operations of the calendar on one schedule, each a script and so atomic. KEYS[1] is the schedule's prefix P:
 *
 * - `P .. 'rule'`: hash of rule and since;
 * - `P .. 'slots'`: hash from a slot's instant to its record, as JSON;
 * - `P .. 'order'`: sorted set of the slots' instants;
 * - `P .. 'open'`: the instant of the slot at work.
 *
 * Instants are text of whole numbers; an empty one means the server's own clock.
 */
const shared = `${clockLua}
local P, call = KEYS[1], redis.call
local function load(at)
  local text = at and call('HGET', P .. 'slots', at)
  return text and cjson.decode(text) or nil
end
local function save(record)
  local at = string.format('%.0f', record.at)
  call('HSET', P .. 'slots', at, cjson.encode(record))
  call('ZADD', P .. 'order', at, at)
end
local function latest()
  local last = call('ZREVRANGE', P .. 'order', 0, 0)
  return last[1] and tonumber(last[1]) or -1
end
local function forget(kept)
  local surplus = call('ZCARD', P .. 'order') - tonumber(kept)
  if surplus <= 0 then return end
  for _, at in ipairs(call('ZRANGE', P .. 'order', 0, surplus - 1)) do
    if call('GET', P .. 'open') ~= at then
      call('HDEL', P .. 'slots', at)
      call('ZREM', P .. 'order', at)
    end
  end
end
-- The record of a claim, when it is still that owner's.
local function held(at, claims)
  if call('GET', P .. 'open') ~= at then return nil end
  local record = load(at)
  return record and record.claims == tonumber(claims) and record or nil
end
`;

/** ARGV: rule, now. Returns since when it counts. */
const enter = `${shared}
local known = call('HMGET', P .. 'rule', 'rule', 'since')
local since = ARGV[2]
if known[1] == ARGV[1] then since = known[2] else call('HSET', P .. 'rule', 'rule', ARGV[1], 'since', since) end
return string.format('%.0f', math.max(tonumber(since), latest()))`;

/** ARGV: slot, run, owner, lease in ms, now, slots kept. Returns nil, or `run, claims`. */
const claim = `${shared}
local at, now = ARGV[1], clock(ARGV[5])
local open = call('GET', P .. 'open')
local record
if open then
  record = load(open)
  if open ~= at or record.leaseUntil > now then return nil end
  record.claims = record.claims + 1
else
  if latest() >= tonumber(at) then return nil end
  record = { at = tonumber(at), run = ARGV[2], state = 'claimed', claims = 1, claimedAt = now }
end
record.owner, record.leaseUntil = ARGV[3], now + tonumber(ARGV[4])
save(record)
call('SET', P .. 'open', at)
forget(ARGV[6])
return { record.run, record.claims }`;

/** ARGV: slot, claims, lease in ms, now. Returns 1, or 0 when it is another's. */
const renew = `${shared}
local record = held(ARGV[1], ARGV[2])
if not record then return 0 end
record.leaseUntil = clock(ARGV[4]) + tonumber(ARGV[3])
save(record)
return 1`;

/** ARGV: slot, claims, state, why or '', now. Returns 1, or 0 when it is another's. */
const settle = `${shared}
local record = held(ARGV[1], ARGV[2])
if not record then return 0 end
record.state, record.leaseUntil, record.endedAt = ARGV[3], nil, clock(ARGV[5])
if ARGV[4] ~= '' then record.because = ARGV[4] end
save(record)
call('DEL', P .. 'open')
return 1`;

/** ARGV: slot, why, now, slots kept. Returns 1, or 0 when it or a later one is on record. */
const skip = `${shared}
if latest() >= tonumber(ARGV[1]) then return 0 end
save({ at = tonumber(ARGV[1]), state = 'skipped', because = ARGV[2], claims = 0, endedAt = clock(ARGV[3]) })
forget(ARGV[4])
return 1`;

/** Returns the record of the slot at work, or nil. */
const open = `${shared}
local at = call('GET', P .. 'open')
return at and call('HGET', P .. 'slots', at)`;

/** ARGV: how many. Returns the newest records, the newest first. */
const list = `${shared}
local slots = call('ZREVRANGE', P .. 'order', 0, tonumber(ARGV[1]) - 1)
local records = {}
for _, at in ipairs(slots) do table.insert(records, call('HGET', P .. 'slots', at)) end
return records`;

export const scripts = { enter, claim, renew, settle, skip, open, list };
