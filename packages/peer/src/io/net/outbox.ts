import type { RateLimiter, Turn } from './rate-limiter.ts';

/** The socket as the outbox needs it. */
export interface OutboxPort {
  /** `taken` is called when the system has all of the bytes, and never when the connection breaks before. */
  write(bytes: Uint8Array, taken?: () => void): void;
  /** Writes between these two leave together. */
  cork(): void;
  uncork(): void;
  /** Nothing is written after this. */
  end(): void;
}

export interface OutboxEvents {
  /** A block of so many bytes of payload was taken by the system. */
  blockTaken(length: number): void;
  /** A block could not be read. */
  blockFailed(error: unknown): void;
}

interface Item {
  /** `undefined` while a block is read from the disk. */
  bytes: Uint8Array | undefined;
  /** Bytes of payload of a block; 0 for every other message. */
  readonly blockLength: number;
  /** The upload limit lets it go. */
  granted: boolean;
}

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
    this.#items.push({ bytes: message, blockLength: 0, granted: true });
    this.#schedule();
  }

  /** @param message the whole `piece` message, or the reading of it; @param length bytes of its payload */
  sendBlock(message: Uint8Array | Promise<Uint8Array>, length: number): void {
    const isRead = message instanceof Uint8Array;
    const item: Item = { bytes: isRead ? message : undefined, blockLength: length, granted: false };
    if (!isRead) this.#awaitBlock(item, message);
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

  #awaitBlock(item: Item, message: Promise<Uint8Array>): void {
    message.then(
      (bytes) => {
        item.bytes = bytes;
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
    this.#port.cork();
    let sent = 0;
    let messages: Uint8Array[] = [];
    for (const item of this.#items) {
      if (item.bytes === undefined || !this.#mayGo(item, item.bytes)) break;
      sent++;
      if (item.blockLength === 0) {
        messages.push(item.bytes);
        continue;
      }
      this.#write(messages);
      messages = [];
      this.#port.write(item.bytes, () => this.#events.blockTaken(item.blockLength));
    }
    this.#write(messages);
    this.#items.splice(0, sent);
    if (this.#state === 'ending' && this.#items.length === 0) this.#port.end();
    this.#port.uncork();
  }

  #write(messages: readonly Uint8Array[]): void {
    if (messages.length === 0) return;
    const bytes = messages.length === 1 ? messages[0] : undefined;
    const together = bytes ?? Buffer.concat(messages);
    this.#messageBytes -= together.length;
    this.#port.write(together);
  }

  #mayGo(item: Item, bytes: Uint8Array): boolean {
    if (item.granted) return true;
    // It has asked already and is waiting for its turn.
    if (this.#turn !== undefined) return false;
    this.#turn = this.#limiter.ask(bytes.length, () => {
      this.#turn = undefined;
      item.granted = true;
      this.#schedule();
    });
    item.granted = this.#turn === undefined;
    return item.granted;
  }
}
