import { open } from 'node:fs/promises';
import { GeneratedContent } from '@seedbed/peer/generated-content';

const SLICE = 1024 * 1024;

/**
 * Writes generated content to a new file: `size` bytes of it, from `begin` on where it is one of several files. Ends early
 * with the signal's reason.
 */
export const writeGeneratedContent = async (
  path: string,
  size: number,
  seedValue: number,
  signal: AbortSignal,
  begin = 0,
): Promise<void> => {
  const file = await open(path, 'wx');
  try {
    const content = new GeneratedContent(seedValue);
    const slice = new Uint8Array(Math.min(SLICE, size));
    for (let offset = 0; offset < size; offset += SLICE) {
      signal.throwIfAborted();
      const part = slice.subarray(0, size - offset);
      content.read(begin + offset, [part]);
      // `appendFile` goes on after a short write, which `write` leaves to its caller.
      await file.appendFile(part);
    }
  } finally {
    await file.close();
  }
};
