import { open } from 'node:fs/promises';
import { generatedContent } from './generated-content.ts';

/** A file to be made, and its share of the content. */
interface FileToMake {
  readonly path: string;
  /** Bytes. */
  readonly length: number;
}

/** Writes generated content to new files, one after the other. Ends early with the signal's reason. */
export const writeGeneratedFiles = async (
  files: readonly FileToMake[],
  seedValue: number,
  signal: AbortSignal,
): Promise<void> => {
  const size = files.reduce((sum, { length }) => sum + length, 0);
  const content = new SliceReader(generatedContent(size, seedValue));
  for (const { path, length } of files) {
    const file = await open(path, 'wx');
    try {
      for (let left = length; left > 0; ) {
        signal.throwIfAborted();
        const slice = content.take(left);
        // `appendFile` goes on after a short write, which `write` leaves to its caller.
        await file.appendFile(slice);
        left -= slice.length;
      }
    } finally {
      await file.close();
    }
  }
};

/** Hands out slices cut to what is wanted. */
class SliceReader {
  readonly #slices: Iterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(slices: Iterable<Uint8Array>) {
    this.#slices = slices[Symbol.iterator]();
  }

  /** The next bytes, at most `most` and at least one. */
  take(most: number): Uint8Array {
    if (this.#rest.length === 0) {
      const { value, done } = this.#slices.next();
      if (done === true) throw new Error('invariant violation: more content is wanted than there is');
      this.#rest = value;
    }
    const slice = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(slice.length);
    return slice;
  }
}
