import { Bitfield, toHex } from '@seedbed/protocol';
import { randomBytes } from '../chance.ts';
import { MemoryStorage } from './memory-storage.ts';
import { openContent } from './open-content.ts';
import type { OpenContent, OpenedContent } from './opened-content.ts';

/** Bytes that are read at once. */
const STEP = 1024 * 1024;

/**
 * Content that is kept in memory from its first opening on, as long as the function lives. Where it is only read, it is
 * what lies on the disk; otherwise there is nothing at first.
 */
export function memoryOpener(): OpenContent {
  const storage = new MemoryStorage();
  let isLoaded = false;
  // Of no other: two peers may have different pieces.
  const cacheName = `memory ${toHex(randomBytes(8))}`;
  return async (components, options): Promise<OpenedContent> => {
    const { pieceCount, totalLength } = components.metainfo.geometry;
    if (options.readOnly && !isLoaded) await load(await openContent(components, options), storage, totalLength);
    isLoaded = true;
    const have = options.readOnly
      ? Bitfield.full(pieceCount)
      : (options.known?.have.copy() ?? new Bitfield(pieceCount));
    options.onChecked?.({ have: have.copy(), stamps: [] });
    return {
      storage,
      have,
      journal: undefined,
      cacheName,
      stamps: () => [],
      doubt: async () => {},
      close: async () => {},
    };
  };
}

async function load(content: OpenedContent, storage: MemoryStorage, length: number): Promise<void> {
  const buffer = new Uint8Array(Math.min(STEP, length));
  try {
    for (let offset = 0; offset < length; offset += STEP) {
      const part = buffer.subarray(0, Math.min(STEP, length - offset));
      await content.storage.read(offset, [part]);
      await storage.write(offset, part);
    }
  } finally {
    content.storage.close();
    await content.close();
  }
}
