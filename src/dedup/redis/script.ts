/**
 * Claims and forgets documents, one after another; every key begins with KEYS[1], and is in one slot of a cluster.
 *
 * - `state`: hash of `preset`, `last` (the newest document's number) and `buckets` (of each table).
 * - `documents:<chunk>`: string of 960 records, just below 128 KiB, which Redis has a size for: 8 bytes of the URL's digest, 16 of the text's, the signature.
 * - `ids:<chunk>`: hash of 64 ids; hexadecimal ones are packed by the caller.
 * - `<table>:<bucket>`: string of entries: 3 bytes of a key, 4 of the number of a document that has it. It is always set as a whole, which takes the room
 *   it needs and no more. Buckets are split one by one as documents come (linear hashing, Litwin 1980), so that each holds about 80.
 *
 * ARGV: operation, preset, slots, bands, rows, least number of agreeing slots; then for each claim its id, URL, digest, signature and hashes, for
 * `forget` ids. Result: `{ kind, of, agreeing slots }` for each claim; how many were forgotten.
 */
export const script = `
local prefix, operation, preset = KEYS[1], ARGV[1], ARGV[2]
local slots, bands, rows, least = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local CHUNK, IDS, LOAD, MOST_IN_BAND, ENTRY = 960, 64, 80, 32, 7
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

-- Buckets that this claim has read or written; false where there is none.
local held = {}

local function entriesOf(place)
  local entries = held[place]
  if entries == nil then
    entries = redis.call('GET', place)
    held[place] = entries
  end
  return entries
end

-- Reads all buckets that a claim looks into at once.
local function hold(keys)
  local places = {}
  for n, each in ipairs(keys) do places[n] = each.place end
  held = {}
  for n, entries in ipairs(redis.call('MGET', unpack(places))) do held[places[n]] = entries end
end

-- Numbers of the documents that have a key, as they came.
local function find(each)
  local key, entries, numbers = each.key, entriesOf(each.place), {}
  if not entries then return numbers end
  local at = string.find(entries, key, 1, true)
  while at do
    if at % ENTRY == 1 then numbers[#numbers + 1] = (struct.unpack('>I4', entries, at + 3)) end
    at = string.find(entries, key, at + 1, true)
  end
  return numbers
end

-- Notes in each table that a document has a key.
local function enter(keys, number)
  local packed, changes = struct.pack('>I4', number), {}
  for _, each in ipairs(keys) do
    local entries = (entriesOf(each.place) or '') .. each.key .. packed
    held[each.place] = entries
    changes[#changes + 1] = each.place
    changes[#changes + 1] = entries
  end
  redis.call('MSET', unpack(changes))
end

-- Sets a bucket to the entries that are chosen.
local function reduce(place, entries, isChosen)
  local chosen = {}
  for at = 1, #entries, ENTRY do
    local entry = string.sub(entries, at, at + ENTRY - 1)
    if isChosen(entry) then chosen[#chosen + 1] = entry end
  end
  held[place] = #chosen > 0 and table.concat(chosen)
  if held[place] then redis.call('SET', place, held[place]) else redis.call('DEL', place) end
end

local function leave(each, number)
  local entries, gone = entriesOf(each.place), each.key .. struct.pack('>I4', number)
  if entries then reduce(each.place, entries, function(entry) return entry ~= gone end) end
end

local function keyIn(name, key)
  return { key = key, place = bucket(name, key) }
end

-- The keys of a document: id, URL, digest, bands. Whoever claims has hashed id and bands already: 3 bytes each.
local function keysOf(document, hashes)
  local function key(n, text)
    return hashes and string.sub(hashes, n * 3 + 1, n * 3 + 3) or hashed(text)
  end
  local keys = {
    keyIn('id', key(0, document.id)),
    keyIn('url', string.sub(document.url, 1, 3)),
    keyIn('digest', string.sub(document.digest, 1, 3)),
  }
  if document.signature ~= '' then
    for band = 1, bands do
      keys[#keys + 1] = keyIn('b' .. band, key(band, band .. string.sub(document.signature, (band - 1) * rows + 1, band * rows)))
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

local function first(each, field, value)
  for _, number in ipairs(find(each)) do
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
    local entries = entriesOf(prefix .. name .. ':' .. from)
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
  for _, key in ipairs(keysOf(document)) do leave(key, document.number) end
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
  local wanted = {}
  for n, each in ipairs(keys) do
    if n <= 3 or document.room[n] then wanted[#wanted + 1] = each end
  end
  enter(wanted, last)
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
    local numbers = find(keys[n])
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

local function claim(document, hashes)
  local keys = keysOf(document, hashes)
  hold(keys)
  local own = first(keys[1], 'id', document.id)
  local same = first(keys[3], 'digest', document.digest)
  if own and same and own.number == same.number then return { 'mine' } end
  if same then return { 'exact', unpacked(same.id) } end
  local ofPage = first(keys[2], 'url', document.url)
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
  for at = 7, #ARGV, 5 do
    local document = { id = ARGV[at], url = ARGV[at + 1], digest = ARGV[at + 2], signature = ARGV[at + 3] }
    verdicts[#verdicts + 1] = claim(document, ARGV[at + 4])
  end
  return verdicts
end
local forgotten = 0
for at = 7, #ARGV do
  local document = first(keyIn('id', hashed(ARGV[at])), 'id', ARGV[at])
  if document then
    remove(document)
    forgotten = forgotten + 1
  end
end
return forgotten
`;
