import type { StoreAnswer, SwarmCounts } from '../peer-store.ts';

/** Another program writes to our keys, or Redis answers what our scripts can't have said. */
class RedisReplyError extends Error {
  override readonly name = 'RedisReplyError';
}

/** @throws RedisReplyError when a reply is no list. */
export function readList(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw new RedisReplyError('Redis answered a script with something that is no list');
  return reply;
}

/** @throws RedisReplyError */
export function readNumber(reply: unknown): number {
  if (typeof reply !== 'number') throw new RedisReplyError('Redis answered a script with something that is no number');
  return reply;
}

/** @throws RedisReplyError */
export function readBytes(reply: unknown): Uint8Array {
  if (!Buffer.isBuffer(reply)) throw new RedisReplyError('Redis answered a script with something that is no string');
  return new Uint8Array(reply.buffer, reply.byteOffset, reply.length);
}

/** @param reply seeds, leeches and those that completed. */
export function readCounts([complete, incomplete, downloaded]: readonly unknown[]): SwarmCounts {
  return {
    complete: readNumber(complete),
    incomplete: readNumber(incomplete),
    downloaded: readNumber(downloaded),
  };
}

/** What the script of an announce gives. */
export function readAnswer(reply: unknown): StoreAnswer {
  const [complete, incomplete, downloaded, full, ...windows] = readList(reply);
  const [addresses4, ids4, addresses6, ids6] = windows.map(readBytes);
  if (ids6 === undefined) throw new RedisReplyError('Redis answered an announce with too few parts');
  return {
    ...readCounts([complete, incomplete, downloaded]),
    ipv4: { addresses: addresses4 as Uint8Array, ids: ids4 as Uint8Array }, // before the last one, which is there
    ipv6: { addresses: addresses6 as Uint8Array, ids: ids6 },
    full: readFull(readBytes(full)),
  };
}

function readFull(bytes: Uint8Array): StoreAnswer['full'] {
  const text = Buffer.from(bytes).toString('latin1');
  return text === 'peers' || text === 'torrents' ? text : undefined;
}
