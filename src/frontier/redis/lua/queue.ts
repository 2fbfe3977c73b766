/**
 * The URLs of one crawl and host that wait: in lists, one per rank, in the order in which they were found. What is taken from a list never
 * goes back into it, so each entry says only in what it differs from the one before, and a URL of 80 letters takes about 50 bytes in all.
 *
 *   q:<crawl>:<key>:<rank>   list   entries as below
 *   n:<crawl>:<key>          zset   of the ranks whose lists are not empty, by themselves
 *   s:<crawl>:<key>          hash   <rank>t the last entry put in, <rank>p the last one taken out, whole; i how many were taken out
 *   o:<crawl>:<key>          zset   taken out before and ready again, by rank and then by when they were first taken out
 *   w:<crawl>:<key>          zset   that must wait, by the instant
 *   l:<crawl>:<key>          hash   leased, by URL
 *
 * An entry: a byte of flags (1 the page that named it, 2 the crawler, 4 role, depth and hops are those of the entry before), a byte that says how
 * many letters its URL shares with that entry's, what has changed, the rest of the URL.
 * `role` is the number of the role, and four times the number of pages astray.
 * Whole, and once taken out, it is MessagePack of { url, via, crawler, role, depth, hops, rank, number, attempts, deaths }; without deaths when there are none.
 */
export const queueLua = `
local NONE = { '', '', '', 0, 0, 0 }
local char, byte, sub = string.char, string.byte, string.sub

-- Letters that both begin with, 255 at most. Calls are what costs here: four at a time.
local function shared(a, b)
  local most = math.min(#a, #b, 255)
  local n = 0
  while n + 4 <= most do
    local a1, a2, a3, a4 = byte(a, n + 1, n + 4)
    local b1, b2, b3, b4 = byte(b, n + 1, n + 4)
    if a1 ~= b1 or a2 ~= b2 or a3 ~= b3 or a4 ~= b4 then break end
    n = n + 4
  end
  while n < most and byte(a, n + 1) == byte(b, n + 1) do n = n + 1 end
  return n
end

local function encode(before, e)
  local flags, changed = 0, ''
  if e[2] == before[2] then
    flags = 1
  else
    local n = shared(before[2], e[2])
    local tail = sub(e[2], n + 1)
    changed = char(n, math.floor(#tail / 256), #tail % 256) .. tail
  end
  if e[3] == before[3] then flags = flags + 2 else changed = changed .. char(#e[3]) .. e[3] end
  if e[4] == before[4] and e[5] == before[5] and e[6] == before[6] then
    flags = flags + 4
  else
    changed = changed .. char(e[4], math.floor(e[5] / 256), e[5] % 256, e[6])
  end
  local n = shared(before[1], e[1])
  return char(flags, n) .. changed .. sub(e[1], n + 1)
end

local function decode(before, text)
  local flags, n = byte(text, 1, 2)
  local at = 3
  local e = { '', before[2], before[3], before[4], before[5], before[6] }
  if flags % 2 == 0 then
    local same, high, low = byte(text, at, at + 2)
    local length = high * 256 + low
    e[2] = sub(before[2], 1, same) .. sub(text, at + 3, at + 2 + length)
    at = at + 3 + length
  end
  if math.floor(flags / 2) % 2 == 0 then
    local length = byte(text, at)
    e[3] = sub(text, at + 1, at + length)
    at = at + 1 + length
  end
  if flags < 4 then
    local role, high, low, hops = byte(text, at, at + 3)
    e[4], e[5], e[6] = role, high * 256 + low, hops
    at = at + 4
  end
  e[1] = sub(before[1], 1, n) .. sub(text, at)
  return e
end

local function known(of, field)
  local text = call('HGET', P .. 's:' .. of, field)
  return text and cmsgpack.unpack(text) or NONE
end

-- Takes up to 'most' entries of one rank out of their list.
local function take(of, rank, most)
  local list = P .. 'q:' .. of .. ':' .. rank
  local before = known(of, rank .. 'p')
  local first = call('HINCRBY', P .. 's:' .. of, 'i', 0)
  local taken = {}
  for n, text in ipairs(call('LPOP', list, most) or {}) do
    before = decode(before, text)
    taken[n] = { before[1], before[2], before[3], before[4], before[5], before[6], rank, first + n, 0 }
  end
  call('HINCRBY', P .. 's:' .. of, 'i', #taken)
  if call('EXISTS', list) == 0 then
    call('ZREM', P .. 'n:' .. of, rank)
    call('HDEL', P .. 's:' .. of, rank .. 'p', rank .. 't')
  else
    call('HSET', P .. 's:' .. of, rank .. 'p', cmsgpack.pack(before))
  end
  return taken
end

local function loosen(of, packed, e)
  call('ZADD', P .. 'o:' .. of, e[7] * 2 ^ 33 + e[8], packed)
end

-- URLs whose waiting time is over become ready.
local function ripen(of, now)
  for _, packed in ipairs(call('ZRANGEBYSCORE', P .. 'w:' .. of, '-inf', now)) do
    loosen(of, packed, cmsgpack.unpack(packed))
    call('ZREM', P .. 'w:' .. of, packed)
  end
end

-- The best of what is ready. What was taken out before was found before all that is still in the list of its rank. What somebody has died of
-- goes alone, so that nothing else is blamed the next time.
local function best(of, limit)
  local rows = {}
  while #rows < limit do
    local loose = call('ZRANGE', P .. 'o:' .. of, 0, 0)[1]
    local rank = number(call('ZRANGE', P .. 'n:' .. of, 0, 0)[1])
    local e = loose and cmsgpack.unpack(loose)
    if e and (not rank or e[7] <= rank) then
      if e[10] and #rows > 0 then break end
      call('ZREM', P .. 'o:' .. of, loose)
      table.insert(rows, e)
      if e[10] then break end
    elseif rank then
      for _, each in ipairs(take(of, rank, limit - #rows)) do table.insert(rows, each) end
    else
      break
    end
  end
  return rows
end
`;
