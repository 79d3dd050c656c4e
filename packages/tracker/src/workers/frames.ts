/** Bytes before the content of a frame: its length, 32 bits, big endian. */
const HEAD = 4;

/** What the frames of one turn of the event loop take, mostly. */
const ROOM = 64 * 1024;

/** Writes frames one behind the other into as few arrays as they need: an array of its own for each would cost more than its content. */
export class FrameWriter {
  #bytes: Buffer = Buffer.allocUnsafe(ROOM);
  /** Where what was not taken yet begins. */
  #start = 0;
  #end = 0;

  /**
   * A frame with room for a content of so many bytes, all of which are to be written before the next frame.
   *
   * @returns where in `bytes` the content begins.
   */
  begin(length: number): number {
    if (this.#end + HEAD + length > this.#bytes.length) this.#move(HEAD + length);
    const at = this.#bytes.writeUInt32BE(length, this.#end);
    this.#end = at + length;
    return at;
  }

  /** Another array after a `begin` or a `take`. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#start === this.#end;
  }

  /** All frames since the last time; nobody else writes there. */
  take(): Buffer {
    const frames = this.#bytes.subarray(this.#start, this.#end);
    this.#start = this.#end;
    return frames;
  }

  #move(wanted: number): void {
    const frames = this.#bytes.subarray(this.#start, this.#end);
    this.#bytes = Buffer.allocUnsafe(Math.max(ROOM, 2 * (frames.length + wanted)));
    this.#bytes.set(frames);
    this.#start = 0;
    this.#end = frames.length;
  }
}

/** Takes a stream apart into frames, however it was cut on the way. Both ends are processes of this tracker. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  readonly #heard: (content: Buffer) => void;

  /** @param heard is given each content, as a view of what came. */
  constructor(heard: (content: Buffer) => void) {
    this.#heard = heard;
  }

  read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (bytes.length - at >= HEAD) {
      const end = at + HEAD + bytes.readUInt32BE(at);
      if (end > bytes.length) break;
      this.#heard(bytes.subarray(at + HEAD, end));
      at = end;
    }
    this.#rest = bytes.subarray(at);
  }
}
