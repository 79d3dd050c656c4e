import type { StoredPeer, StoredSwarm } from '../store/stored.ts';
import { FLAG, peerBytes, SWARM_BYTES, TAG } from './state-format.ts';

/** What one record says; times in seconds since 1970. */
export type StateRecord =
  | { readonly type: 'swarm'; readonly swarm: StoredSwarm }
  | { readonly type: 'peer'; readonly peer: Omit<StoredPeer, 'infoHash'> }
  | { readonly type: 'end'; readonly peers: number };

/** A payload holds what no version of it may. */
export class BadChunkError extends Error {}

/**
 * Reads the records of a chunk, whose checksum was right.
 *
 * @throws BadChunkError when it holds something else all the same.
 */
export function* readChunk(payload: Buffer): Generator<StateRecord> {
  let at = 0;
  while (at < payload.length) {
    const tag = payload[at];
    const size = sizeOf(tag);
    if (size === undefined || at + size > payload.length) throw new BadChunkError();
    yield readRecord(payload.subarray(at, at + size), tag);
    at += size;
  }
}

function sizeOf(tag: number | undefined): number | undefined {
  switch (tag) {
    case TAG.swarm:
      return SWARM_BYTES;
    case TAG.ipv4:
      return peerBytes(6);
    case TAG.ipv6:
      return peerBytes(18);
    case TAG.end:
      return 5;
    default:
      return undefined;
  }
}

function readRecord(record: Buffer, tag: number | undefined): StateRecord {
  if (tag === TAG.end) return { type: 'end', peers: record.readUInt32BE(1) };
  if (tag === TAG.swarm) {
    const downloaded = Number(record.readBigUInt64BE(21));
    return {
      type: 'swarm',
      swarm: { infoHash: record.subarray(1, 21), downloaded, forgetAt: record.readUInt32BE(29) },
    };
  }
  const ids = tag === TAG.ipv4 ? 7 : 19;
  const flags = record[ids + 24] as number; // the last byte of the record
  const peer = {
    address: record.subarray(1, ids),
    peerId: record.subarray(ids, ids + 20),
    validUntil: record.readUInt32BE(ids + 20),
    role: (flags & FLAG.seed) === 0 ? 'leech' : 'seed',
    completed: (flags & FLAG.completed) !== 0,
  } as const;
  return { type: 'peer', peer };
}
