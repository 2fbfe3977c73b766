/** Leasing, and the ways in which a lease ends: as `sqlite/visits.ts` has them. */
export const visitsLua = `
local function put_back(host, deaths)
  local of = host.c .. ':' .. host.key
  local held = call('HVALS', P .. 'l:' .. of)
  for _, packed in ipairs(held) do
    local e = cmsgpack.unpack(packed)
    if deaths then
      e[10] = (e[10] or 0) + deaths
      packed = cmsgpack.pack(e)
    end
    loosen(of, packed, e)
  end
  call('DEL', P .. 'l:' .. of)
  if #held > 0 and call('EXISTS', P .. 'm:' .. host.c) == 1 then call('HINCRBY', P .. 'm:' .. host.c, 'l', -#held) end
  host.u, host.c = nil, nil
end

-- Ends a visit whose lease has run out; 'deaths', if given, is what its URLs have died of once more.
local function bury(host, deaths)
  host.r = free_at(host)
  put_back(host, deaths)
  save(host)
  refresh(host)
end

-- The host, if this visit's lease is alive.
local function held(key, crawl, fence, now)
  local host = host_of(key)
  if tostring(host.f) ~= fence or host.c ~= crawl or not host.u or host.u <= now then return nil end
  return host
end

-- Of a visit whose lease was lost, the host's wait alone counts.
local function lost(key, wait, now)
  if wait > 0 then
    local host = host_of(key)
    rest_late(host, wait, now)
    save(host)
    refresh(host)
  end
  return 0
end
`;
