/**
 * Claims and forgets documents, one after another; every key begins with KEYS[1], and is in one slot of a cluster.
 *
 * - `state`: hash of `preset`, `last` (the newest document's number) and `buckets` (of each table).
 * - `documents:<chunk>`: string of 960 records, just below 128 KiB, which Redis has a size for: 8 bytes of the URL's digest, 16 of the text's, the signature.
 * - `ids:<chunk>`: hash of 64 ids; hexadecimal ones are packed by the caller.
 * - `<table>:<bucket>`: string of entries: 3 bytes of a key, 4 of the number of a document that has it. It is always set as a whole, which takes the room
 *   it needs and no more. Buckets are split one by one as documents come (linear hashing, Litwin 1980), so that each holds about 48.
 *
 * ARGV: operation, preset, slots, bands, rows, least number of agreeing slots; then for each claim its id, URL, digest and signature, for
 * `forget` ids. Result: `{ kind, of, agreeing slots }` for each claim; how many were forgotten.
 */
export const script = `
local prefix, operation, preset = KEYS[1], ARGV[1], ARGV[2]
local slots, bands, rows, least = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local CHUNK, IDS, LOAD, MOST_IN_BAND, ENTRY = 960, 64, 48, 32, 7
local width = 24 + slots

local state = redis.call('HMGET', prefix .. 'state', 'preset', 'last', 'buckets')
if not state[1] then redis.call('HSET', prefix .. 'state', 'preset', preset)
elseif state[1] ~= preset then return redis.error_reply('PRESET ' .. state[1]) end
local last, buckets, size = tonumber(state[2] or 0), tonumber(state[3] or 1), 1
while size * 2 <= buckets do size = size * 2 end

local function valueOf(key)
  local a, b, c = string.byte(key, 1, 3)
  return a * 65536 + b * 256 + c
end

local function bucket(name, key)
  local value = valueOf(key)
  local at = value % size
  if at < buckets - size then at = value % (size * 2) end
  return prefix .. name .. ':' .. at
end

local function hashed(text)
  local value = tonumber(string.sub(redis.sha1hex(text), 1, 6), 16)
  return string.char(math.floor(value / 65536), math.floor(value / 256) % 256, value % 256)
end

-- Numbers of the documents that have a key, as they came.
local function find(name, key)
  local entries, numbers = redis.call('GET', bucket(name, key)), {}
  if not entries then return numbers end
  local at = string.find(entries, key, 1, true)
  while at do
    if at % ENTRY == 1 then numbers[#numbers + 1] = (struct.unpack('>I4', entries, at + 3)) end
    at = string.find(entries, key, at + 1, true)
  end
  return numbers
end

local function enter(name, key, number)
  local place = bucket(name, key)
  redis.call('SET', place, (redis.call('GET', place) or '') .. key .. struct.pack('>I4', number))
end

-- Sets a bucket to the entries that are chosen.
local function reduce(place, entries, isChosen)
  local chosen = {}
  for at = 1, #entries, ENTRY do
    local entry = string.sub(entries, at, at + ENTRY - 1)
    if isChosen(entry) then chosen[#chosen + 1] = entry end
  end
  if #chosen > 0 then redis.call('SET', place, table.concat(chosen)) else redis.call('DEL', place) end
end

local function leave(name, key, number)
  local place, gone = bucket(name, key), key .. struct.pack('>I4', number)
  local entries = redis.call('GET', place)
  if entries then reduce(place, entries, function(entry) return entry ~= gone end) end
end

-- The keys of a document: table and key.
local function keysOf(document)
  local keys = { { 'id', hashed(document.id) }, { 'url', string.sub(document.url, 1, 3) }, { 'digest', string.sub(document.digest, 1, 3) } }
  if document.signature ~= '' then
    for band = 1, bands do
      keys[#keys + 1] = { 'b' .. band, hashed(band .. string.sub(document.signature, (band - 1) * rows + 1, band * rows)) }
    end
  end
  return keys
end

local function recordOf(number)
  return prefix .. 'documents:' .. math.floor(number / CHUNK), number % CHUNK * width
end

local function read(number)
  local key, at = recordOf(number)
  local record = redis.call('GETRANGE', key, at, at + width - 1)
  local id = redis.call('HGET', prefix .. 'ids:' .. math.floor(number / IDS), number % IDS)
  if not id then return nil end
  local signature = string.sub(record, 25)
  return { number = number, id = id, url = string.sub(record, 1, 8), digest = string.sub(record, 9, 24), signature = signature }
end

local function first(name, key, field, value)
  for _, number in ipairs(find(name, key)) do
    local document = read(number)
    if document and document[field] == value then return document end
  end
  return nil
end

-- One bucket of each table gives half of its keys to a new one.
local function split()
  local from, to = buckets - size, buckets
  local names = { 'id', 'url', 'digest' }
  for band = 1, bands do names[#names + 1] = 'b' .. band end
  for _, name in ipairs(names) do
    local entries = redis.call('GET', prefix .. name .. ':' .. from)
    local function goes(entry) return valueOf(entry) % (size * 2) == to end
    if entries then
      reduce(prefix .. name .. ':' .. to, entries, goes)
      reduce(prefix .. name .. ':' .. from, entries, function(entry) return not goes(entry) end)
    end
  end
  buckets = buckets + 1
  if buckets == size * 2 then size = buckets end
  redis.call('HSET', prefix .. 'state', 'buckets', buckets)
end

local function remove(document)
  for _, key in ipairs(keysOf(document)) do leave(key[1], key[2], document.number) end
  redis.call('HDEL', prefix .. 'ids:' .. math.floor(document.number / IDS), document.number % IDS)
end

local function keep(document, keys)
  last = last + 1
  redis.call('HSET', prefix .. 'state', 'last', last)
  local key, at = recordOf(last)
  -- The whole chunk at once takes the room it needs and no more.
  if redis.call('EXISTS', key) == 0 then redis.call('SETRANGE', key, CHUNK * width - 1, '\\0') end
  redis.call('SETRANGE', key, at, document.url .. document.digest .. document.signature)
  redis.call('HSET', prefix .. 'ids:' .. math.floor(last / IDS), last % IDS, document.id)
  for n, each in ipairs(keys) do
    if n <= 3 or document.room[n] then enter(each[1], each[2], last) end
  end
  if last > LOAD * buckets then split() end
end

-- Agreeing slots, and whether a whole band agrees.
local function compare(own, signature)
  local other, count, shares = { string.byte(signature, 1, slots) }, 0, false
  for band = 0, bands - 1 do
    local before = count
    for slot = band * rows + 1, (band + 1) * rows do
      if own[slot] == other[slot] then count = count + 1 end
    end
    if count - before == rows then shares = true end
  end
  return count, shares
end

-- The best estimate, and the earliest of equal ones. Notes which bands have room for one more.
local function nearest(document, keys, isOlder)
  local best, count, seen, own = nil, -1, {}, { string.byte(document.signature, 1, slots) }
  document.room = {}
  for n = 4, #keys do
    local numbers = find(keys[n][1], keys[n][2])
    local others = 0
    for _, number in ipairs(numbers) do
      if not isOlder[number] then
        others = others + 1
        if not seen[number] then
          seen[number] = true
          local other = read(number)
          if other then
            local agree, shares = compare(own, other.signature)
            local isBetter = agree > count or (agree == count and number < best.number)
            if shares and agree >= least and isBetter then best, count = other, agree end
          end
        end
      end
    end
    document.room[n] = others < MOST_IN_BAND
  end
  return best, count
end

-- An id as its owner wrote it.
local function unpacked(id)
  local text = string.sub(id, 2)
  if string.sub(id, 1, 1) == 's' then return text end
  return (string.gsub(text, '.', function(byte) return string.format('%02x', string.byte(byte)) end))
end

local function claim(document)
  local keys = keysOf(document)
  local own = first('id', keys[1][2], 'id', document.id)
  local same = first('digest', keys[3][2], 'digest', document.digest)
  if own and same and own.number == same.number then return { 'mine' } end
  if same then return { 'exact', unpacked(same.id) } end
  local ofPage = first('url', keys[2][2], 'url', document.url)
  local isOlder = {}
  if own then isOlder[own.number] = true end
  if ofPage then isOlder[ofPage.number] = true end
  local near, count = nearest(document, keys, isOlder)
  if near then return { 'near', unpacked(near.id), count } end
  local older = ofPage or own
  if ofPage then remove(ofPage) end
  if own and not (ofPage and ofPage.number == own.number) then remove(own) end
  keep(document, keys)
  if older then return { 'update', unpacked(older.id) } end
  return { 'unique' }
end

if operation == 'claim' then
  local verdicts = {}
  for at = 7, #ARGV, 4 do
    verdicts[#verdicts + 1] = claim({ id = ARGV[at], url = ARGV[at + 1], digest = ARGV[at + 2], signature = ARGV[at + 3] })
  end
  return verdicts
end
local forgotten = 0
for at = 7, #ARGV do
  local document = first('id', hashed(ARGV[at]), 'id', ARGV[at])
  if document then
    remove(document)
    forgotten = forgotten + 1
  end
end
return forgotten
`;
