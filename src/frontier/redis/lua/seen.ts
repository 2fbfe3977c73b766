/**
 * The URLs that were ever added to a crawl, as 63-bit hashes in sets of integers, which Redis keeps at 8 bytes each up to 512 of them
 * (set-max-intset-entries). There are as many sets as keep them at 200 on average: one more is made at a time, by splitting the next one in
 * two (linear hashing over the upper bits), so no addition takes long. A crawl of 100 million URLs loses one to a collision once in 2,000 times.
 *
 *   x:<crawl>:<bits>:<upper bits>    set of hashes, in decimal
 */
export const seenLua = `
local PER_SET = 200

-- Doubles hold 53 bits of a hash, which is more than the upper bits that tell sets apart.
local function upper(hash, bits)
  return math.min(math.floor(tonumber(hash) / 2 ^ (63 - bits)), 2 ^ bits - 1)
end

local function seen_set(crawl, meta, hash)
  local at, bits = upper(hash, meta.b), meta.b
  if at < meta.p then at, bits = upper(hash, bits + 1), bits + 1 end
  return P .. 'x:' .. crawl .. ':' .. bits .. ':' .. string.format('%d', at)
end

local function split(crawl, meta)
  local old = P .. 'x:' .. crawl .. ':' .. meta.b .. ':' .. string.format('%d', meta.p)
  local halves = {}
  meta.p = meta.p + 1
  for _, hash in ipairs(call('SMEMBERS', old)) do
    local into = seen_set(crawl, meta, hash)
    halves[into] = halves[into] or {}
    table.insert(halves[into], hash)
  end
  call('DEL', old)
  for into, hashes in pairs(halves) do call('SADD', into, unpack(hashes)) end
  if meta.p == 2 ^ meta.b then meta.b, meta.p = meta.b + 1, 0 end
end

-- False when it was there already.
local function add_seen(crawl, meta, hash)
  if call('SADD', seen_set(crawl, meta, hash), hash) == 0 then return false end
  meta.d = meta.d + 1
  if meta.d > PER_SET * (2 ^ meta.b + meta.p) then split(crawl, meta) end
  return true
end
`;
