import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const SLICE = 1024 * 1024;

/** The SHA-256 of a file in hex. Ends early with the signal's reason; a file that can't be read rejects. */
export const hashFile = async (path: string, signal: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  const slice = new Uint8Array(SLICE);
  const file = await open(path);
  try {
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(slice);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(slice.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
};
