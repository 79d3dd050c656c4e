import { createHash } from 'node:crypto';

/**
 * What Redis keeps, all of it under one prefix (`KEYS[1]`), so that several trackers may share a Redis:
 *
 * - `4l:`, `4s:`, `6l:`, `6s:` and an info hash, sorted sets: the leeches and the seeds of a swarm by address family. A
 *   member is compact address and peer id. Its score is twice the second from which it is over, and one more when it was
 *   counted as completed. One structure gives random peers in the time that they take, and those that are over first.
 * - `due`, a sorted set: each swarm, and a second before which nothing in it is over.
 * - `order`, a sorted set: each swarm by its number of arrival.
 * - `completed`, a hash: for swarms in which somebody completed, how many did and when that is forgotten, `3:1700000000`.
 * - `sums`, a hash: `l` leeches, `s` seeds of all swarms, `arrivals` of swarms.
 */
const COMMON = `
local prefix = KEYS[1]
local due, order, completed, sums = prefix .. 'due', prefix .. 'order', prefix .. 'completed', prefix .. 'sums'
local ROLES = {'l', 's'}
local FAMILIES = {'4', '6'}
-- Peers that one script takes out at most: others wait while it runs.
local budget = 1000

local function members(family, role, swarm)
  return prefix .. family .. role .. ':' .. swarm
end

local function completions(swarm)
  local entry = redis.call('HGET', completed, swarm)
  if not entry then return 0, 0 end
  local count, forgetAt = string.match(entry, '^(%d+):(%d+)$')
  return tonumber(count), tonumber(forgetAt)
end

-- Nobody is there: what was completed is remembered for as long as its last peer would have been. Says whether it is.
local function rest(swarm, now)
  local count, forgetAt = completions(swarm)
  if count > 0 and forgetAt > now then
    redis.call('ZADD', due, forgetAt, swarm)
    return true
  end
  redis.call('ZREM', due, swarm)
  redis.call('ZREM', order, swarm)
  redis.call('HDEL', completed, swarm)
  return false
end

-- Takes out what is over in a group of peers. Gives the second from which the next one is over, nil when nobody is left.
local function sweepGroup(key, role, now)
  local over = math.min(redis.call('ZCOUNT', key, '-inf', 2 * now + 1), budget)
  if over > 0 then
    redis.call('ZREMRANGEBYRANK', key, 0, over - 1)
    redis.call('HINCRBY', sums, role, -over)
    budget = budget - over
  end
  local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
  return first[2] and math.floor(first[2] / 2)
end

-- Takes out what is over in a swarm. Says whether the swarm is known still, and whether somebody who is over is left.
local function look(swarm, now)
  local at = redis.call('ZSCORE', due, swarm)
  if not at then return false, false end
  if tonumber(at) > now then return true, false end
  local earliest
  for _, family in ipairs(FAMILIES) do
    for _, role in ipairs(ROLES) do
      local next = sweepGroup(members(family, role, swarm), role, now)
      if next and (not earliest or next < earliest) then earliest = next end
    end
  end
  if not earliest then return rest(swarm, now), false end
  redis.call('ZADD', due, earliest, swarm)
  return true, earliest <= now
end

local function count(role, swarm)
  return redis.call('ZCARD', members('4', role, swarm)) + redis.call('ZCARD', members('6', role, swarm))
end
`;

