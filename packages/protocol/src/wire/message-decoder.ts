import { Bitfield } from '../bitfield.ts';
import { readUint32 } from '../uint32.ts';
import { bodyLengthOf, isMessageId, MESSAGE_ID, type MessageId } from './message-id.ts';
import { readMessage } from './read-message.ts';
import { WireError } from './wire-error.ts';
import type { WireSink } from './wire-sink.ts';

/** What a peer may send. */
export interface MessageLimits {
  /** Pieces of the torrent: gives the only right size of a bitfield. */
  readonly pieceCount: number;
  /** Bytes of the longest block. Default 128 KiB: nobody sends more, and we ask for 16 KiB only. */
  readonly maxBlock?: number;
}

const DEFAULT_MAX_BLOCK = 128 * 1024;
const PREFIX_LENGTH = 4;
/** What comes before the payload of a `piece` message, after its id: piece, begin. */
const BLOCK_HEAD_LENGTH = 8;
const REQUEST_BODY_LENGTH = 12;

/**
 * What the next byte belongs to: a length prefix, an id, a body that is read whole (of a `piece` only its head), the
 * payload of a block, or a body that is dropped.
 */
type State = 'prefix' | 'id' | 'body' | 'block' | 'skip';

/**
 * Takes the messages of one peer (BEP 3) in whatever chunks the socket gives.
 *
 * Payload of blocks is handed on as views and never collected; every other body is small and is read where it lies, or
 * put together in one buffer when a chunk ends inside it. A length is checked before any of its bytes is taken.
 */
export class MessageDecoder {
  readonly #sink: WireSink;
  readonly #pieceCount: number;
  readonly #maxBlock: number;
  readonly #maxLength: number;
  /** Holds the beginning of what goes on in the next chunk. */
  readonly #partial: Uint8Array;
  #partialLength = 0;
  #state: State = 'prefix';
  /** Bytes that have to be there together before they can be read. */
  #needed = PREFIX_LENGTH;
  #id: MessageId = MESSAGE_ID.choke;
  /** Bytes of the message after its id. */
  #bodyLength = 0;
  /** Bytes of a payload, or of a body to drop, that are still to come. */
  #remaining = 0;
  #stopped = false;

  constructor(limits: MessageLimits, sink: WireSink) {
    const bitfieldLength = Bitfield.byteLength(limits.pieceCount);
    this.#sink = sink;
    this.#pieceCount = limits.pieceCount;
    this.#maxBlock = limits.maxBlock ?? DEFAULT_MAX_BLOCK;
    this.#maxLength = 1 + Math.max(bitfieldLength, REQUEST_BODY_LENGTH, BLOCK_HEAD_LENGTH + this.#maxBlock);
    this.#partial = new Uint8Array(Math.max(bitfieldLength, REQUEST_BODY_LENGTH));
  }

