import { createCipheriv, createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const SLICE = 1024 * 1024;

/**
 * The bytes that a seed value stands for: the key stream of AES-256 in counter mode. It is as fast as the disk, can't be
 * compressed, and is the same on every machine.
 */
export function* generatedContent(size: number, seedValue: number): Generator<Uint8Array> {
  const key = createHash('sha256').update(`seedbed content ${seedValue}`).digest();
  const cipher = createCipheriv('aes-256-ctr', key, new Uint8Array(16));
  const zeros = new Uint8Array(Math.min(SLICE, size));
  for (let left = size; left > 0; left -= zeros.length) {
    yield cipher.update(left < zeros.length ? zeros.subarray(0, left) : zeros);
  }
}

/** Writes generated content to a new file. Ends early with the signal's reason. */
export const writeGeneratedContent = async (
  path: string,
  size: number,
  seedValue: number,
  signal: AbortSignal,
): Promise<void> => {
  const file = await open(path, 'wx');
  try {
    for (const slice of generatedContent(size, seedValue)) {
      signal.throwIfAborted();
      // `appendFile` goes on after a short write, which `write` leaves to its caller.
      await file.appendFile(slice);
    }
  } finally {
    await file.close();
  }
};