const ANNOUNCE = `${COMMON}
local swarm, id, address, role, change = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local completes, numwant, withIds = ARGV[6] == '1', tonumber(ARGV[7]), ARGV[8] == '1'
local now, validUntil, random = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local maxPeers, maxTorrents = tonumber(ARGV[12]), tonumber(ARGV[13])

-- One more swarm in turn, so that those that nobody asks for go too.
local waiting = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, 1)[1]
if waiting and waiting ~= swarm then look(waiting, now) end
local exists, ghosts = look(swarm, now)

local own, other = '4', '6'
if #address == 18 then own, other = '6', '4' end
local member = address .. id
local was, score = false, nil
for _, each in ipairs(ROLES) do
  score = score or redis.call('ZSCORE', members(own, each, swarm), member)
  if score and not was then was = each end
end

local function pick(family, from, want, into)
  if want <= 0 then return end
  local key, mine = members(family, from, swarm), family == own and from == was
  local ask = mine and want + 1 or want
  local step, picked = 1, nil
  if ghosts then
    step, picked = 2, redis.call('ZRANDMEMBER', key, ask, 'WITHSCORES')
  else
    picked = redis.call('ZRANDMEMBER', key, ask)
  end
  local taken = 0
  for i = 1, #picked, step do
    local there = step == 1 or tonumber(picked[i + 1]) >= 2 * now + 2
    if taken < want and there and not (mine and picked[i] == member) then
      taken = taken + 1
      into[#into + 1] = picked[i]
    end
  end
end

-- A share of each role in proportion, rounded up or down by chance, so that every peer is given equally often.
local function window(family, want)
  local chosen = {}
  local there = {}
  for _, each in ipairs(ROLES) do
    there[each] = redis.call('ZCARD', members(family, each, swarm))
    if family == own and each == was then there[each] = there[each] - 1 end
  end
  if role == 's' then there.s = 0 end
  want = math.min(want, there.l + there.s)
  if want <= 0 then return chosen end
  local leeches = want
  if there.s > 0 then
    leeches = math.floor(want * there.l / (there.l + there.s) + random)
    leeches = math.max(want - there.s, math.min(leeches, there.l, want))
  end
  pick(family, 'l', leeches, chosen)
  pick(family, 's', want - leeches, chosen)
  return chosen
end

local windows = {[own] = {}, [other] = {}}
if exists and numwant > 0 then
  windows[own] = window(own, numwant)
  windows[other] = window(other, numwant - #windows[own])
end

local function halves(family, addressBytes)
  local addresses, ids = {}, {}
  for i, each in ipairs(windows[family]) do
    addresses[i] = string.sub(each, 1, addressBytes)
    if withIds then ids[i] = string.sub(each, addressBytes + 1) end
  end
  return table.concat(addresses), table.concat(ids)
end
local addresses4, ids4 = halves('4', 6)
local addresses6, ids6 = halves('6', 18)

local function fullFor()
  if was then return '' end
  if not exists and redis.call('ZCARD', order) >= maxTorrents then return 'torrents' end
  local held = redis.call('HMGET', sums, 'l', 's')
  return tonumber(held[1] or 0) + tonumber(held[2] or 0) >= maxPeers and 'peers' or ''
end

local function countCompleted(counted)
  local already, forgetAt = completions(swarm)
  if completes and not counted then
    if already == 0 then
      for _, family in ipairs(FAMILIES) do
        for _, each in ipairs(ROLES) do
          local last = redis.call('ZRANGE', members(family, each, swarm), -1, -1, 'WITHSCORES')
          if last[2] then forgetAt = math.max(forgetAt, math.floor(last[2] / 2)) end
        end
      end
    end
    already = already + 1
  end
  if already > 0 then
    forgetAt = math.max(forgetAt, validUntil)
    redis.call('HSET', completed, swarm, string.format('%d:%d', already, forgetAt))
  end
end

local function store()
  if not exists then redis.call('ZADD', order, redis.call('HINCRBY', sums, 'arrivals', 1), swarm) end
  local counted = was and score % 2 == 1
  if was and was ~= role then
    redis.call('ZREM', members(own, was, swarm), member)
    redis.call('HINCRBY', sums, was, -1)
  end
  redis.call('ZADD', members(own, role, swarm), 2 * validUntil + ((completes or counted) and 1 or 0), member)
  if was ~= role then redis.call('HINCRBY', sums, role, 1) end
  redis.call('ZADD', due, 'LT', validUntil, swarm)
  countCompleted(counted)
end

local full = ''
if change == 'store' then
  full = fullFor()
  if full == '' then store() end
elseif change == 'remove' and was then
  redis.call('ZREM', members(own, was, swarm), member)
  redis.call('HINCRBY', sums, was, -1)
  if count('l', swarm) + count('s', swarm) == 0 then rest(swarm, now) end
end
local downloads = completions(swarm)
return {count('s', swarm), count('l', swarm), downloads, full, addresses4, ids4, addresses6, ids6}
`;

const SCRAPE = `${COMMON}
local swarm = ARGV[1]
if not look(swarm, tonumber(ARGV[2])) then return false end
local downloads = completions(swarm)
return {count('s', swarm), count('l', swarm), downloads}
`;

const LIST = `${COMMON}
local listed = {}
local swarms = redis.call('ZRANGEBYSCORE', order, '(' .. ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[2])
for i = 1, #swarms, 2 do
  local downloads = completions(swarms[i])
  listed[#listed + 1] = {swarms[i], tonumber(swarms[i + 1]), count('s', swarms[i]), count('l', swarms[i]), downloads}
end
return listed
`;

const TOTALS = `${COMMON}
local held = redis.call('HMGET', sums, 'l', 's')
return {redis.call('ZCARD', order), tonumber(held[2] or 0), tonumber(held[1] or 0)}
`;

const SWEEP = `${COMMON}
local now = tonumber(ARGV[1])
local swarms = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, ARGV[2])
for _, swarm in ipairs(swarms) do look(swarm, now) end
return #swarms
`;

/** What a tracker needs of Redis: `ZRANDMEMBER` came with 6.2, and an older one refuses it by name. */
const PROBE = `return redis.call('ZRANDMEMBER', KEYS[1] .. 'due', 1)`;

/** A script and the name under which Redis keeps it. */
export interface RedisScript {
  readonly source: string;
  readonly sha1: string;
}

const script = (source: string): RedisScript => ({ source, sha1: createHash('sha1').update(source).digest('hex') });

/** What a tracker asks of Redis. */
export type RedisScriptName = 'announce' | 'scrape' | 'list' | 'totals' | 'sweep' | 'probe';

/** Each is one step for Redis: nothing of another replica comes in between, and it costs one round trip. */
export const redisScripts: Readonly<Record<RedisScriptName, RedisScript>> = {
  announce: script(ANNOUNCE),
  scrape: script(SCRAPE),
  list: script(LIST),
  totals: script(TOTALS),
  sweep: script(SWEEP),
  probe: script(PROBE),
};
