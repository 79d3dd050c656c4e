import { open } from 'node:fs/promises';

const CHUNK = 1024 * 1024;

/** Reads a file, at most `most` bytes of it and one more; also pipes and devices, which do not say how long they are. */
export const readBounded = async (path: string, most: number): Promise<Uint8Array> => {
  const file = await open(path);
  try {
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length <= most) {
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK, most + 1 - length));
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) break;
      parts.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return Buffer.concat(parts, length);
  } finally {
    await file.close();
  }
};
