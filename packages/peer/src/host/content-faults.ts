import type { ContentStorage } from '../io/storage/content-storage.ts';
import type { OpenContent } from '../io/storage/opened-content.ts';
import { StorageError } from '../io/storage/storage-error.ts';
import type { BlockMessage } from '../io/upload/block-message.ts';

/** What is wrong with the content of a peer, because its launcher wants it so. Changed at any time. */
export class ContentFaults {
  /** The blocks that it sends are wrong. */
  isCorrupt = false;
  /** Nothing more can be written. */
  isFull = false;

  /** Opens content to which these faults happen. */
  around(open: OpenContent): OpenContent {
    return async (components, options) => {
      const content = await open(components, options);
      return {
        ...content,
        storage: this.#fillable(content.storage, components.metainfo.name),
        outgoing: (block) => (this.isCorrupt ? corrupted(block) : block),
      };
    };
  }

  #fillable(storage: ContentStorage, name: string): ContentStorage {
    return {
      read: (...place) => storage.read(...place),
      write: async (...place) => {
        if (this.isFull) throw new StorageError('no-room', `no room left on the disk for ${name}`);
        return storage.write(...place);
      },
      reservedBytes: (file) => storage.reservedBytes(file),
      finish: () => storage.finish(),
      close: () => storage.close(),
    };
  }
}

/** A copy of the message with a wrong last byte, which is one of its payload; the original may be kept for others. */
function corrupted({ bytes, release }: BlockMessage): BlockMessage {
  const copy = new Uint8Array(bytes);
  const last = copy.length - 1;
  copy[last] = 255 - (copy[last] ?? 0);
  release();
  return { bytes: copy, release: () => {} };
}