  /**
   * Takes the next bytes of the peer and keeps no view of them.
   *
   * @throws WireError when the bytes break the protocol; the decoder is then stopped
   */
  push(chunk: Uint8Array): void {
    let at = 0;
    try {
      while (at < chunk.length && !this.#stopped) {
        if (this.#state === 'block') at = this.#stream(chunk, at);
        else if (this.#state === 'skip') at = this.#skip(chunk, at);
        else at = this.#collect(chunk, at);
      }
    } catch (error) {
      this.#stopped = true;
      throw error;
    }
  }

  /** From now on every byte is ignored, also the rest of the chunk that is being taken. */
  stop(): void {
    this.#stopped = true;
  }

  #expect(state: 'prefix' | 'id' | 'body', needed: number): void {
    this.#state = state;
    this.#needed = needed;
  }

  /** Hands on what the chunk has of the payload. The state is settled before each call: the sink may stop us in it. */
  #stream(chunk: Uint8Array, at: number): number {
    const length = Math.min(this.#remaining, chunk.length - at);
    const offset = this.#bodyLength - BLOCK_HEAD_LENGTH - this.#remaining;
    this.#remaining -= length;
    const whole = this.#remaining === 0;
    if (whole) this.#expect('prefix', PREFIX_LENGTH);
    this.#sink.blockData(length === chunk.length ? chunk : chunk.subarray(at, at + length), offset);
    if (whole && !this.#stopped) this.#sink.blockEnd();
    return at + length;
  }

  #skip(chunk: Uint8Array, at: number): number {
    const length = Math.min(this.#remaining, chunk.length - at);
    this.#remaining -= length;
    if (this.#remaining === 0) this.#expect('prefix', PREFIX_LENGTH);
    return at + length;
  }

  /** Reads `#needed` bytes where they lie, or keeps what there is of them. */
  #collect(chunk: Uint8Array, at: number): number {
    const length = Math.min(this.#needed - this.#partialLength, chunk.length - at);
    if (length === this.#needed) {
      this.#read(chunk, at);
    } else {
      this.#partial.set(chunk.subarray(at, at + length), this.#partialLength);
      this.#partialLength += length;
      if (this.#partialLength === this.#needed) {
        this.#partialLength = 0;
        this.#read(this.#partial, 0);
      }
    }
    return at + length;
  }

  /** All `#needed` bytes are in `bytes` from `at` on. */
  #read(bytes: Uint8Array, at: number): void {
    if (this.#state === 'prefix') this.#readLength(readUint32(bytes, at));
    else if (this.#state === 'id')
      this.#readId(bytes[at] as number); // the one byte that was needed
    else this.#readBody(bytes, at);
  }

  #readLength(length: number): void {
    if (length > this.#maxLength) {
      throw new WireError('too-long', `message of ${length} bytes, at most ${this.#maxLength} are allowed here`);
    }
    this.#bodyLength = length - 1;
    if (length === 0) this.#sink.message({ type: 'keep-alive' });
    else this.#expect('id', 1);
  }

  #readId(id: number): void {
    if (!isMessageId(id)) {
      this.#passOver(id);
      return;
    }
    this.#id = id;
    const right = bodyLengthOf(id, this.#pieceCount);
    if (id === MESSAGE_ID.piece) this.#checkBlockLength();
    else if (this.#bodyLength !== right) this.#refuseLength(right);
    if (right === 0) this.#readBody(this.#partial, 0);
    else this.#expect('body', right);
  }

  /** BEP 3 says nothing about ids that it does not define: they belong to extensions, and are passed over. */
  #passOver(id: number): void {
    this.#remaining = this.#bodyLength;
    if (this.#remaining === 0) this.#expect('prefix', PREFIX_LENGTH);
    else this.#state = 'skip';
    this.#sink.message({ type: 'unknown', id, length: this.#bodyLength });
  }

  #checkBlockLength(): void {
    const length = this.#bodyLength - BLOCK_HEAD_LENGTH;
    if (length < 1) {
      throw new WireError('wrong-length', `piece message of ${1 + this.#bodyLength} bytes, it has at least 10`);
    }
    if (length > this.#maxBlock) {
      throw new WireError('too-long', `block of ${length} bytes, at most ${this.#maxBlock} are allowed`);
    }
  }

  #refuseLength(right: number): never {
    const lengths = `of ${1 + this.#bodyLength} bytes, it has ${1 + right}`;
    if (this.#id === MESSAGE_ID.bitfield) {
      throw new WireError('bad-bitfield', `bitfield message ${lengths} for ${this.#pieceCount} pieces`);
    }
    throw new WireError('wrong-length', `message with id ${this.#id} ${lengths}`);
  }

  #readBody(bytes: Uint8Array, at: number): void {
    if (this.#id === MESSAGE_ID.piece) {
      this.#remaining = this.#bodyLength - BLOCK_HEAD_LENGTH;
      this.#state = 'block';
      this.#sink.blockStart(readUint32(bytes, at), readUint32(bytes, at + 4), this.#remaining);
    } else {
      this.#expect('prefix', PREFIX_LENGTH);
      this.#sink.message(readMessage(this.#id, bytes, at, this.#pieceCount));
    }
  }
}
