import type { RequestedBlock } from './connection-state.ts';
import type { NumberList, NumberReader } from './number-list.ts';

/** A piece on its way to one peer. */
export interface PieceInFlight {
  /** Blocks of it that were asked for and are not here yet; one that was asked of two peers counts twice. */
  readonly asked: number;
  /** Bytes of it that are here. */
  readonly bytes: number;
}

/**
 * What is on its way to one peer: the one place that counts it. A piece is in flight from the first request for one of its
 * blocks until it is verified or found wrong, or until nothing of it is here and nothing is asked for any more. The blocks
 * that are asked for are those in the queues of the peer's connections: whatever changes a queue goes through here.
 */
export class InFlight {
  readonly pieces: Map<number, PieceInFlight> = new Map();
  /** Blocks in all queues together. */
  asked = 0;
  /** Grows whenever a piece joins `pieces` or leaves it. */
  version = 0;

  /** A block was asked for; once more over the same connection changes nothing. */
  ask(queue: Map<number, RequestedBlock>, place: number, block: RequestedBlock): void {
    if (!queue.has(place)) this.#change(block.piece, 1, 0);
    queue.set(place, block);
  }

  /** A block of a queue came, or was taken back. */
  release(queue: Map<number, RequestedBlock>, place: number): void {
    const block = queue.get(place);
    if (block === undefined) return;
    queue.delete(place);
    this.#change(block.piece, -1, 0);
  }

  /** Nothing of a queue will come: after a choke all that was asked for is dropped (BEP 3). */
  releaseAll(queue: Map<number, RequestedBlock>): void {
    for (const place of [...queue.keys()]) this.release(queue, place);
  }

  /** A part of a piece that is not verified came. */
  arrive(piece: number, bytes: number): void {
    this.#change(piece, 0, bytes);
  }

  /** A piece was verified, or found wrong and thrown away. */
  settle(piece: number): void {
    this.#change(piece, 0, -(this.pieces.get(piece)?.bytes ?? 0));
  }

  /** The peer is gone, and its queues with it. */
  clear(): void {
    if (this.pieces.size > 0) this.version += 1;
    this.pieces.clear();
    this.asked = 0;
  }

  #change(piece: number, asked: number, bytes: number): void {
    const before = this.pieces.get(piece);
    const after = { asked: (before?.asked ?? 0) + asked, bytes: (before?.bytes ?? 0) + bytes };
    this.asked += asked;
    const isThere = after.asked > 0 || after.bytes > 0;
    if (isThere) this.pieces.set(piece, after);
    else this.pieces.delete(piece);
    if (isThere !== (before !== undefined)) this.version += 1;
  }

  /** What has come; the queues are saved with their connections. */
  save(into: NumberList): void {
    const come = [...this.pieces].filter(([, { bytes }]) => bytes > 0);
    into.push(this.version, come.length);
    for (const [piece, { bytes }] of come) into.push(piece, bytes);
  }

  /** @param queues those that were restored already */
  restore(from: NumberReader, queues: Iterable<ReadonlyMap<number, RequestedBlock>>): void {
    const version = from.take();
    for (let left = from.take(); left > 0; left -= 1) this.arrive(from.take(), from.take());
    for (const queue of queues) for (const { piece } of queue.values()) this.#change(piece, 1, 0);
    this.version = version;
  }
}
