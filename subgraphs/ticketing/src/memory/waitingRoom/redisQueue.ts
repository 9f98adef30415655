import { connectRedis } from '@games/redis';
import { callsMax, catchUpMs, clockSetBackMs, lateFrom, type QueueStatus, type QueueStore } from './queueStore.ts';

/**
 * The positions of waiting rooms in Redis. A room is a sorted set of members by position, a hash of those called with the time at
 * which each heard of it, and a hash of counters; each step is one script, so that any number of processes see one queue.
 */

/** Shared by join and find: the status of a member, or false. */
const status = `
local function status(now)
  local position = redis.call('zscore', KEYS[1], ARGV[1])
  if position then
    local calls = redis.call('hget', KEYS[3], 'calls') or '0'
    return { 'waiting', position, redis.call('zrank', KEYS[1], ARGV[1]), calls }
  end
  local heard = redis.call('hget', KEYS[2], ARGV[1])
  if not heard then return false end
  if heard == '' then
    heard = now
    redis.call('hset', KEYS[2], ARGV[1], now)
  end
  return { 'called', heard }
end
`;

const joinScript = `${status}
local known = status(ARGV[2])
if known then return known end
local position = ARGV[5]
if position == '' then
  if tonumber(ARGV[2]) < tonumber(ARGV[3]) then
    position = ARGV[4]
  else
    position = string.format('%.0f', ${lateFrom} + redis.call('hincrby', KEYS[3], 'arrivals', 1))
  end
end
redis.call('zadd', KEYS[1], position, ARGV[1])
for _, key in ipairs(KEYS) do redis.call('pexpireat', key, ARGV[6]) end
return status(ARGV[2])`;

const findScript = `${status}
return status(ARGV[2])`;

/** ARGV: now, opensAt, perMinute, paused, forgetAt. Turns that nobody took are not saved up. */
const callScript = `
local now, opensAt = tonumber(ARGV[1]), tonumber(ARGV[2])
local tick = tonumber(redis.call('hget', KEYS[3], 'tick') or ARGV[1])
if tick - now > ${clockSetBackMs} then tick = now end
local since = math.max(tick, opensAt)
local members = {}
if ARGV[4] == '0' and now >= opensAt then
  local elapsed = math.min(math.max(now - since, 0), ${catchUpMs})
  local credit = tonumber(redis.call('hget', KEYS[3], 'credit') or '0') + elapsed * tonumber(ARGV[3]) / 60000
  local turns = math.min(math.floor(credit), ${callsMax})
  if turns > 0 then members = redis.call('zpopmin', KEYS[1], turns) end
  for index = 1, #members, 2 do redis.call('hset', KEYS[2], members[index], '') end
  redis.call('hset', KEYS[3], 'credit', math.min(credit - #members / 2, 1))
end
redis.call('hset', KEYS[3], 'tick', string.format('%.0f', math.max(now, tick)))
local calls = redis.call('hincrby', KEYS[3], 'calls', #members / 2)
for _, key in ipairs(KEYS) do redis.call('pexpireat', key, ARGV[5]) end
return { calls, redis.call('zcard', KEYS[1]) }`;

/** The scripts as commands: Redis keeps them by their digest, so that each call sends only its arguments. */
interface QueueCommands {
  joinQueue(...keysAndArguments: readonly (string | number)[]): Promise<Reply>;
  findInQueue(...keysAndArguments: readonly (string | number)[]): Promise<Reply | null>;
  callFromQueue(...keysAndArguments: readonly (string | number)[]): Promise<[number, number]>;
}

type Reply = ['waiting', string, number, string] | ['called', string];

/** Opens the store at a Redis URL. Commands that get no answer in time throw. */
export function createRedisQueue(url: string, prefix: string): QueueStore {
  const client = connectRedis({ url, commandTimeoutMs: 2_000 });
  client.defineCommand('joinQueue', { numberOfKeys: 3, lua: joinScript });
  client.defineCommand('findInQueue', { numberOfKeys: 3, lua: findScript });
  client.defineCommand('callFromQueue', { numberOfKeys: 3, lua: callScript });
  const commands = client as unknown as QueueCommands;
  // The braces keep the keys of a room on one node of a cluster.
  const keysOf = (room: string): [string, string, string] => [
    `${prefix}:{${room}}:queue`,
    `${prefix}:{${room}}:called`,
    `${prefix}:{${room}}:counters`,
  ];
  return {
    join: async (room, member, { nowMs, opensAtMs, chance, proven, forgetAtMs }) => {
      const position = proven === null ? '' : proven.toString();
      const parameters = [member, nowMs, opensAtMs, chance, position, forgetAtMs];
      return toStatus(await commands.joinQueue(...keysOf(room), ...parameters)) as QueueStatus;
    },
    find: async (room, member, nowMs) => toStatus(await commands.findInQueue(...keysOf(room), member, nowMs)),
    forget: async (room, member) => {
      await client.hdel(keysOf(room)[1], member);
    },
    call: async (room, { nowMs, opensAtMs, perMinute, paused, forgetAtMs }) => {
      const parameters = [nowMs, opensAtMs, perMinute, paused ? '1' : '0', forgetAtMs];
      const [called, waiting] = await commands.callFromQueue(...keysOf(room), ...parameters);
      return { called, waiting };
    },
    close: async () => client.disconnect(),
  };
}

function toStatus(reply: Reply | null): QueueStatus | null {
  if (reply === null) return null;
  if (reply[0] === 'called') return { kind: 'called', heardAtMs: Number(reply[1]) };
  const [kind, position, ahead, called] = reply;
  return { kind, position: Number(position), ahead, called: Number(called) };
}
