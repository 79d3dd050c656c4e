/**
 * The file in which a tracker keeps its swarms, numbers big endian, times in seconds since 1970:
 *
 *     "seedbed tracker\n", version (4)
 *     chunks: length of the payload (4), CRC-32 of the payload (4), payload
 *
 * A payload is a row of records, each with one byte that says what it is. A peer belongs to the swarm that was named last in
 * its own chunk, so each chunk can be read alone. The last chunk holds the `end` and nothing else: without it something is
 * missing. A peer may stand in it twice; what comes later counts.
 */
export const MAGIC = 'seedbed tracker\n';

export const VERSION = 1;

/** Bytes of the head: magic and version. */
export const HEAD_BYTES: number = MAGIC.length + 4;

/** Bytes in front of the payload of a chunk. */
export const CHUNK_HEAD_BYTES = 8;

/** Larger payloads are never written. */
export const MAX_PAYLOAD: number = 16 * 1024 * 1024;

/** What a record is. */
export const TAG = { swarm: 1, ipv4: 2, ipv6: 3, end: 4 } as const;

/** Bits of the byte in which a peer's role and completion are told. */
export const FLAG = { seed: 1, completed: 2 } as const;

/** Bytes of a record with its tag: info hash, downloaded (8), forgetAt (4). */
export const SWARM_BYTES: number = 1 + 20 + 8 + 4;

/** Number of peers (4). */
export const END_BYTES: number = 1 + 4;

/** Address with port, peer id, validUntil (4), flags (1). */
export function peerBytes(addressBytes: number): number {
  return 1 + addressBytes + 20 + 4 + 1;
}
