import { wireBytes } from '@seedbed/netem';
import type { BlockMessage } from '../upload/block-message.ts';
import type { RateLimiter, Turn } from './rate-limiter.ts';
import { type Run, runsOf } from './runs-of.ts';

/** The socket as the outbox needs it. */
export interface OutboxPort {
  /** `taken` is called when the system has all of the bytes, and never when the connection breaks before. */
  write(bytes: Uint8Array, taken?: () => void): void;
  /** Blocks are handed over one by one, so that each is told when it has left. */
  isPaced(): boolean;
  /** Writes between these two leave together. */
  cork(): void;
  uncork(): void;
  /** Nothing is written after this. */
  end(): void;
}

export interface OutboxEvents {
  /** Blocks of so many bytes of payload were taken by the system. */
  blockTaken(length: number): void;
  /** A block could not be read. */
  blockFailed(error: unknown): void;
}

interface Item {
  /** `undefined` while a block is read from the disk. */
  bytes: Uint8Array | undefined;
  /** Bytes of payload of a block; 0 for every other message. */
  readonly blockLength: number;
  /** The bytes are needed no more. */
  release: () => void;
  /** The upload limit lets it go. */
  granted: boolean;
}

interface ReadyItem extends Item {
  readonly bytes: Uint8Array;
}

const isRead = (item: Item): item is ReadyItem => item.bytes !== undefined;

const fill = (item: Item, { bytes, release }: BlockMessage): void => {
  item.bytes = bytes;
  item.release = release;
};

/**
 * What one connection is still to send, in the order in which it was handed over: a message after a block waits until
 * that block was read and the upload limit let it go, so that a choke never overtakes the blocks before it.
 *
 * Everything that is handed over in one turn of the event loop leaves in one write.
 */
export class Outbox {
  readonly #port: OutboxPort;
  readonly #limiter: RateLimiter;
  readonly #events: OutboxEvents;
  #items: Item[] = [];
  #messageBytes = 0;
  #turn: Turn | undefined;
  #isScheduled = false;
  #state: 'open' | 'ending' | 'closed' = 'open';

  constructor(port: OutboxPort, limiter: RateLimiter, events: OutboxEvents) {
    this.#port = port;
    this.#limiter = limiter;
    this.#events = events;
  }

  /** Bytes of messages that still wait here, blocks left out. */
  get messageBytes(): number {
    return this.#messageBytes;
  }

  /** Bytes of everything that waits here; of a block that is still read from the disk, those of its payload. */
  get bytes(): number {
    return this.#items.reduce((sum, { bytes, blockLength }) => sum + (bytes?.length ?? blockLength), 0);
  }

  send(message: Uint8Array): void {
    if (this.#state !== 'open') return;
    this.#messageBytes += message.length;
    this.#items.push({ bytes: message, blockLength: 0, release: () => {}, granted: true });
    this.#schedule();
  }

  /** @param message the whole `piece` message, or the reading of it; @param length bytes of its payload */
  sendBlock(message: BlockMessage | Promise<BlockMessage>, length: number): void {
    const item: Item = { bytes: undefined, blockLength: length, release: () => {}, granted: false };
    if (message instanceof Promise) this.#awaitBlock(item, message);
    else fill(item, message);
    if (this.#state !== 'open') return;
    this.#items.push(item);
    this.#schedule();
  }

  /** Ends the connection after everything that was handed over before. */
  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ending';
    this.#schedule();
  }

  /** Forgets what still waits: the connection is gone. */
  close(): void {
    this.#state = 'closed';
    this.#items = [];
    this.#messageBytes = 0;
    this.#turn?.cancel();
    this.#turn = undefined;
  }

  #awaitBlock(item: Item, message: Promise<BlockMessage>): void {
    message.then(
      (block) => {
        fill(item, block);
        this.#schedule();
      },
      (error: unknown) => {
        if (this.#state !== 'closed') this.#events.blockFailed(error);
      },
    );
  }

  /** At the end of the turn: a fast socket gives many chunks in one turn, and the requests they bring about are one write. */
  #schedule(): void {
    if (this.#isScheduled || this.#state === 'closed') return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#state !== 'closed') this.#pump();
    });
  }

  #pump(): void {
    const ready: ReadyItem[] = [];
    for (const item of this.#items) {
      if (!isRead(item) || !this.#mayGo(item)) break;
      ready.push(item);
    }
    this.#items.splice(0, ready.length);
    this.#port.cork();
    for (const run of runsOf(ready, this.#port.isPaced() ? 'apart' : 'joined')) this.#write(run);
    if (this.#state === 'ending' && this.#items.length === 0) this.#port.end();
    this.#port.uncork();
  }

  #write({ bytes, parts }: Run<ReadyItem>): void {
    let blocks = 0;
    for (const { blockLength } of parts) blocks += blockLength;
    if (blocks === 0) {
      this.#messageBytes -= bytes.length;
      this.#limiter.charge(wireBytes(bytes.length));
      return this.#port.write(bytes);
    }
    this.#port.write(bytes, () => {
      for (const { release } of parts) release();
      this.#events.blockTaken(blocks);
    });
  }

  #mayGo(item: ReadyItem): boolean {
    if (item.granted) return true;
    // It has asked already and is waiting for its turn.
    if (this.#turn !== undefined) return false;
    this.#turn = this.#limiter.ask(item.bytes.length, () => {
      this.#turn = undefined;
      item.granted = true;
      this.#schedule();
    });
    item.granted = this.#turn === undefined;
    return item.granted;
  }
}
