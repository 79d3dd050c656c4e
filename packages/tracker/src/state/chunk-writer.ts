import { crc32 } from 'node:zlib';
import type { PeerColumns } from '../store/peer-columns.ts';
import { ID_BYTES } from '../store/peer-columns.ts';
import type { StoreVisitor } from '../store/store-walk.ts';
import { HASH_BYTES, type SwarmTable } from '../store/swarm-table.ts';
import { CHUNK_HEAD_BYTES, END_BYTES, FLAG, peerBytes, SWARM_BYTES, TAG } from './state-format.ts';

const FIRST_SIZE = 256 * 1024;

/**
 * Turns what it is told of into chunks. Its memory is that of two chunks: one is filled while the other is written. Nothing is
 * allocated for a chunk, because collecting that garbage would hold up announces for longer than the writing does.
 */
export class ChunkWriter implements StoreVisitor {
  readonly #clockOffset: number;
  #bytes = Buffer.allocUnsafe(FIRST_SIZE);
  #other = Buffer.allocUnsafe(FIRST_SIZE);
  #length = CHUNK_HEAD_BYTES;
  #swarms: SwarmTable | undefined;
  #swarm = 0;
  /** Whether the swarm stands in this chunk. */
  #isNamed = false;
  #peers = 0;

  /** @param clockOffset seconds since 1970 when the clock of the store was at 0. */
  constructor(clockOffset: number) {
    this.#clockOffset = clockOffset;
  }

  /** Peers so far, those in twice counted twice. */
  get peers(): number {
    return this.#peers;
  }

  swarm(swarms: SwarmTable, swarm: number): void {
    this.#swarms = swarms;
    this.#swarm = swarm;
    this.#isNamed = false;
    // Without peers it is kept for its figure alone.
    if (swarms.downloaded(swarm) > 0) this.#nameSwarm();
  }

  peer(columns: PeerColumns, slot: number, role: 'seed' | 'leech'): void {
    if (!this.#isNamed) this.#nameSwarm();
    const { addressBytes } = columns;
    let at = this.#reserve(peerBytes(addressBytes));
    this.#bytes[at++] = addressBytes === 6 ? TAG.ipv4 : TAG.ipv6;
    columns.copyAddressBytes(slot, this.#bytes, at);
    at += addressBytes;
    columns.copyId(slot, this.#bytes, at);
    at += ID_BYTES;
    at = this.#bytes.writeUInt32BE(this.#wallTime(columns.validUntil(slot)), at);
    this.#bytes[at] = (role === 'seed' ? FLAG.seed : 0) | (columns.completed(slot) ? FLAG.completed : 0);
    this.#peers += 1;
  }

  /** The last chunk. */
  end(): Uint8Array {
    const at = this.#reserve(END_BYTES);
    this.#bytes[at] = TAG.end;
    this.#bytes.writeUInt32BE(this.#peers, at + 1);
    return this.take();
  }

  /** What was told since the last time, as a chunk; empty when nothing was. It is good until the next one is taken. */
  take(): Uint8Array {
    if (this.#length === CHUNK_HEAD_BYTES) return this.#bytes.subarray(0, 0);
    const payload = this.#bytes.subarray(CHUNK_HEAD_BYTES, this.#length);
    this.#bytes.writeUInt32BE(payload.length, 0);
    this.#bytes.writeUInt32BE(crc32(payload), 4);
    const chunk = this.#bytes.subarray(0, this.#length);
    [this.#bytes, this.#other] = [this.#other, this.#bytes];
    this.#length = CHUNK_HEAD_BYTES;
    this.#isNamed = false;
    return chunk;
  }

  #nameSwarm(): void {
    const [swarms, swarm] = [this.#swarms, this.#swarm];
    if (swarms === undefined) throw new Error('invariant violation: a peer is told before its swarm');
    let at = this.#reserve(SWARM_BYTES);
    this.#bytes[at++] = TAG.swarm;
    swarms.copyInfoHash(swarm, this.#bytes, at);
    at = this.#bytes.writeBigUInt64BE(BigInt(swarms.downloaded(swarm)), at + HASH_BYTES);
    this.#bytes.writeUInt32BE(this.#wallTime(swarms.forgetAt(swarm)), at);
    this.#isNamed = true;
  }

  #wallTime(seconds: number): number {
    return Math.min(Math.max(0, seconds + this.#clockOffset), 2 ** 32 - 1);
  }

  #reserve(size: number): number {
    const at = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(2 * this.#bytes.length);
      this.#bytes.copy(larger, 0, 0, at);
      this.#bytes = larger;
    }
    return at;
  }
}
