/** Bytes before the content of a frame: its length, 32 bits, big endian. */
const HEAD = 4;

/** A content with its length in front. */
export function frame(content: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD + content.length);
  bytes.writeUInt32BE(content.length);
  bytes.set(content, HEAD);
  return bytes;
}

/** Takes a stream apart into frames, however it was cut on the way. Both ends are processes of this tracker. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The contents that are complete now, as views of what came. */
  *read(chunk: Buffer): Generator<Buffer> {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (bytes.length - at >= HEAD) {
      const end = at + HEAD + bytes.readUInt32BE(at);
      if (end > bytes.length) break;
      yield bytes.subarray(at + HEAD, end);
      at = end;
    }
    this.#rest = bytes.subarray(at);
  }
}
